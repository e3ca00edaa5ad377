import { levelOrder } from '../judge/level';
import { once } from '../lib/once';
import { composedCauses } from './composed-cause';
import { isCondition, isExplored, placesOf } from './explored-places';
import { type FaultGroup, type SymptomTable, unpackTable } from './symptom-table';
import { type Symptom, type SymptomaticCase, symptomsOf } from './symptoms';
import type { CaseResult, LikelyCause, RunReport } from './types';

/** The least fit of a cause that is named. Measured: above it, an unknown fault is rarely mistaken for a different one. */
const leastFit = 0.7;
const mostCauses = 3;
/** Causes are equally likely if their fits differ by less than this. */
const sameFit = 0.001;
/** The weight of a response anywhere, compared with 1 for each place where it occurred. */
const wholeWeight = 3;
/**
 * The weights of additional symptoms, compared with 1 for a missing one. A server may also have other faults, and
 * exploring finds the same fault in several ways, the more the longer it runs.
 */
const extraWeights = { cases: 0.3, explored: 0.1 } as const;
const kinds = ['unit', 'response', 'whole'] as const;
const levels: readonly string[] = levelOrder;
const levelWeights: Readonly<Record<string, number>> = { violation: 1, deviation: 0.5, warning: 0.2 };

interface Feature {
  readonly name: string;
  /** `unit` of its symptoms. */
  readonly unit: string;
  readonly kind: 'unit' | 'response' | 'whole';
  readonly level: string;
  /** Whether only exploring shows it. */
  explored: boolean;
  readonly places: Set<string>;
}

const unit = ({ place, rule, where }: Symptom): string => `${place} ${rule} ${where}`;

/** A response anywhere. */
const wholeName = ({ rule, where, level, observed }: Symptom): string => ` ${rule} ${where} ${level} ${observed}`;

/** The features by which patterns are compared: which rule fails where, the response there, and the response anywhere. */
function featuresOf(symptoms: readonly Symptom[]): ReadonlyMap<string, Feature> {
  const features = new Map<string, Feature>();
  for (const each of symptoms) {
    const { place, level, observed } = each;
    const own = unit(each);
    const names = { unit: own, response: `${own} ${level} ${observed}`, whole: wholeName(each) } as const;
    for (const kind of kinds) {
      const name = names[kind];
      const known = features.get(name);
      if (known) {
        known.places.add(place);
        known.explored &&= isExplored(place);
      } else
        features.set(name, { name, unit: own, kind, level, explored: isExplored(place), places: new Set([place]) });
    }
  }
  return features;
}

/** Whether a run could have shown a symptom in a place: it was judged, or it is explored and the run explored anything. */
function judgedPlaces(cases: readonly SymptomaticCase[]): (place: string) => boolean {
  const judged = cases.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'inconclusive');
  const places = new Set(judged.flatMap(({ id }) => placesOf(id)));
  const explored = judged.some(({ id }) => isExplored(id));
  return (place) => places.has(place) || (explored && isExplored(place));
}

const isWithin = (conditions: readonly string[], places: ReadonlySet<string>): boolean =>
  conditions.length > 0 && conditions.every((each) => places.has(each));

/** The symptoms of the worst level. A case without a response is as bad as a violation. */
function worstOf(symptoms: readonly Symptom[]): Symptom[] {
  const rank = ({ level }: Symptom): number => (level === 'none' ? 0 : levels.indexOf(level));
  const worst = Math.min(...symptoms.map(rank));
  return symptoms.filter((each) => rank(each) === worst);
}

/** The symptoms of a run. */
class Shown {
  readonly features: ReadonlyMap<string, Feature>;
  readonly units: ReadonlySet<string>;
  readonly worst: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  /** The conditions of each explored program that fails. */
  readonly programs: readonly (readonly string[])[];
  /** The weight of all symptoms, if a cause has none of them. */
  readonly weight: number;

