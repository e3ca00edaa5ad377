import type { CallId } from '../../contract/model';
import { type Choice, isAllowed } from '../../contract/model/factors/compose';
import type { Factor, Level } from '../../contract/model/factors/draft';
import { hash32, seededRandom } from '../../lib/seeded-random';
import type { Combinations } from './combinations';
import { type Program, step } from './program';

/** The factors of each call that can be explored, with the levels that the sources allow. */
export type Factors = Readonly<Partial<Record<CallId, readonly Factor[]>>>;

/** A level of a factor, where its ids alone matter. */
export interface Named {
  readonly call: CallId;
  readonly factor: string;
  readonly level: string;
}

/** What the plan of combinations is made from. */
export interface PlanInput {
  readonly factors: Factors;
  readonly seed: number;
  /** Levels that are only combined one at a time, because the target refuses each, or because they are large. */
  readonly solo: (named: Named) => boolean;
  readonly combinations: Combinations;
}

const program = (call: CallId, choice: Choice, round = 0): Program => ({ steps: [step(choice, { call })], round });

const references = ['customer-ref', 'order-ref', 'instruction-ref'];

/** Factors whose levels tell a bypass from a refusal; those of the references have most levels, and rotate. */
const isReference = ({ id }: Factor): boolean => references.includes(id);

/** The reference for which a class of values is tried, where one of the three is enough. */
const inRotation = (factor: Factor, { id }: Level, seed: number): boolean =>
  !isReference(factor) || factor.id === references[((hash32(id) ^ seed) >>> 0) % 3];

const deviating = ({ levels: [, ...others] }: Factor): readonly Level[] => others;

/** Every level by itself; of a class of references, by one of the three. */
export function singles({ factors, seed }: Pick<PlanInput, 'factors' | 'seed'>): Program[] {
  return callsOf(factors).flatMap(([call, own]) =>
    own.flatMap((factor) =>
      deviating(factor)
        .filter((level) => inRotation(factor, level, seed))
        .map(({ id }) => program(call, { [factor.id]: id })),
    ),
  );
}

const callsOf = (factors: Factors) => Object.entries(factors) as [CallId, readonly Factor[]][];

/** A choice without the levels that another level, or the chosen ones, leave nothing to change for. */
function allowed(call: CallId, choice: Choice, fixed: readonly string[]): Choice {
  let kept: Choice = choice;
  for (const id of Object.keys(choice)) {
    if (isAllowed(call, kept)) return kept;
    if (fixed.includes(id)) continue;
    const { [id]: _, ...others } = kept;
    kept = others;
  }
  return kept;
}

/** The levels of a factor that may stand beside any others. */
function neutral(call: CallId, factor: Factor, { solo }: PlanInput): Level[] {
  return factor.levels.filter(
    (level, index) =>
      index === 0 || (level.alone !== 'refused' && !level.hides && !solo({ call, factor: factor.id, level: level.id })),
  );
}

/** Each level that cannot stand beside all others, beside each neutral level of all other factors: so many rows of it. */
function fixedRows(
  call: CallId,
  own: readonly Factor[],
  input: PlanInput,
  { fixed: most, everyReference }: Depth,
): Program[] {
  const beside = own.map((factor) => ({ id: factor.id, levels: neutral(call, factor, input) }));
  const longest = Math.max(...beside.map(({ levels }) => levels.length));
  const fixed = own.flatMap((factor, index) =>
    deviating(factor)
      .filter((level) => !beside[index]!.levels.includes(level))
      .filter((level) => everyReference || inRotation(factor, level, input.seed))
      .map((level) => ({ factor, level })),
  );
  return [...Array(Math.min(longest, most)).keys()].flatMap((row) =>
    fixed.map(({ factor, level }, index) => {
      // Neighbours stand beside neighbours, so that one row holds each neutral level beside some of the fixed ones.
      const entries = beside.map(({ id, levels }) => {
        const at = (row + index + (hash32(id) ^ input.seed)) >>> 0;
        return [id, levels[at % levels.length]!.id] as const;
      });
      const choice = { ...Object.fromEntries(entries), [factor.id]: level.id };
      return program(call, allowed(call, choice, [factor.id]), row);
    }),
  );
}

