/** Variables of a process, or of a file. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What a command needs of the process. `cli.ts` provides it; tests provide their own. */
export interface Io {
  readonly env: Env;
  readonly cwd: string;
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: { write(text: string): unknown };
  /** Standard output for commands to a CI server, which reach it as they are; absent if `stdout` changes nothing either. */
  readonly commands?: Io['stdout'];
  /** Standard input, if the command may read it. */
  readonly stdin?: AsyncIterable<unknown> & { readonly isTTY?: boolean };
  /** Calls the listener on SIGINT and SIGTERM. Returns a function that stops listening. */
  readonly onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => () => void;
}
