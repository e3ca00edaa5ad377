import type { Finding, Level } from './finding';

/** Whether a finding of this level fails its case. */
export function isFailing(level: Level, strict: boolean): boolean {
  return level === 'violation' || (strict && (level === 'deviation' || level === 'warning'));
}

/** The verdict of a case that was answered and whose control was accepted. */
export function caseVerdict(
  findings: readonly Pick<Finding, 'level' | 'quarantined'>[],
  strict: boolean,
): 'passed' | 'failed' {
  return findings.some(({ level, quarantined }) => !quarantined && isFailing(level, strict)) ? 'failed' : 'passed';
}
