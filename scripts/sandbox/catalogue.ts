import { editDistance } from '../lib/nearest';
import { faults } from './faults';
import type { Fault, Variant } from './types';
import { variants } from './variants';

/** The fault or variant of that id. */
export function findBehaviour(id: string): Fault | Variant | undefined {
  return [...faults, ...variants].find((behaviour) => behaviour.id === id);
}

/** A fault or variant was requested that does not exist. */
export class UnknownBehaviourError extends Error {
  override readonly name = 'UnknownBehaviourError';

  constructor(id: string) {
    const near = nearestIds(id);
    super(`The sandbox has no fault or variant "${id}".${near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ''}`);
  }
}

/** Up to three ids with a similar spelling, or that contain this one. */
function nearestIds(id: string): readonly string[] {
  return [...faults, ...variants]
    .map((behaviour) => ({ id: behaviour.id, away: behaviour.id.includes(id) ? 0 : editDistance(id, behaviour.id) }))
    .filter(({ away }) => away <= Math.max(2, id.length / 2))
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map((behaviour) => behaviour.id);
}
