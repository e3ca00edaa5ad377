import type { CallId } from '../../contract/model';
import { type Choice, isAllowed } from '../../contract/model/factors/compose';
import type { Factor, FactorLevel } from '../../contract/model/factors/draft';
import { hash32 } from '../../lib/seeded-random';
import {
  acceptedOnly,
  allowed,
  correlated,
  type Family,
  familiesOf,
  firstCall,
  isAccepted,
  isInTurn,
  isNeutral,
  isReference,
  isTelling,
  type Neutral,
  neutralOf,
  otherScheme,
  type Placed,
  placedOf,
  plainest,
  plainInTurn,
  type RowOptions,
} from './levels';
import { type Make, type PlanInput, shuffled } from './plan-input';
import { type Program, step } from './program';

const upTo = (count: number): number[] => [...Array(Math.max(0, count)).keys()];

const program = (call: CallId, choice: Choice, round: number): Program => ({ steps: [step(choice, { call })], round });

/** The plan of one call. */
export class CallPlan {
  /** The levels of each factor that can be combined with any other. */
  readonly #neutral: readonly Neutral[];
  readonly #neutralOf: ReadonlyMap<string, readonly FactorLevel[]>;
  readonly #orders = new Map<string, readonly FactorLevel[]>();
  readonly families: readonly Family[];
  readonly #ofFamilies: readonly Placed[];
  /** The number of neutral levels of the largest factor: in this many rows, each level occurs. */
  readonly longest: number;

  constructor(
    readonly call: CallId,
    readonly factors: readonly Factor[],
    readonly input: PlanInput,
  ) {
    this.#neutral = neutralOf(factors, (factor, level) => this.#isSolo(factor, level));
    this.#neutralOf = new Map(this.#neutral.map(({ factor, levels }) => [factor.id, levels]));
    // References have many more levels, which take turns.
    const sizes = this.#neutral.filter(({ factor }) => !isReference(factor)).map(({ levels }) => levels.length);
    this.longest = Math.max(...sizes);
    this.families = familiesOf(factors, input.seed);
    this.#ofFamilies = this.families.flatMap(({ levels }) => levels as readonly Placed[]);
  }

