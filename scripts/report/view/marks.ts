import { type Noted, notedIn } from '../summary';
import type { CaseResult, CaseVerdict, Level } from '../types';

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

type Marked = Pick<CaseResult, 'verdict' | 'findings' | 'reasonKind'>;

/** Whether a part of exploring passed only because other cases already show what it found. */
export const showsNothingNew = ({ verdict, reasonKind }: Marked): boolean =>
  verdict === 'passed' && reasonKind === 'nothing-new';

/** What is broken in a case that passed: the mistakes of a side that does not count (`--side`). */
function toleratedIn({ verdict, findings }: Marked): string | undefined {
  if (verdict !== 'passed') return undefined;
  const has = (wanted: Level) => findings.some(({ level, quarantined }) => level === wanted && !quarantined);
  if (has('violation')) return 'passed with violations';
  return has('client') ? 'passed with mistakes of the client' : undefined;
}

/** The mark of a case: one that passed, but in which something was found, is `noted`. */
export function markOf(result: Marked): Mark {
  const isNoted = notedIn(result).length > 0 || toleratedIn(result) !== undefined || showsNothingNew(result);
  return isNoted ? 'noted' : markOfVerdict[result.verdict];
}

/** The verdict of a case in words, which say of one that passed what was found in it. */
export function markLabel(result: Marked): string {
  const [worst] = notedIn(result);
  if (showsNothingNew(result)) return 'passed: nothing beyond the other cases';
  return toleratedIn(result) ?? (worst === undefined ? result.verdict : notedLabels[worst]);
}

/** From the worst to the best: only cases that all passed are marked as passed. */
const worstMarks: readonly Mark[] = ['failed', 'open', 'noted', 'skipped', 'passed'];

/** The mark of several cases: the worst of theirs. */
export function worstMark(cases: readonly Marked[]): Mark {
  const marks = new Set(cases.map(markOf));
  return worstMarks.find((mark) => marks.has(mark)) ?? 'skipped';
}
