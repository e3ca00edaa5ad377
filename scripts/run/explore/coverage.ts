import type { CallId } from '../../contract/model';
import { type ChosenLevel, deviationsOf } from '../../contract/model/factors/compose';
import type { Factor } from '../../contract/model/factors/draft';
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
  readonly #numbers = new Map<ChosenLevel, number>();
  readonly #levels = new Set<number>();
  /** One byte for each two levels. */
  readonly #pairs: Uint8Array;
  #pairCount = 0;
  readonly #size: number;

  constructor(readonly factors: Readonly<Partial<Record<CallId, readonly Factor[]>>>) {
    const all = Object.values(factors).flatMap((own) => own ?? []);
    this.#size = all.reduce((sum, { levels }) => sum + levels.length, 0);
    this.#pairs = new Uint8Array(this.#size ** 2);
  }

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
          const at = Math.min(level, other) * this.#size + Math.max(level, other);
          if (this.#pairs[at] !== 0) continue;
          this.#pairs[at] = 1;
          this.#pairCount += 1;
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
      pairs: { covered: this.#pairCount, of: sum(({ pairs }) => pairs) },
    };
  }
}
