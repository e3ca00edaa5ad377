import type { Reporter } from './run-types';

export type {
  PlannedCase,
  ReportedCase,
  ReportedExchange,
  ReportedFinding,
  Reporter,
  RunEvent,
  RunReport,
} from './run-types';
export type { Level, Verdict } from './types';

/** Where a reporter writes: files in `outDir`, or text for people. */
export interface ReporterContext {
  /** Absolute path of the folder of the run; it exists. */
  readonly outDir: string;
  /** The same for people. */
  readonly outDirShown: string;
  /** Standard output; with `--json`, standard error. */
  readonly stdout: { write(text: string): unknown };
  /** Colours and a moving line are allowed. */
  readonly interactive: boolean;
  readonly colour: boolean;
}

/** What a module of a reporter exports: as `module.exports`, or as its default export. */
export type CreateReporter = (context: ReporterContext) => Reporter | Promise<Reporter>;

/** The same function, with its types checked. */
export const defineReporter = (create: CreateReporter): CreateReporter => create;
