import type { Change, Fault } from '../types';
import { type ConditionId, conditions } from './conditions';
import type { Condition } from './conditions/define';
import { type EffectId, effects } from './effects';
import { pairs } from './pairs';

/** A change that is made for the requests that fulfil a condition alone. */
const when =
  ({ start, reach }: Condition, change: Change): Change =>
  (right) => {
    const reached = { ...right, ...reach?.(right) };
    const wrong = { ...reached, ...change(reached) };
    const holds = start();
    return { select: async (arrival) => ((await holds(arrival)) ? wrong : right) };
  };

const combine = (effect: EffectId, condition: ConditionId): Fault => {
  const { title, level, evidence, change } = effects[effect];
  return {
    id: `${effect}-when-${condition}`,
    title: `${title} ${conditions[condition].title}`,
    evidence,
    level,
    change: when(conditions[condition], change),
    combined: { effect, condition },
  };
};

/** Faults that need a condition: each effect, with those under which it is tried. */
export const combinedFaults: readonly Fault[] = (Object.keys(pairs) as EffectId[]).flatMap((effect) =>
  pairs[effect].map((condition) => combine(effect, condition)),
);
