import type { RunEvent, RunReport } from '../verdict/types';

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
}

/** Listens to a run. Both hooks are optional; either may be asynchronous and may throw. */
export interface Reporter {
  onEvent?(event: RunEvent): void | Promise<void>;
  onReport?(report: RunReport): void | Promise<void>;
}

/** A line of `reporters/index.ts`: loaded when used. */
export interface ReporterEntry {
  readonly name: string;
  /** The file that it writes below the run's folder, if any. */
  readonly file?: string;
  /** Writes to standard output, so that only one such reporter may be chosen. */
  readonly ownsStdout: boolean;
  readonly create: (context: ReporterContext) => Promise<Reporter>;
}
