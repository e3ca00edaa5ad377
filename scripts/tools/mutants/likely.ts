import { causesWithout, clearCauses, rankedCauses } from '../../report/likely-cause';
import type { Explore } from '../../run/explore/program';
import { runMutant } from './run-mutant';

/** What a run against a server with one known fault is said to look like. */
export interface Likely {
  /** The place of the right cause among those that explain something, from 1; absent if it is not among them. */
  readonly place?: number;
  /** The faults of the cause in first place; absent if no cause explains anything. */
  readonly first?: readonly string[];
  /** How well it fits. */
  readonly fit?: number;
  /** Whether a report would name it. */
  readonly named: boolean;
  /** What a report would name first if the fault were unknown; absent if nothing. */
  readonly unknown?: string;
}

/** Not that of the runs which the symptoms were written from: with the same one, any cause would fit. */
export const otherSeed = 20270401;

/** Runs as a user would, and says where the right cause comes; `undefined` if the fault shows nothing. */
export async function likelyOf(id: string, explore: Explore | undefined): Promise<Likely | undefined> {
  const { cases, verdict } = await runMutant(id, { seed: otherSeed, explore });
  const ranked = rankedCauses(cases);
  const [first] = ranked;
  if (!first && verdict !== 'broken') return undefined;
  const place = ranked.findIndex(({ faults }) => faults.includes(id));
  const [unknown] = causesWithout(id, cases);
  return {
    ...(place >= 0 && { place: place + 1 }),
    ...(first && { first: first.faults, fit: first.fit }),
    named: clearCauses(ranked).length > 0,
    ...(unknown && { unknown: unknown.title }),
  };
}

/** How often the likely cause is right; faults that show the same are one cause. */
export function likelyText(results: readonly { readonly id: string; readonly likely?: Likely | undefined }[]): string {
  const told = results.flatMap(({ id, likely }) => (likely ? [{ id, likely }] : []));
  if (told.length === 0) return 'Likely cause: not measured, for no fault showed anything.';
  const right = told.filter(({ likely }) => likely.place === 1);
  const named = told.filter(({ likely }) => likely.named);
  const rightlyNamed = named.filter(({ likely }) => likely.place === 1);
  const wrong = told.filter(({ likely }) => likely.place !== 1);
  const share = (100 * right.length) / told.length;
  const lines = wrong.map(({ id, likely: { place, first = [], fit } }) => {
    const own = place === undefined ? 'not found' : `in place ${place}`;
    return `\n  ${id}: ${own}; first ${first[0] ?? 'nothing'}${fit === undefined ? '' : ` (${fit})`}`;
  });
  return `Likely cause: in first place for ${right.length} of ${told.length} faults (${share.toFixed(1)} %); named for ${named.length}, rightly for ${rightlyNamed.length}.${lines.join('')}\n${unknownText(told)}`;
}

/** What would be named if each fault were unknown, to be judged by a reader. */
function unknownText(told: readonly { readonly id: string; readonly likely: Likely }[]): string {
  const named = told.filter(({ likely }) => likely.unknown !== undefined);
  const lines = named.map(({ id, likely: { unknown } }) => `\n  ${id}: ${unknown}`);
  return `If the fault were unknown: something is named for ${named.length} of ${told.length}.${lines.join('')}`;
}
