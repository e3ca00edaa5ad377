import { likelyCause } from './likely-cause';
import { runVerdict } from './run-verdict';
import { summarize } from './summary';
import type { RunReport } from './types';

/** A report but for what follows from the rest of it. */
export type ReportParts = Omit<RunReport, 'schemaVersion' | 'verdict' | 'exitCode' | 'summary' | 'likelyCause'>;

/** The only place that makes a report: adds its verdict, exit code and counts, and what a broken run looks like. */
export function buildReport({ cases, ...rest }: ReportParts): RunReport {
  const outcome = runVerdict({ cases, ...rest });
  const causes = likelyCause({ ...outcome, cases });
  return {
    schemaVersion: 1,
    ...rest,
    ...outcome,
    ...(causes && { likelyCause: causes }),
    summary: summarize(cases),
    cases,
  };
}
