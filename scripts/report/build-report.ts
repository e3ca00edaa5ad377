import { likelyCause } from './likely-cause';
import { ownAssertions } from './own-assertions';
import { runVerdict } from './run-verdict';
import { summarize } from './summary';
import type { RunReport } from './types';

/** A report but for what follows from the rest of it. */
export type ReportParts = Omit<
  RunReport,
  'schemaVersion' | 'verdict' | 'exitCode' | 'summary' | 'likelyCause' | 'assertions'
>;

/** The only place that makes a report: adds its verdict, exit code and counts, and what a broken run looks like. */
export function buildReport({ cases, ...rest }: ReportParts): RunReport {
  const outcome = runVerdict({ cases, ...rest });
  const assertions = ownAssertions(cases);
  const causes = likelyCause({ ...outcome, cases });
  return {
    schemaVersion: 1,
    ...rest,
    ...outcome,
    ...(causes && { likelyCause: causes }),
    ...(assertions && { assertions }),
    summary: summarize(cases),
    cases,
  };
}