  constructor(symptoms: readonly Symptom[], ids: readonly string[], weigh: (feature: Feature) => number) {
    this.programs = ids.filter(isExplored).map((id) => placesOf(id).filter(isCondition));
    this.features = featuresOf(symptoms);
    this.units = new Set(symptoms.map(unit));
    this.worst = new Set(worstOf(symptoms).map(unit));
    this.places = new Set(symptoms.map(({ place }) => place));
    this.weight = [...this.features.values()].reduce((sum, feature) => sum + weigh(feature), 0);
  }
}

interface Pattern {
  readonly cause: FaultGroup;
  /** Made when it is compared: most causes have nothing in common with a run. */
  readonly features: () => ReadonlyMap<string, Feature>;
  /** The rule and place of each symptom. */
  readonly units: readonly (readonly [unit: string, place: string])[];
  /** Whether only exploring shows it. Then the symptoms of the contract's cases belong to other faults. */
  readonly explored: boolean;
  readonly places: ReadonlySet<string>;
  /** The conditions under which it occurs. A run with the fault shows at least one of them. */
  readonly conditions: readonly string[];
}

/** A known fault as the cause of a run. */
export interface RankedCause extends LikelyCause {
  /** Whether a failure needs no more conditions than the fault has. Otherwise it has another cause. */
  readonly isWhole: boolean;
}

/** Compares runs with causes. */
export class CauseFinder {
  readonly #patterns: readonly Pattern[];
  /** The causes that have each unit. */
  readonly #byUnit = new Map<string, Set<Pattern>>();
  /** How many causes have each feature, except those that `#byUnit` counts. */
  readonly #counts = new Map<string, number>();

