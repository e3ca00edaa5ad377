import type { CallId } from '../../contract/model';
import { type ChosenLevel, deviationsOf } from '../../contract/model/factors/compose';
import type { Factor } from '../../contract/model/factors/draft';
import type { Program } from './program';

/** A share of all that there is. */
export interface Covered {
  readonly covered: number;
  readonly of: number;
}

/** More levels than all factors of all calls have. */
const mostLevels = 10_000;

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
  readonly #numbers = new Map<ChosenLevel, number>();
  readonly #levels = new Set<number>();
  readonly #pairs = new Set<number>();

  constructor(readonly factors: Readonly<Partial<Record<CallId, readonly Factor[]>>>) {}

  /** Each call has objects of its own for its levels. */
  #numberOf(chosen: ChosenLevel): number {
    const number = this.#numbers.get(chosen) ?? this.#numbers.size;
    this.#numbers.set(chosen, number);
    return number;
  }

  add({ steps }: Program): void {
    for (const { call, choice } of steps) {
      const sent = deviationsOf(call, choice).map((chosen) => this.#numberOf(chosen));
      for (const [at, level] of sent.entries()) {
        this.#levels.add(level);
        for (let next = at + 1; next < sent.length; next += 1) {
          const other = sent[next]!;
          this.#pairs.add(Math.min(level, other) * mostLevels + Math.max(level, other));
        }
      }
    }
  }

  get result(): { readonly levels: Covered; readonly pairs: Covered } {
    const all = Object.values(this.factors).map((factors) => possible(factors ?? []));
    const sum = (pick: (each: ReturnType<typeof possible>) => number) =>
      all.reduce((total, each) => total + pick(each), 0);
    return {
      levels: { covered: this.#levels.size, of: sum(({ levels }) => levels) },
      pairs: { covered: this.#pairs.size, of: sum(({ pairs }) => pairs) },
    };
  }
}
