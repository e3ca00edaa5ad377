import type { CaseResult, CaseVerdict, Level, Load, RunSummary } from './types';

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

type Judged = Pick<CaseResult, 'verdict' | 'findings'>;

/** What was found in a case that passed, worst first; a quarantined finding counts as that only. */
export type Noted = 'deviations' | 'warnings' | 'quarantined';

/** What was found in a case that passed: what fails under `--strict`, and what is quarantined. */
export function notedIn({ verdict, findings }: Judged): Noted[] {
  if (verdict !== 'passed') return [];
  const has = (wanted: Level) => findings.some(({ level, quarantined }) => level === wanted && !quarantined);
  return [
    ...(has('deviation') ? ['deviations' as const] : []),
    ...(has('warning') ? ['warnings' as const] : []),
    ...(findings.some(({ quarantined }) => quarantined) ? ['quarantined' as const] : []),
  ];
}

/** The cases that passed, by the worst that was found in them; each case counts once. */
export function notedCases(cases: readonly Judged[]): Readonly<Record<Noted, number>> {
  const worst = cases.map((each) => notedIn(each)[0]);
  const count = (noted: Noted) => worst.filter((each) => each === noted).length;
  return { deviations: count('deviations'), warnings: count('warnings'), quarantined: count('quarantined') };
}

/** How long a run took whose end is missing, in milliseconds: until the last response that it recorded. */
export function recordedMs(cases: readonly Pick<CaseResult, 'exchanges' | 'durationMs'>[], load?: Load): number {
  let last = load?.durationMs ?? 0;
  for (const { exchanges, durationMs } of cases) {
    last = Math.max(last, durationMs);
    for (const { startedMs = 0, response } of exchanges)
      last = Math.max(last, startedMs + (response?.timings.totalMs ?? 0));
  }
  return Math.round(last);
}
