import { levelOrder } from '../judge/level';
import { commonToCases } from './common-to-cases';
import { isExplored } from './explored-places';
import type { CaseResult, Finding, LikelyCause } from './types';

/** The least share of the combinations with the conditions of a cause that must show it. */
const leastFit = 0.5;

/** The findings of the worst level that occurs. Others, such as warnings, do not say what is wrong. */
function worstFindings(cases: readonly CaseResult[]): ReadonlyMap<CaseResult, readonly Finding[]> {
  const isOpen = ({ quarantined }: Finding): boolean => !quarantined;
  const level = levelOrder.find((each) =>
    cases.some(({ findings }) => findings.some((finding) => isOpen(finding) && finding.level === each)),
  );
  const own = cases.map((each) => {
    return [each, each.findings.filter((finding) => isOpen(finding) && finding.level === level)] as const;
  });
  return new Map(own.filter(([, findings]) => findings.length > 0));
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
  const failing = worstFindings(cases.filter(({ verdict }) => verdict === 'failed'));
  const common = commonToCases(cases, failing);
  // What the contract's cases show too does not need the conditions of explored ones.
  const shown = new Set(
    [...failing].flatMap(([{ id }, findings]) => (isExplored(id) ? [] : findings.map(ruleAndPlace))),
  );
  const explored = [...failing].flatMap(([each, findings]) => {
    const isKnown = common.length > 0 && findings.every((finding) => shown.has(ruleAndPlace(finding)));
    return isExplored(each.id) && !isKnown ? [each] : [];
  });
  const own = exploredCauses(explored.sort((one, other) => conditionCount(one) - conditionCount(other)));
  const distinct = new Map([...own].reverse().map((cause) => [cause.title, cause]));
  return [...common, ...own.filter((cause) => distinct.get(cause.title) === cause)];
}

const ruleAndPlace = ({ rule, where }: Finding): string => `${rule} ${where}`;