/**
 * Rows in which every pair of neutral levels occurs: those of the covering array, and references in rotation.
 *
 * @param choose which of the rows to make
 */
function neutralRows(
  call: CallId,
  own: readonly Factor[],
  input: PlanInput,
  choose: <T>(rows: readonly T[]) => readonly T[] = (rows) => rows,
): Program[] {
  const array = input.combinations[call];
  if (!array) return [];
  const levels = new Map(own.map((factor) => [factor.id, neutral(call, factor, input)]));
  const others = own.filter(({ id }) => !array.factors.some((factor) => factor.id === id));
  return choose([...array.rows.entries()]).map(([index, row]) => {
    const choice: Record<string, string> = {};
    for (const [at, { id, levels: ids }] of array.factors.entries()) {
      const level = ids[row[at]!]!;
      if (levels.get(id)?.some((each) => each.id === level)) choice[id] = level;
    }
    const random = seededRandom(input.seed ^ hash32(`${call} ${index}`));
    for (const { id } of others) {
      const own = levels.get(id)!;
      choice[id] = own[Math.floor(random() * own.length)]!.id;
    }
    return program(call, allowed(call, choice, []), index);
  });
}

/** An order that depends on the seed alone. */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = seededRandom(seed ^ hash32('order'));
  const left = [...values];
  for (let at = left.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  return left;
}

/** How many rows of each kind are sent for a call: of the array, and for each level that is fixed. */
export interface Depth {
  readonly neutral: number;
  readonly fixed: number;
  /** Each class of values for all three references. */
  readonly everyReference: boolean;
}

/** The combinations of levels, as many as the depth says: which of them they are depends on the seed. */
export function pairs(input: PlanInput, depth: (call: CallId) => Depth): Program[] {
  return callsOf(input.factors).flatMap(([call, own]) => {
    const wanted = depth(call);
    const some = neutralRows(call, own, input, (rows) => shuffled(rows, input.seed).slice(0, wanted.neutral));
    return [...some, ...fixedRows(call, own, input, wanted)];
  });
}

/** The combinations of each fixed level with every row of the array, and of two levels that must be refused. */
export function triples(input: PlanInput): Program[] {
  return callsOf(input.factors).flatMap(([call, own]) => {
    const rows = neutralRows(call, own, input);
    const faulty = own.flatMap((factor) =>
      deviating(factor)
        .filter((level) => !neutral(call, factor, input).includes(level))
        .map((level) => ({ factor, level })),
    );
    const beside = faulty.flatMap(({ factor, level }) =>
      rows.map(({ steps: [{ choice }], round }) =>
        program(call, allowed(call, { ...choice, [factor.id]: level.id }, [factor.id]), round),
      ),
    );
    const both = faulty.flatMap((one, at) =>
      faulty
        .slice(at + 1)
        .filter(({ factor }) => factor !== one.factor)
        .map(({ factor, level }) => ({ [one.factor.id]: one.level.id, [factor.id]: level.id }))
        .filter((choice) => isAllowed(call, choice))
        .map((choice) => program(call, choice)),
    );
    return [...beside, ...both];
  });
}

/** A program that keeps only so many of its levels whose acceptance is open: a target may refuse each of them. */
export function thinned({ steps, round }: Program, factors: Factors, most: number): Program {
  const [{ call, choice }] = steps;
  let left = most;
  const entries = shuffled(Object.entries(choice), round).filter(([factor, id]) => {
    const own = factors[call]?.find((each) => each.id === factor);
    const open = own?.levels.find((level) => level.id === id)?.alone === 'open';
    left -= open ? 1 : 0;
    return !open || left >= 0;
  });
  return program(call, Object.fromEntries(entries), round);
}