  constructor(causes: readonly FaultGroup[]) {
    this.#patterns = causes.map((cause) => ({
      cause,
      features: once(() => featuresOf(cause.symptoms)),
      units: cause.symptoms.map((symptom) => [unit(symptom), symptom.place] as const),
      explored: cause.symptoms.some(({ place }) => isExplored(place)),
      places: new Set(cause.symptoms.map(({ place }) => place)),
      conditions: [...new Set(cause.symptoms.map(({ place }) => place))].filter(isCondition),
    }));
    for (const pattern of this.#patterns) {
      for (const [name] of pattern.units) {
        const known = this.#byUnit.get(name);
        if (known) known.add(pattern);
        else this.#byUnit.set(name, new Set([pattern]));
      }
      for (const name of new Set(pattern.cause.symptoms.map(wholeName)))
        this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
  }

  /** Every cause that explains some of the worst symptoms of a run, the best fit first. */
  rank(cases: readonly SymptomaticCase[]): RankedCause[] {
    const symptoms = symptomsOf(cases);
    const weigh = (feature: Feature): number => this.#extraWeight(feature);
    const failing = cases.filter((each) => symptomsOf([each]).length > 0).map(({ id }) => id);
    const all = new Shown(symptoms, failing, weigh);
    const byCases = new Shown(
      symptoms.filter(({ place }) => !isExplored(place)),
      failing,
      weigh,
    );
    const isJudged = judgedPlaces(cases);
    const possible = new Set([...all.worst, ...byCases.worst].flatMap((name) => [...(this.#byUnit.get(name) ?? [])]));
    return this.#patterns
      .filter((pattern) => possible.has(pattern))
      .flatMap((pattern) => this.#compare(pattern, pattern.explored ? all : byCases, isJudged) ?? [])
      .sort((one, other) => other.fit - one.fit);
  }

  #compare(pattern: Pattern, shown: Shown, isJudged: (place: string) => boolean): RankedCause | undefined {
    const { cause, features, units, conditions } = pattern;
    const { faults, title } = cause;
    if (!units.some(([name]) => shown.worst.has(name))) return undefined;
    // The same effect under another condition is a different fault.
    const judged = conditions.filter(isJudged);
    if (judged.length > 0 && !judged.some((place) => shown.places.has(place))) return undefined;
    const isWhole = judged.length === 0 || shown.programs.some((own) => isWithin(own, pattern.places));
    let [common, missing] = [0, 0];
    let extra = shown.weight;
    for (const feature of features().values()) {
      if (![...feature.places].some(isJudged)) continue;
      const same = shown.features.get(feature.name);
      if (same) {
        common += this.#weight(feature);
        extra -= this.#extraWeight(same);
      } else missing += this.#weight(feature);
    }
    const wanted = new Set(units.flatMap(([name, place]) => (isJudged(place) ? [name] : [])));
    const matched = [...wanted].filter((each) => shown.units.has(each)).length;
    const fit = common === 0 ? 0 : common / (common + missing + extra);
    return { faults, title, matched, of: wanted.size, fit: Math.round(fit * 1000) / 1000, isWhole };
  }

  #extraWeight(feature: Feature): number {
    return this.#weight(feature) * extraWeights[feature.explored ? 'explored' : 'cases'];
  }

  /** A feature of few causes counts more, as in tf-idf. */
  #weight(feature: Feature): number {
    const rarity = Math.log(1 + this.#patterns.length / Math.max(1, this.#countOf(feature)));
    return rarity * (levelWeights[feature.level] ?? 1) * (feature.kind === 'whole' ? wholeWeight : 1);
  }

  /** How many causes have a feature. */
  #countOf({ name, kind, unit: own }: Feature): number {
    const together = this.#byUnit.get(own) ?? new Set();
    if (kind === 'unit') return together.size;
    const known = this.#counts.get(name) ?? [...together].filter(({ features }) => features().has(name)).length;
    // A name that no cause has comes from the run, and must not outlive it.
    if (known > 0) this.#counts.set(name, known);
    return known;
  }
}

/** The causes that fit well; none if too many of them fit equally well. */
export function clearCauses<T extends LikelyCause>(ranked: readonly T[]): T[] {
  const good = ranked.filter(({ fit }) => fit >= leastFit);
  const best = good.filter(({ fit }) => fit > good[0]!.fit - sameFit);
  return best.length > mostCauses ? [] : good.slice(0, mostCauses);
}

/** Reads the table only when a run is broken. */
const knownFaults = once(() => unpackTable(require('../../schemas/compiled/symptoms.json') as SymptomTable));
const finder = once(() => new CauseFinder(knownFaults()));

/** The known faults that explain some symptoms of a run, the best fit first. */
export const rankedCauses = (cases: readonly SymptomaticCase[]): RankedCause[] => finder().rank(cases);

/** What a run looks like to someone who does not know one of the faults. */
export function causesWithout(fault: string, cases: readonly CaseResult[]): LikelyCause[] {
  const others = knownFaults().filter(({ faults }) => !faults.includes(fault));
  return causesOf(new CauseFinder(others).rank(cases), cases);
}

/** A known fault that fits as well as this is nearly always the right one: then nothing else is named. */
const sureFit = 0.9;

/**
 * What a run looks like: the known faults that fit it. If none is sure, first what its own failures have in common,
 * because a fault of another kind can resemble a known one.
 */
export function causesOf(ranked: readonly RankedCause[], cases: readonly CaseResult[]): LikelyCause[] {
  const clear = clearCauses(ranked);
  const known = clear.map(({ isWhole, ...cause }): LikelyCause => cause);
  if (clear.some(({ fit, isWhole }) => isWhole && fit >= sureFit)) return known;
  const composed = composedCauses(cases);
  // Of explored failures, what was sent says more than a fault that fits in part.
  const isExploredOnly = cases.every(({ id, verdict }) => isExplored(id) || verdict !== 'failed');
  if (composed.length > 0 && isExploredOnly) return composed.slice(0, mostCauses);
  return [...composed, ...known].slice(0, mostCauses);
}

/** What a broken run looks like; `undefined` if no known fault fits well, and its failures have nothing in common. */
export function likelyCause({ verdict, cases }: Pick<RunReport, 'verdict' | 'cases'>): LikelyCause[] | undefined {
  if (verdict !== 'broken') return undefined;
  const causes = causesOf(rankedCauses(cases), cases);
  return causes.length === 0 ? undefined : causes;
}
