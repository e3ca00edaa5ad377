import type { CaseResult, CaseVerdict, Level, RunSummary } from './types';

/** The counts of a report, each taken from the cases themselves. */
export function summarize(cases: readonly CaseResult[]): RunSummary {
  const cased = (verdict: CaseVerdict) => cases.filter((result) => result.verdict === verdict).length;
  const findings = cases.flatMap((result) => result.findings);
  const levelled = (level: Level) =>
    findings.filter((finding) => finding.level === level && !finding.quarantined).length;
  const client = levelled('client');
  return {
    cases: cases.length,
    passed: cased('passed'),
    failed: cased('failed'),
    errored: cased('errored'),
    inconclusive: cased('inconclusive'),
    skipped: cased('skipped'),
    flaky: cases.filter(({ flaky }) => flaky).length,
    violations: levelled('violation'),
    deviations: levelled('deviation'),
    warnings: levelled('warning'),
    observations: levelled('observation'),
    ...(client > 0 && { client }),
    quarantined: findings.filter(({ quarantined }) => quarantined).length,
  };
}
