import type { Finding } from '../../report/types';
import { type Cause, levelCount } from './causes';
import { conditionKey, conditionsOf, isFaulty, type ProgramCondition } from './conditions';
import type { Program } from './program';

/** So many causes that share one condition, each with another one, are one cause: that condition. */
const many = 3;

/** The effect that must not be hidden behind another one. */
const isAcceptance = ({ effect }: Cause): boolean => effect === 'accepts';

/** The conditions of the first that the second does not have. */
const without = (some: readonly ProgramCondition[], others: readonly ProgramCondition[]): ProgramCondition[] => {
  const keys = new Set(others.map(conditionKey));
  return some.filter((condition) => !keys.has(conditionKey(condition)));
};

/** Whether two causes have the same condition: they differ only in the call, the reference, the value, what came before, or what is refused. */
function areOne(one: Cause, other: Cause): boolean {
  const [ofOne, ofOther] = [conditionsOf(one.program), conditionsOf(other.program)];
  const [onlyOne, onlyOther] = [without(ofOne, ofOther), without(ofOther, ofOne)];
  if (onlyOne.length === 0 || onlyOther.length === 0)
    return one.effect === other.effect || !(isAcceptance(one) || isAcceptance(other));
  const [first, ...others] = onlyOne;
  const [second, ...more] = onlyOther;
  if (one.effect !== other.effect || !first || !second || others.length + more.length > 0) return false;
  if (first.of === second.of && first.step === second.step) return true;
  // Which check is skipped does not matter, if it is skipped under the same condition.
  const shared = without(ofOne, onlyOne);
  // What a server remembers of a request before may be any part of it.
  if (first.step < 0 && first.step === second.step) return true;
  return isAcceptance(one) && (isFaulty(first) || isFaulty(second)) && shared.some((each) => !isFaulty(each));
}

/** The groups with those joined that hold a cause for which `joins`. */
function joined(groups: readonly Cause[][], joins: (group: readonly Cause[]) => boolean): Cause[][] {
  const [same, others] = [groups.filter(joins), groups.filter((group) => !joins(group))];
  return same.length === 0 ? [...groups] : [...others, same.flat()];
}

/** Joins groups that share one condition beside many different ones. */
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

/** Levels that a server may refuse or not: what shows with them is less clear. */
const openLevels = ({ program }: Cause): number =>
  conditionsOf(program).filter(({ chosen }) => chosen?.level.alone === 'open').length;

/** The simplest first: fewest conditions, fewest steps, the call that issues payout tokens. */
const simplicity = (cause: Cause): number =>
  100 * conditionsOf(cause.program).length +
  10 * cause.program.steps.length +
  levelCount(cause.program) +
  openLevels(cause) +
  (cause.program.steps.at(-1)?.call === 'payout-token' ? 0 : 5);

const ruleAndPlace = ({ rule, where }: Finding): string => `${rule} ${where}`;

/** A group as one cause: the simplest of it, with what else was found. */
function asOne(group: readonly Cause[]): Cause {
  const [first, ...others] = [...group].sort((one, other) => simplicity(one) - simplicity(other)) as [Cause];
  const also: Program[] = [...first.also, ...others.flatMap(({ program, also: more }) => [program, ...more])];
  const findings = new Map<string, Finding>();
  for (const finding of [first, ...others].flatMap((cause) => cause.findings))
    if (!findings.has(ruleAndPlace(finding))) findings.set(ruleAndPlace(finding), finding);
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
