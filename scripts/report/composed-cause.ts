import { levelOrder } from '../judge/level';
import type { CaseResult, LikelyCause } from './types';

/** The least share of the combinations with the conditions of a cause that must show it. */
const leastFit = 0.5;

/** The place of the worst level of a case's findings: smaller is worse. */
function rankOf({ findings }: CaseResult): number {
  const levels = findings.filter(({ quarantined }) => !quarantined).map(({ level }) => levelOrder.indexOf(level));
  return Math.min(levelOrder.length, ...levels);
}

/** What explored cases say that the target does, the most frequent first. */
function exploredCauses(cases: readonly CaseResult[]): LikelyCause[] {
  return cases.flatMap(({ looksLike }) => {
    if (!looksLike) return [];
    const fit = looksLike.of === 0 ? 0 : looksLike.matched / looksLike.of;
    return fit < leastFit ? [] : [{ faults: [], ...looksLike, fit: Math.round(fit * 1000) / 1000 }];
  });
}

/** What the failures of a run have in common, of its worst level: causes that no known fault is needed for. */
export function composedCauses(cases: readonly CaseResult[]): LikelyCause[] {
  const worst = Math.min(...cases.map(rankOf));
  const failing = cases.filter((each) => each.findings.length > 0 && rankOf(each) === worst);
  return exploredCauses(failing).sort((one, other) => other.fit - one.fit || other.matched - one.matched);
}
