import { createHash } from 'node:crypto';
import type { CallId } from '../../contract/model';
import { factors as allFactors } from '../../contract/model/factors';
import { type ChosenLevel, deviationsOf } from '../../contract/model/factors/compose';
import type { Factor } from '../../contract/model/factors/draft';
import { once } from '../../lib/once';
import { UserError } from '../../lib/user-error';
import { type CoverageMap, coverageMap, sentNumbers } from '../../report/coverage-map';
import type { Explored } from '../../report/types';
import { includes } from './causes/causes';
import { atOnce, histories } from './histories';
import { deviating } from './levels';
import type { Factors } from './plan-input';
import { type Program, partOf, programId, readProgram, type Step } from './program';

/** How much of the whole was covered. */
export interface Covered {
  readonly covered: number;
  readonly of: number;
}

/** The number of levels of a set of factors, and of pairs of levels of different factors, without the valid ones. */
export function possible(factors: readonly Factor[]): { readonly levels: number; readonly pairs: number } {
  const sizes = factors.map((factor) => deviating(factor).length);
  const levels = sizes.reduce((sum, size) => sum + size, 0);
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  return { levels, pairs: (levels * levels - squares) / 2 };
}

const calls = Object.keys(allFactors) as CallId[];

/** Every level of every call except the valid ones, in the order of the model, which only a new version changes. */
const numbers = once((): ReadonlyMap<ChosenLevel, number> => {
  const chosen = calls.flatMap((call) =>
    allFactors[call].flatMap((factor) =>
      deviating(factor).map(({ id }) => deviationsOf(call, { [factor.id]: id })[0]!),
    ),
  );
  return new Map(chosen.map((each, index) => [each, index]));
});

/** The programs of several requests that never change, in the order of their numbers. */
const listed = once((): readonly Program[] => [...histories, ...atOnce]);
const listedNumbers = once(
  (): ReadonlyMap<string, number> => new Map(listed().map((program, index) => [programId(program), index])),
);

/** Identifies the lists of levels and programs, so that numbers of other lists are not mistaken for these. */
const listName = once((): string => {
  const names = calls.flatMap((call) =>
    allFactors[call].flatMap((factor) => deviating(factor).map(({ id }) => `${call}:${factor.id}=${id}`)),
  );
  return `sha256:${createHash('sha256')
    .update([...names, ...listed().map(programId)].join('\n'))
    .digest('hex')
    .slice(0, 16)}`;
});

const levelNumbers = ({ call, choice }: Step): number[] =>
  deviationsOf(call, choice).map((chosen) => numbers().get(chosen)!);

/** The pairs of these levels, which must be in the order of the model. */
const pairNumbers = (levels: readonly number[]): number[] =>
  levels.flatMap((level, at) => levels.slice(at + 1).map((next) => pairOf(level, next)));

/** Records which levels and pairs were sent in one request, and which programs of several requests were sent. */
export class Coverage {
  /** One byte for each level and each pair. */
  readonly #levels = new Uint8Array(numbers().size);
  readonly #pairs = new Uint8Array(pairOf(0, numbers().size));
  #levelCount = 0;
  #pairCount = 0;
  readonly #listed = new Uint8Array(listed().length);

  /** @param factors what a run can send */
  constructor(readonly factors: Factors) {}

  add(program: Program): void {
    const listedAt = partOf(program) === 'pairs' ? undefined : listedNumbers().get(programId(program));
    if (listedAt !== undefined) this.#listed[listedAt] = 1;
    for (const each of program.steps) {
      const sent = levelNumbers(each);
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
    return coverageMap(listName(), { levels: this.#levels, pairs: this.#pairs, programs: this.#listed });
  }
}

/** The number of a pair of levels. The first level must have the smaller number. */
const pairOf = (small: number, large: number): number => (large * (large - 1)) / 2 + small;

/** How many documented requests a program sends, if it sends nothing else. Exploring sends many of them anyway. */
const documentedRequests = ({
  steps: [{ call, choice, count, together, relation, newConnection }, second],
}: Program) =>
  second || together || newConnection || relation !== undefined || deviationsOf(call, choice).length > 0
    ? undefined
    : count;

/** The program that an id names; `undefined` if the model no longer has one of its conditions. */
function knownProgram(id: string): Program | undefined {
  try {
    return readProgram(id);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/**
 * Whether a run explored the conditions of a program, so that the finding of the program would have occurred again: a
 * level or a pair in one request, or a program of several requests as a part of a longer one. Three or more levels are
 * rarely combined by chance: they count only if the run named the program.
 */
export function covers({ coverage, named = [], requests }: Explored, id: string): boolean {
  if (named.includes(id)) return true;
  const program = coverage?.factors === listName() ? knownProgram(id) : undefined;
  if (!coverage || !program) return false;
  const repeats = documentedRequests(program);
  if (repeats !== undefined) return requests >= repeats;
  if (partOf(program) !== 'pairs') {
    const sent = sentNumbers(coverage, 'programs');
    return listed().some((each, number) => sent.has(number) && includes(each, program));
  }
  const levels = levelNumbers(program.steps[0]);
  const [sentLevels, sentPairs] = [sentNumbers(coverage, 'levels'), sentNumbers(coverage, 'pairs')];
  return (
    levels.length <= 2 &&
    levels.every((level) => sentLevels.has(level)) &&
    pairNumbers(levels).every((pair) => sentPairs.has(pair))
  );
}
