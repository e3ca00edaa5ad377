import { levelOrder } from '../judge/level';
import { commonToCases } from './common-to-cases';
import { isExplored } from './explored-places';
import type { CaseResult, LikelyCause } from './types';

/** The least share of the combinations with the conditions of a cause that must show it. */
const leastFit = 0.5;

/** The place of the worst level of a case's findings: smaller is worse. */
function rankOf({ findings }: CaseResult): number {
  const levels = findings.filter(({ quarantined }) => !quarantined).map(({ level }) => levelOrder.indexOf(level));
  return Math.min(levelOrder.length, ...levels);
}

/** How many conditions an explored case has. */
const conditionCount = ({ id }: CaseResult): number => id.split(/[+>]/).length;

/** What explored cases say that the target does. */
function exploredCauses(cases: readonly CaseResult[]): LikelyCause[] {
  return cases.flatMap(({ looksLike }) => {
    if (!looksLike) return [];
    const fit = looksLike.of === 0 ? 0 : looksLike.matched / looksLike.of;
    return fit < leastFit ? [] : [{ faults: [], ...looksLike, fit: Math.round(fit * 1000) / 1000 }];
  });
}

/** What the failures of a run have in common, of its worst level: causes that no known fault is needed for. */
export function composedCauses(cases: readonly CaseResult[]): LikelyCause[] {
  // A run may be broken although nothing failed, such as by drift: then nothing explains it.
  const failed = cases.filter(({ verdict, findings }) => verdict === 'failed' && findings.length > 0);
  const worst = Math.min(...failed.map(rankOf));
  const failing = failed.filter((each) => rankOf(each) === worst);
  const common = commonToCases(cases, new Set(failing));
  // What the contract's cases show too does not need the conditions of explored ones.
  const shown = new Set(
    failing.filter(({ id }) => !isExplored(id)).flatMap(({ findings }) => findings.map(ruleAndPlace)),
  );
  const explored = failing.filter(
    ({ id, findings }) =>
      isExplored(id) && !(common.length > 0 && findings.every((each) => shown.has(ruleAndPlace(each)))),
  );
  const own = exploredCauses(explored.sort((one, other) => conditionCount(one) - conditionCount(other)));
  const distinct = new Map([...own].reverse().map((cause) => [cause.title, cause]));
  return [...common, ...own.filter((cause) => distinct.get(cause.title) === cause)];
}

const ruleAndPlace = ({ rule, where }: CaseResult['findings'][number]): string => `${rule} ${where}`;
