import type { CaseResult, CaseVerdict } from '../types';

/** How a case is marked: `noted` passed, but something was found in it; `open` has no verdict. */
export type Mark = 'passed' | 'noted' | 'failed' | 'open' | 'skipped';

/** The sign of each mark. */
export const signs: Readonly<Record<Mark, string>> = { passed: '✓', noted: '!', failed: '✗', open: '?', skipped: '-' };

const markOfVerdict: Readonly<Record<CaseVerdict, Mark>> = {
  passed: 'passed',
  failed: 'failed',
  errored: 'open',
  inconclusive: 'open',
  skipped: 'skipped',
};

/** The mark of a case: one that passed with a deviation, a warning or a quarantined finding is `noted`. */
export function markOf({ verdict, findings }: Pick<CaseResult, 'verdict' | 'findings'>): Mark {
  const noted = findings.some(({ level, quarantined }) => quarantined || level !== 'observation');
  return verdict === 'passed' && noted ? 'noted' : markOfVerdict[verdict];
}
