import type { Fault } from '../types';
import { type ConditionId, conditions } from './conditions';
import { type EffectId, effects } from './effects';
import { pairs } from './pairs';
import { when } from './when';

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
