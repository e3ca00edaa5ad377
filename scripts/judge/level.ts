import { type EvidenceId, evidence, type Strength } from '../contract/evidence';
import type { Level } from './finding';

const levels: Readonly<Record<Strength, { readonly safe: Level; readonly unsafe: Level }>> = {
  documented: { safe: 'violation', unsafe: 'violation' },
  standard: { safe: 'violation', unsafe: 'violation' },
  inferred: { safe: 'deviation', unsafe: 'violation' },
  advisory: { safe: 'warning', unsafe: 'warning' },
  open: { safe: 'observation', unsafe: 'observation' },
};

/** All levels, worst first. */
export const levelOrder: readonly Level[] = ['violation', 'deviation', 'warning', 'observation'];

/** The level of a deviation from a fact of this strength. */
export function levelOfStrength(strength: Strength, unsafe = false): Level {
  return levels[strength][unsafe ? 'unsafe' : 'safe'];
}

/** The level of a deviation from this row of the evidence. */
export function levelOf(id: EvidenceId, unsafe = false): Level {
  return levelOfStrength(evidence[id].strength, unsafe);
}
