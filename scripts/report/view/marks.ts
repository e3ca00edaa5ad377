import { type Noted, notedIn } from '../summary';
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

const notedLabels: Readonly<Record<Noted, string>> = {
  deviations: 'passed with deviations',
  warnings: 'passed with warnings',
  quarantined: 'passed with quarantined findings',
};

type Marked = Pick<CaseResult, 'verdict' | 'findings'>;

/** The mark of a case: one that passed with a deviation, a warning or a quarantined finding is `noted`. */
export function markOf(result: Marked): Mark {
  return notedIn(result).length > 0 ? 'noted' : markOfVerdict[result.verdict];
}

/** The verdict of a case in words, which say of one that passed what was found in it. */
export function markLabel(result: Marked): string {
  const [worst] = notedIn(result);
  return worst === undefined ? result.verdict : notedLabels[worst];
}

/** From the worst to the best: only cases that all passed are marked as passed. */
const worstMarks: readonly Mark[] = ['failed', 'open', 'noted', 'skipped', 'passed'];

/** The mark of several cases: the worst of theirs. */
export function worstMark(cases: readonly Marked[]): Mark {
  const marks = new Set(cases.map(markOf));
  return worstMarks.find((mark) => marks.has(mark)) ?? 'skipped';
}