  #isSolo(factor: Factor, { id }: FactorLevel): boolean {
    const named = { factor: factor.id, level: id };
    // What is true of a header in one call is true in the others.
    return this.input.solo({ call: this.call, ...named }) || this.input.solo({ call: firstCall, ...named });
  }

  /** The levels of a factor in the order of a cycle, in which each occurs once. Factors of a `kind` share the order. */
  #order(id: string, levels: readonly FactorLevel[], cycle: string, kind = id): readonly FactorLevel[] {
    const key = `${id} ${cycle}`;
    const known = this.#orders.get(key) ?? shuffled(levels, this.input.seed ^ hash32(`${kind} ${cycle}`));
    this.#orders.set(key, known);
    return known;
  }

  /** A request with the fixed levels and neutral ones. Successive rows go through all neutral levels. */
  row(
    fixed: readonly Placed[],
    salt: string,
    at: number,
    { isFit = () => true, isFitLevel, alike = false }: RowOptions = {},
  ): Program {
    const chosen: Record<string, string> = {};
    for (const { factor, level } of fixed) chosen[factor.id] = level.id;
    const own: Choice = { ...chosen };
    const hidden = fixed.flatMap(({ level }) => level.hides ?? []);
    const isClear = ({ obscures = [] }: FactorLevel): boolean =>
      !obscures.some((id) => id in own || hidden.includes(id));
    for (const { factor, levels, obscuring } of this.#neutral) {
      const { id } = factor;
      if (id in own || hidden.includes(id)) continue;
      if (!isFit(factor)) continue;
      const isWanted = (level: FactorLevel): boolean => isClear(level) && (!isFitLevel || isFitLevel(level, factor));
      const wanted = (all: readonly FactorLevel[]) => (isFitLevel || obscuring ? all.filter(isWanted) : all);
      const { length } = wanted(levels);
      const kind = alike && isReference(factor) ? 'reference' : id;
      const level = wanted(this.#order(id, levels, `${salt} ${Math.floor(at / length)}`, kind))[at % length]!;
      if (level !== factor.levels[0]) chosen[id] = level.id;
    }
    return this.#composed(chosen, own, at);
  }

  /** Rows in which some levels take turns. */
  #rowsOf(levels: readonly Placed[], salt: string, count: number, options: RowOptions = {}, from = 0): Make[] {
    return upTo(count).map((at) => () => this.row([levels[at % levels.length]!], salt, from + at, options));
  }

  #composed(chosen: Choice, fixed: Choice, at: number): Program {
    const { call } = this;
    const bulky = Object.entries(chosen).filter(
      ([factor, level]) => !(factor in fixed) && this.input.bulky({ call, factor, level }),
    );
    if (bulky.length < 2) return program(call, allowed(call, chosen, fixed), at);
    const left: Record<string, string> = { ...chosen };
    for (const [index, [factor]] of bulky.entries()) if (index !== at % bulky.length) delete left[factor];
    return program(call, allowed(call, left, fixed), at);
  }

  /** Each level that may be accepted or not, with only a class of references, to see what the target does. */
  learning(learnt: Set<FactorLevel['change']>): Program[] {
    const unknown = placedOf(this.factors).filter(
      ({ level }) => isNeutral(level) && level.alone === 'open' && !learnt.has(level.change),
    );
    for (const { level } of unknown) learnt.add(level.change);
    return unknown.map((placed, at) => this.row([placed], 'learning', at, { isFit: isReference }));
  }

  /** Valid requests that contain every level that must be accepted. The target must not refuse any of them. */
  acceptedRows(): Make[] {
    const sizes = this.factors.map(({ levels }) => levels.filter(isAccepted).length);
    const rows = upTo(Math.max(...sizes));
    const alike = placedOf(this.factors).filter(({ level }) => isAccepted(level) && !isNeutral(level));
    return [
      ...[[], ...this.#otherAddresses().map((address) => [address])].flatMap((fixed) =>
        rows.map(
          (at) => () =>
            this.row(fixed, ['accepted', ...fixed.map(({ level }) => level.id)].join(' '), at, acceptedOnly),
        ),
      ),
      // References that belong together cannot be combined with other classes, so they are in none of the rows above.
      ...alike.map((placed, at) => () => this.row([placed], 'accepted together', at, acceptedOnly)),
    ];
  }

  /** The other addresses of the call: the target must accept there what it accepts at the first. */
  #otherAddresses(): Placed[] {
    return placedOf(this.factors).filter((one) => one.factor.id === 'exchange' && !this.#isSolo(one.factor, one.level));
  }

  /** Bad credentials of every kind at the other addresses of the call, which may have checks of their own. */
  refusedElsewhere(): Program[] {
    const bad = this.#ofFamilies.filter(({ factor: { id } }) => id !== 'path' && id !== 'method');
    return this.#otherAddresses().flatMap((address) => bad.flatMap((each) => this.both(each, address, 0)));
  }

  /** Requests without errors that change every factor at once. Each level occurs once. */
  neutralOnce(): Program[] {
    return upTo(this.longest).map((at) => this.row([], 'neutral', at));
  }

  /** What the target refuses by itself, in combinations: another call may accept it, and any call may fail on it. */
  refusedRows(options: RowOptions = {}): Make[] {
    return placedOf(this.factors)
      .filter(({ factor, level }) => isNeutral(level) && this.#isSolo(factor, level))
      .map((placed, at) => () => this.row([placed], 'refused', at, options));
  }

  /**
   * Rows that contain every pair of neutral levels, most of them in the first rows. Classes of references take turns.
   *
   * @param from the first row to make; a row does not depend on which others are made
   * @param to the row after the last one to make
   */
  neutralRows(from = 0, to = Number.POSITIVE_INFINITY): Make[] {
    const array = this.input.combinations[this.call];
    if (!array) return [];
    const columns = array.factors.map(({ id, levels }) => shuffled(levels, this.input.seed ^ hash32(id)));
    const inArray = new Set(array.factors.map(({ id }) => id));
    const others = this.#neutral.filter(({ factor }) => !inArray.has(factor.id));
    return array.rows.slice(from, to).map((row, place) => () => {
      const index = from + place;
      const chosen: Record<string, string> = {};
      for (const [at, { id }] of array.factors.entries()) {
        const level = columns[at]![row[at]!]!;
        if (this.#neutralOf.get(id)?.some((each) => each.id === level)) chosen[id] = level;
      }
      for (const { factor, levels } of others) {
        const cycle = Math.floor(index / levels.length);
        chosen[factor.id] = this.#order(factor.id, levels, `array ${cycle}`)[index % levels.length]!.id;
      }
      return this.#composed(chosen, {}, index);
    });
  }

  /** Each level at least once; from the second pass on, each telling family with each neutral level. */
  familyRows(pass: number): Make[] {
    return this.families.flatMap((family) => {
      const { name, levels } = family;
      const alone = pass === 0 ? levels.filter((placed) => isInTurn(placed, this.input.seed)) : levels;
      const rows = pass > 0 && isTelling(family) ? Math.max(alone.length, this.longest) : alone.length;
      const fit = pass === 0 && this.call === firstCall ? correlated : {};
      return this.#rowsOf(alone, `family ${name} ${pass}`, rows, fit);
    });
  }

  /** Each telling level that is in a full row, or in none, with a correlation id and at most two others. */
  thinRows(isInFull: boolean): Program[] {
    return this.families.filter(isTelling).flatMap((family) => {
      const { name, levels } = family;
      const scheme = otherScheme(family, this.factors);
      return levels.flatMap((placed, at) => {
        const { factor, level } = placed;
        if (this.#isSolo(factor, level) || isInTurn(placed, this.input.seed) !== isInFull) return [];
        const [one, other] = shuffled(this.factors, this.input.seed ^ hash32(`${name} ${factor.id} ${level.id}`));
        const isFit = (each: Factor): boolean => each === one || each === other || each.id === 'correlation';
        return [this.row([placed, ...scheme], `family ${name} 0`, levels.length + at, { ...correlated, isFit })];
      });
    });
  }

  #named(name: string): Placed | undefined {
    return this.#ofFamilies.find(({ factor, level }) => `${factor.id}=${level.id}` === name);
  }

  /**
   * The plainest levels that must be refused, each with each neutral level. What references have in common matters too:
   * in a row, all references that are not fixed are of the same class.
   *
   * @param areClasses whether to make the rows that only the classes of references need, or those before them
   */
  plainRows(areClasses: boolean): Make[] {
    const classes = Math.max(0, ...this.#neutral.map((each) => (isReference(each.factor) ? each.levels.length : 0)));
    return plainest[this.call].flatMap((name) => {
      const each = this.#named(name);
      if (!each) return [];
      const isOfMany = isReference(each.factor) || each.factor.id === 'credential';
      const [from, to] = areClasses ? [this.longest, isOfMany ? classes : 0] : [0, this.longest];
      return this.#rowsOf([each], `plain ${name}`, to - from, { alike: true }, from);
    });
  }

  /** Bad levels that take turns in the rows of one list, each list with each neutral level. */
  plainRowsInTurn(): Make[] {
    return plainInTurn[this.call].flatMap((names, index) => {
      const levels = names.flatMap((name) => this.#named(name) ?? []);
      return levels.length === 0 ? [] : this.#rowsOf(levels, `in turn ${index}`, this.longest, { alike: true });
    });
  }

  /** Two similar references, with a third that is wrong or a caller who must be refused. */
  wrongBesideEqual(): Program[] {
    const plain = plainest[this.call];
    const isWrong = (factor: Factor) => isReference(factor) || factor.id === 'credential';
    return this.#ofFamilies
      .filter(({ factor, level }) => factor.id === 'references' && level.alone === 'accepted')
      .flatMap((equal) =>
        this.#ofFamilies
          .filter(({ factor, level }) => isWrong(factor) && plain.includes(`${factor.id}=${level.id}`))
          .flatMap((wrong) => this.both(equal, wrong, 0)),
      );
  }

  /** Each level that must be refused, with each neutral level. */
  levelRows(): Make[] {
    return this.#ofFamilies.flatMap((each) => this.#rowsOf([each], `${each.factor.id}=${each.level.id}`, this.longest));
  }

  /** The levels that hide the effect of others: those that must be refused, and those that the target refuses. */
  hiding(): Placed[] {
    return placedOf(this.factors).filter(({ factor, level }) => !this.#neutralOf.get(factor.id)!.includes(level));
  }

  /** A request with two levels, if both can be in one request. */
  both(one: Placed, other: Placed, at: number): Program[] {
    if (one.factor === other.factor) return [];
    const choice = { [one.factor.id]: one.level.id, [other.factor.id]: other.level.id };
    return isAllowed(this.call, choice) ? [program(this.call, choice, at)] : [];
  }

  /** Each level that must be refused, fixed in every row of the array: more than a hundred thousand programs. */
  *triples(): Generator<Program> {
    const rows = this.neutralRows().map((make) => make());
    for (const { factor, level } of this.#ofFamilies) {
      const fixed = { [factor.id]: level.id };
      for (const { steps, round } of rows)
        yield program(this.call, allowed(this.call, { ...steps[0].choice, ...fixed }, fixed), round);
    }
  }
}
