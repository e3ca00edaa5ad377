import type { CaseVerdict, Finding, Level } from './finding';

/** Whose mistakes fail a run in which clients are judged too. */
export const sides = ['server', 'client', 'both'] as const;
export type Side = (typeof sides)[number];

/** All verdicts of a case; if one run gives a case several, the first in this order counts. */
export const verdictOrder: readonly CaseVerdict[] = ['failed', 'errored', 'inconclusive', 'passed', 'skipped'];

/** Whether a finding of this level fails its case. */
export function isFailing(level: Level, strict: boolean, side: Side = 'server'): boolean {
  if (level === 'client') return side !== 'server';
  if (side === 'client') return false;
  return level === 'violation' || (strict && (level === 'deviation' || level === 'warning'));
}

/** The verdict of a case that was answered and whose control was accepted. */
export function caseVerdict(
  findings: readonly Pick<Finding, 'level' | 'quarantined'>[],
  strict: boolean,
  side?: Side,
): 'passed' | 'failed' {
  return findings.some(({ level, quarantined }) => !quarantined && isFailing(level, strict, side))
    ? 'failed'
    : 'passed';
}
