import { type EvidenceId, evidence, type Strength } from '../contract/evidence';
import type { Level } from './finding';

/** The levels of what a target does. */
type TargetLevel = Exclude<Level, 'client'>;

const levels: Readonly<Record<Strength, { readonly safe: TargetLevel; readonly unsafe: TargetLevel }>> = {
  documented: { safe: 'violation', unsafe: 'violation' },
  standard: { safe: 'violation', unsafe: 'violation' },
  inferred: { safe: 'deviation', unsafe: 'violation' },
  advisory: { safe: 'warning', unsafe: 'warning' },
  open: { safe: 'observation', unsafe: 'observation' },
};

/** All levels, worst first. */
export const levelOrder: readonly Level[] = ['violation', 'deviation', 'warning', 'client', 'observation'];

/** The level of a deviation from a fact of this strength. */
export function levelOfStrength(strength: Strength, unsafe = false): TargetLevel {
  return levels[strength][unsafe ? 'unsafe' : 'safe'];
}

/** The level of a deviation from this row of the evidence. */
export function levelOf(id: EvidenceId, unsafe = false): TargetLevel {
  return levelOfStrength(evidence[id].strength, unsafe);
}
