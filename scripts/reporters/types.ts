import type { Env } from '../lib/io';
import type { RunEvent, RunReport } from '../report/types';

/** Where a reporter writes: files in `outDir`, or text to standard output. */
export interface ReporterContext {
  /** Absolute path of the run's folder; it exists. */
  readonly outDir: string;
  /** The same for people: relative to the working directory if that is shorter. */
  readonly outDirShown: string;
  /** `reports/latest` points to this folder. */
  readonly isLatest?: boolean;
  /** How much the console prints; the short form if absent. */
  readonly detail?: 'short' | 'verbose' | 'quiet';
  /** The files that the reporters of this run write in its folder. */
  readonly files?: readonly string[];
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  /** Standard output for commands to a CI server, which reach it as they are; `stdout` if it is absent. */
  readonly commands?: ReporterContext['stdout'];
  /** Colours and a moving progress line are allowed. */
  readonly interactive: boolean;
  readonly colour: boolean;
  /** The environment of the process, by which CI servers pass settings to reporters. */
  readonly env?: Env;
}

/** Listens to a run. Every hook is optional and may throw; the last two may be asynchronous. */
export interface Reporter {
  /** Gets each secret in plain text, before any event that depends on it. Must never write it to a file. */
  onSecret?(secret: string): void;
  onEvent?(event: RunEvent): void | Promise<void>;
  onReport?(report: RunReport): void | Promise<void>;
}

/** A reporter in the list of `reporters/index.ts`, loaded when used. */
export interface ReporterEntry {
  readonly name: string;
  /** The file that it writes in the folder of the run, if any. */
  readonly file?: string;
  /** It writes to standard output: it runs after the others, and is left out under `--json`. */
  readonly ownsStdout: boolean;
  /** Someone else's: each of its hooks is ended after a while. */
  readonly isExternal?: true;
  readonly create: (context: ReporterContext) => Promise<Reporter>;
}
