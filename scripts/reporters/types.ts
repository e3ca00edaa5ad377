import type { RunEvent, RunReport } from '../report/types';

/** Where a reporter writes: files below `outDir`, or text to standard output. */
export interface ReporterContext {
  /** Absolute path of the run's folder; it exists. */
  readonly outDir: string;
  /** The same, as the user would like to read it (relative to the working directory where that is shorter). */
  readonly outDirShown: string;
  /** The files that this run's reporters write below its folder. */
  readonly files?: readonly string[];
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  /** Colours and a moving progress line are allowed. */
  readonly interactive: boolean;
  readonly colour: boolean;
  /** The environment of the process, where a reporter belongs to a CI server that speaks by it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Listens to a run. Every hook is optional; the last two may be asynchronous; each may throw. */
export interface Reporter {
  /** A secret that the run has come to know, in clear, before any event that rests on it: never to be written to a file. */
  onSecret?(secret: string): void;
  onEvent?(event: RunEvent): void | Promise<void>;
  onReport?(report: RunReport): void | Promise<void>;
}

/** A line of `reporters/index.ts`: loaded when used. */
export interface ReporterEntry {
  readonly name: string;
  /** The file that it writes below the run's folder, if any. */
  readonly file?: string;
  /** Writes to standard output: comes after those that do not, and gives way where the output is to be JSON. */
  readonly ownsStdout: boolean;
  readonly create: (context: ReporterContext) => Promise<Reporter>;
}
