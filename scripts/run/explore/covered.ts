import { createHash } from 'node:crypto';
import type { CallId } from '../../contract/model';
import { factors } from '../../contract/model/factors';
import { deviationsOf } from '../../contract/model/factors/compose';
import { type CoverageMap, coverageMap } from '../../report/coverage-map';
import type { Program } from './program';

const nameOf = (call: CallId, factor: string, level: string): string => `${call}:${factor}=${level}`;

/** Every level of every call that is not the valid one, in the order of the model. */
const names: readonly string[] = (Object.keys(factors) as CallId[]).flatMap((call) =>
  factors[call].flatMap(({ id, levels: [, ...others] }) => others.map((level) => nameOf(call, id, level.id))),
);
const numbers = new Map(names.map((name, index) => [name, index]));

/** The number of a pair of levels, whatever their order. */
const pairOf = (one: number, other: number): number => {
  const [small, large] = one < other ? [one, other] : [other, one];
  return (large * (large - 1)) / 2 + small;
};

/** Remembers which levels and pairs of levels were sent in one request, numbered alike in each run of one version. */
export class Covered {
  readonly #levels = new Set<number>();
  readonly #pairs = new Set<number>();

  add({ steps }: Program): void {
    for (const { call, choice } of steps) {
      const sent = deviationsOf(call, choice).map(
        ({ factor, level }) => numbers.get(nameOf(call, factor.id, level.id))!,
      );
      for (const [at, level] of sent.entries()) {
        this.#levels.add(level);
        for (const other of sent.slice(at + 1)) this.#pairs.add(pairOf(level, other));
      }
    }
  }

  get map(): CoverageMap {
    const list = createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 16);
    return coverageMap(`sha256:${list}`, this.#levels, this.#pairs);
  }
}
