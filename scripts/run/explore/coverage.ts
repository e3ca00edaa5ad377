import { createHash } from 'node:crypto';
import type { CallId } from '../../contract/model';
import { factors as allFactors } from '../../contract/model/factors';
import { type ChosenLevel, deviationsOf } from '../../contract/model/factors/compose';
import type { Factor } from '../../contract/model/factors/draft';
import { once } from '../../lib/once';
import { type CoverageMap, coverageMap } from '../../report/coverage-map';
import type { Factors } from './plan-input';
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

const calls = Object.keys(allFactors) as CallId[];

/** Every level of every call that is not the valid one, in the order of the model: the same numbers in each run of one version. */
const numbers = once((): ReadonlyMap<ChosenLevel, number> => {
  const chosen = calls.flatMap((call) =>
    allFactors[call].flatMap((factor) =>
      deviating(factor).map(({ id }) => deviationsOf(call, { [factor.id]: id })[0]!),
    ),
  );
  return new Map(chosen.map((each, index) => [each, index]));
});

/** A name for the list of levels; another list has another name. */
const listName = once((): string => {
  const names = calls.flatMap((call) =>
    allFactors[call].flatMap((factor) => deviating(factor).map(({ id }) => `${call}:${factor.id}=${id}`)),
  );
  return `sha256:${createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 16)}`;
});

/** Remembers which levels, and which pairs of them, were sent in one request. */
export class Coverage {
  /** One byte for each level, and for each pair. */
  readonly #levels = new Uint8Array(numbers().size);
  readonly #pairs = new Uint8Array(pairOf(0, numbers().size));
  #levelCount = 0;
  #pairCount = 0;

  /** @param factors what a run can send */
  constructor(readonly factors: Factors) {}

  add({ steps }: Program): void {
    for (const { call, choice } of steps) {
      const sent = deviationsOf(call, choice).map((chosen) => numbers().get(chosen)!);
      for (const [at, level] of sent.entries()) {
        if (this.#levels[level] === 0) this.#levelCount += 1;
        this.#levels[level] = 1;
        // Both are in the order of the model.
        for (let next = at + 1; next < sent.length; next += 1) {
          const pair = pairOf(level, sent[next]!);
          if (this.#pairs[pair] === 0) this.#pairCount += 1;
          this.#pairs[pair] = 1;
        }
      }
    }
  }

  get result(): { readonly levels: Covered; readonly pairs: Covered } {
    const all = Object.values(this.factors).map((factors) => possible(factors ?? []));
    const sum = (pick: (each: ReturnType<typeof possible>) => number) =>
      all.reduce((total, each) => total + pick(each), 0);
    return {
      levels: { covered: this.#levelCount, of: sum(({ levels }) => levels) },
      pairs: { covered: this.#pairCount, of: sum(({ pairs }) => pairs) },
    };
  }

  get map(): CoverageMap {
    return coverageMap(listName(), this.#levels, this.#pairs);
  }
}

/** The number of a pair of levels, of which the first has the smaller number. */
const pairOf = (small: number, large: number): number => (large * (large - 1)) / 2 + small;
