import type { CallId } from '../../contract/model';
import type { Factor } from '../../contract/model/factors/draft';
import { deviationsOf } from '../../contract/model/factors/compose';
import type { Program } from './program';

/** A share of all that there is. */
export interface Covered {
  readonly covered: number;
  readonly of: number;
}

const deviating = ({ levels: [, ...others] }: Factor) => others;

/** How many levels and pairs of levels of different factors a set of factors has, the valid ones left out. */
export function possible(factors: readonly Factor[]): { readonly levels: number; readonly pairs: number } {
  const sizes = factors.map((factor) => deviating(factor).length);
  const levels = sizes.reduce((sum, size) => sum + size, 0);
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  return { levels, pairs: (levels * levels - squares) / 2 };
}

/** Counts which levels, and which pairs of them, were sent in one request. */
export class Coverage {
  readonly #levels = new Set<string>();
  readonly #pairs = new Set<string>();

  constructor(readonly factors: Readonly<Partial<Record<CallId, readonly Factor[]>>>) {}

  /** The pairs of levels in one request. */
  static pairsIn(names: readonly string[]): string[] {
    return names.flatMap((one, at) => names.slice(at + 1).map((other) => `${one} ${other}`));
  }

  add({ steps }: Program): void {
    for (const { call, choice } of steps) {
      const names = deviationsOf(call, choice).map(({ factor, level }) => `${call}:${factor.id}=${level.id}`);
      for (const name of names) this.#levels.add(name);
      for (const pair of Coverage.pairsIn(names)) this.#pairs.add(pair);
    }
  }

  get result(): { readonly levels: Covered; readonly pairs: Covered } {
    const all = Object.values(this.factors).map((factors) => possible(factors ?? []));
    const sum = (pick: (each: ReturnType<typeof possible>) => number) => all.reduce((total, each) => total + pick(each), 0);
    return {
      levels: { covered: this.#levels.size, of: sum(({ levels }) => levels) },
      pairs: { covered: this.#pairs.size, of: sum(({ pairs }) => pairs) },
    };
  }
}
