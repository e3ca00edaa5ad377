import { exploreId, type Part, parts } from '../../report/explored-places';
import type { RunEvent } from '../../report/types';

// What every run needs of exploring. The programs that the ids name take the factors of all calls, which are many.

/** What the id of a program begins with. */
export const idStart = 'explore:';

/** Whether an id names a program, or a part of exploring. */
export const isExploreId = (id: string): boolean => id.startsWith(idStart);

/** The part that an id names. */
export const partNamed = (id: string): Part | undefined => parts.find((part) => exploreId(part) === id);

/** The event of a run that explored nothing, and why. */
export function nothingExplored(seed: number, notExplored: string): RunEvent {
  const nothing = { covered: 0, of: 0 };
  const counts = { strength: 'pairs', programs: 0, requests: 0, levels: nothing, pairs: nothing } as const;
  return { type: 'explored', explored: { seed, ...counts, notExplored } };
}
