import { runVerdict } from './run-verdict';
import { summarize } from './summary';
import type { RunReport } from './types';

/** A report without the fields that follow from the rest. */
export type ReportParts = Omit<RunReport, 'schemaVersion' | 'verdict' | 'exitCode' | 'summary'>;

/** Builds a report: adds its verdict, exit code and counts. No other code does. */
export function buildReport({ cases, ...rest }: ReportParts): RunReport {
  return { schemaVersion: 1, ...rest, ...runVerdict({ cases, ...rest }), summary: summarize(cases), cases };
}
