import type { Finding } from '../../../report/types';
import { conditionKey, conditionsOf, isFaulty, type ProgramCondition } from '../conditions';
import type { Program } from '../program';
import { type Cause, levelCount, rankOf } from './causes';

/** If this many causes share a condition and differ in another, the shared condition is their one cause. */
const many = 3;

/** Whether the target accepts what it must refuse, which must not be hidden behind another effect. */
const isAcceptance = ({ effect }: Cause): boolean => effect === 'accepts';

/** The conditions of the first list that the second does not have. */
const without = (some: readonly ProgramCondition[], others: readonly ProgramCondition[]): ProgramCondition[] => {
  const keys = new Set(others.map(conditionKey));
  return some.filter((condition) => !keys.has(conditionKey(condition)));
};

/** Whether two causes are one. They may differ in the call, the reference, the value, earlier requests, or the error. */
function areOne(one: Cause, other: Cause): boolean {
  const [ofOne, ofOther] = [conditionsOf(one.program), conditionsOf(other.program)];
  const [onlyOne, onlyOther] = [without(ofOne, ofOther), without(ofOther, ofOne)];
  if (onlyOne.length === 0 || onlyOther.length === 0)
    return one.effect === other.effect || !(isAcceptance(one) || isAcceptance(other));
  const [first, ...others] = onlyOne;
  const [second, ...more] = onlyOther;
  if (one.effect !== other.effect || !first || !second || others.length + more.length > 0) return false;
  if (first.of === second.of && first.step === second.step) return true;
  // It does not matter which check is skipped, if the condition is the same.
  const shared = without(ofOne, onlyOne);
  // A server may remember any part of an earlier request.
  if (first.step < 0 && first.step === second.step) return true;
  return isAcceptance(one) && (isFaulty(first) || isFaulty(second)) && shared.some((each) => !isFaulty(each));
}

/** The groups, with those joined for which `joins` is true. */
function joined(groups: readonly Cause[][], joins: (group: readonly Cause[]) => boolean): Cause[][] {
  const [same, others] = [groups.filter(joins), groups.filter((group) => !joins(group))];
  return same.length === 0 ? [...groups] : [...others, same.flat()];
}

/** Joins groups that share one condition and differ in the others. */
function joinedByMany(groups: readonly Cause[][]): Cause[][] {
  const counts = new Map<string, number>();
  const keysOf = (group: readonly Cause[]): Set<string> =>
    new Set(
      group.flatMap(({ program, effect }) => {
        const conditions = conditionsOf(program);
        return conditions.length < 2 ? [] : conditions.map((each) => `${effect} ${conditionKey(each)}`);
      }),
    );
  for (const group of groups) for (const key of keysOf(group)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const shared = [...counts].filter(([, count]) => count >= many).map(([key]) => key);
  return shared.reduce((left, key) => joined(left, (group) => keysOf(group).has(key)), [...groups]);
}

/** The number of levels that a server may refuse or accept: with them, a cause is less clear. */
const openLevels = ({ program }: Cause): number =>
  conditionsOf(program).filter(({ chosen }) => chosen?.level.alone === 'open').length;

/** Smaller for a simpler cause: fewer conditions, fewer steps, the first call. */
const simplicity = (cause: Cause): number =>
  100 * conditionsOf(cause.program).length +
  10 * cause.program.steps.length +
  levelCount(cause.program) +
  openLevels(cause) +
  (cause.program.steps.at(-1)?.call === 'payout-token' ? 0 : 5);

const ruleAndPlace = ({ rule, where }: Finding): string => `${rule} ${where}`;

const worst = ({ findings }: Cause): number => Math.min(...findings.map(rankOf));

/**
 * A group as one cause: its worst, then simplest cause, with all programs and findings. A deviation under simpler
 * conditions does not stand for a violation.
 */
function asOne(group: readonly Cause[]): Cause {
  const [first, ...others] = [...group].sort(
    (one, other) => worst(one) - worst(other) || simplicity(one) - simplicity(other),
  ) as [Cause];
  const also: Program[] = [...first.also, ...others.flatMap(({ program, also: more }) => [program, ...more])];
  const findings = new Map<string, Finding>();
  for (const finding of [first, ...others].flatMap((cause) => cause.findings)) {
    const known = findings.get(ruleAndPlace(finding));
    if (!known || rankOf(finding) < rankOf(known)) findings.set(ruleAndPlace(finding), finding);
  }
  return { ...first, also, findings: [...findings.values()] };
}

/** One cause for each condition and effect. */
export function distinctCauses(causes: readonly Cause[]): Cause[] {
  let groups: Cause[][] = [];
  for (const cause of causes) {
    groups = [...groups, [cause]];
    groups = joined(groups, (group) => group.includes(cause) || group.some((each) => areOne(each, cause)));
  }
  return joinedByMany(groups).map(asOne);
}
