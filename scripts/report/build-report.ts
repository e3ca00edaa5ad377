import { runVerdict } from './run-verdict';
import { summarize } from './summary';
import type { RunReport } from './types';

/** A report but for what follows from the rest of it. */
export type ReportParts = Omit<RunReport, 'schemaVersion' | 'verdict' | 'exitCode' | 'summary'>;

/** The only place that makes a report: adds its verdict, exit code and counts. */
export function buildReport({ cases, ...rest }: ReportParts): RunReport {
  return { schemaVersion: 1, ...rest, ...runVerdict({ cases, ...rest }), summary: summarize(cases), cases };
}
