/** What a command needs of the process: handed over by `cli.ts`, replaced in tests. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: { write(text: string): unknown };
  /** Standard input, where a command may read it. */
  readonly stdin?: AsyncIterable<unknown> & { readonly isTTY?: boolean };
  /** Calls back at SIGINT and SIGTERM; the function that is returned stops that. */
  readonly onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => () => void;
}
