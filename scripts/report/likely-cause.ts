import { levelOrder } from '../judge/level';
import { once } from '../lib/once';
import { isCondition, isExplored, placesOf } from './explored-places';
import { type FaultGroup, type SymptomTable, unpackTable } from './symptom-table';
import { type Symptom, type SymptomaticCase, symptomsOf } from './symptoms';
import type { LikelyCause, RunReport } from './types';

/** Measured: above it a fault that is not in the table is seldom taken for another one that is not much like it. */
const leastFit = 0.7;
const mostCauses = 3;
/** Causes whose fits differ by less are equally likely. */
const sameFit = 0.001;
/** What came at all counts more than each place in which it came. */
const wholeWeight = 3;
/**
 * A server may differ in other ways too, so that symptoms beside those of a cause count less than missing ones; and
 * exploring finds the same fault in several ways, more of them in a longer run.
 */
const besideWeights = { cases: 0.3, explored: 0.1 } as const;
const levels: readonly string[] = levelOrder;
const levelWeights: Readonly<Record<string, number>> = { violation: 1, deviation: 0.5, warning: 0.2 };

interface Feature {
  readonly name: string;
  readonly level: string;
  readonly whole: boolean;
  /** Whether only exploring shows it. */
  explored: boolean;
  readonly places: Set<string>;
}

const unit = ({ place, rule, where }: Symptom): string => `${place} ${rule} ${where}`;

/** What patterns are compared by: which rule fails where, what comes there, and what comes in any place. */
function featuresOf(symptoms: readonly Symptom[]): ReadonlyMap<string, Feature> {
  const features = new Map<string, Feature>();
  for (const each of symptoms) {
    const { place, rule, where, level, came } = each;
    const names = [unit(each), `${unit(each)} ${level} ${came}`, ` ${rule} ${where} ${level} ${came}`];
    for (const [index, name] of names.entries()) {
      const known = features.get(name);
      if (known) {
        known.places.add(place);
        known.explored &&= isExplored(place);
      } else
        features.set(name, { name, level, whole: index === 2, explored: isExplored(place), places: new Set([place]) });
    }
  }
  return features;
}

/** The places where something could show in a run: those that were judged, and every explored one if anything was explored. */
function judgedPlaces(cases: readonly SymptomaticCase[]): (place: string) => boolean {
  const judged = cases.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'inconclusive');
  const places = new Set(judged.flatMap(({ id }) => placesOf(id)));
  const explored = judged.some(({ id }) => isExplored(id));
  return (place) => places.has(place) || (explored && isExplored(place));
}

/** The symptoms of the worst level. A case that got no response is as bad as a violation. */
function worstOf(symptoms: readonly Symptom[]): Symptom[] {
  const rank = ({ level }: Symptom): number => (level === 'none' ? 0 : levels.indexOf(level));
  const worst = Math.min(...symptoms.map(rank));
  return symptoms.filter((each) => rank(each) === worst);
}

/** What a run shows. */
class Shown {
  readonly features: ReadonlyMap<string, Feature>;
  readonly units: ReadonlySet<string>;
  readonly worst: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  /** What all of it weighs, if it is beside the symptoms of a cause. */
  readonly weight: number;

  constructor(symptoms: readonly Symptom[], weigh: (feature: Feature) => number) {
    this.features = featuresOf(symptoms);
    this.units = new Set(symptoms.map(unit));
    this.worst = new Set(worstOf(symptoms).map(unit));
    this.places = new Set(symptoms.map(({ place }) => place));
    this.weight = [...this.features.values()].reduce((sum, feature) => sum + weigh(feature), 0);
  }
}

interface Pattern {
  readonly cause: FaultGroup;
  readonly features: ReadonlyMap<string, Feature>;
  /** Its symptoms as they are compared. */
  readonly units: readonly (readonly [unit: string, place: string])[];
  /** Only exploring shows it. What the cases show of other faults was not explored. */
  readonly explored: boolean;
  /** The conditions under which it shows, of which a run has at least one. */
  readonly conditions: readonly string[];
}

/** Compares runs with causes. */
export class CauseFinder {
  readonly #patterns: readonly Pattern[];
  /** How many causes have a feature. */
  readonly #counts = new Map<string, number>();

  constructor(causes: readonly FaultGroup[]) {
    this.#patterns = causes.map((cause) => ({
      cause,
      features: featuresOf(cause.symptoms),
      units: cause.symptoms.map((symptom) => [unit(symptom), symptom.place] as const),
      explored: cause.symptoms.some(({ place }) => isExplored(place)),
      conditions: [...new Set(cause.symptoms.map(({ place }) => place).filter(isCondition))],
    }));
    for (const { features } of this.#patterns)
      for (const name of features.keys()) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Every cause that would explain some of the worst symptoms of a run, the best fit first. */
  rank(cases: readonly SymptomaticCase[]): LikelyCause[] {
    const symptoms = symptomsOf(cases);
    const weigh = (feature: Feature): number => this.#besideWeight(feature);
    const all = new Shown(symptoms, weigh);
    const byCases = new Shown(
      symptoms.filter(({ place }) => !isExplored(place)),
      weigh,
    );
    const isJudged = judgedPlaces(cases);
    return this.#patterns
      .flatMap((pattern) => this.#compare(pattern, pattern.explored ? all : byCases, isJudged) ?? [])
      .sort((one, other) => other.fit - one.fit);
  }

  #compare(pattern: Pattern, shown: Shown, isJudged: (place: string) => boolean): LikelyCause | undefined {
    const { cause, features, units, conditions } = pattern;
    const { faults, title } = cause;
    if (!units.some(([name]) => shown.worst.has(name))) return undefined;
    // The same effect under another condition is another fault.
    const judged = conditions.filter(isJudged);
    if (judged.length > 0 && !judged.some((place) => shown.places.has(place))) return undefined;
    let [common, missing] = [0, 0];
    let beside = shown.weight;
    for (const feature of features.values()) {
      if (![...feature.places].some(isJudged)) continue;
      const same = shown.features.get(feature.name);
      if (same) {
        common += this.#weight(feature);
        beside -= this.#besideWeight(same);
      } else missing += this.#weight(feature);
    }
    const wanted = new Set(units.flatMap(([name, place]) => (isJudged(place) ? [name] : [])));
    const matched = [...wanted].filter((each) => shown.units.has(each)).length;
    const fit = common === 0 ? 0 : common / (common + missing + beside);
    return { faults, title, matched, of: wanted.size, fit: Math.round(fit * 1000) / 1000 };
  }

  #besideWeight(feature: Feature): number {
    return this.#weight(feature) * besideWeights[feature.explored ? 'explored' : 'cases'];
  }

  /** As in tf-idf: what few causes show counts more. */
  #weight({ name, level, whole }: Feature): number {
    const rarity = Math.log(1 + this.#patterns.length / (this.#counts.get(name) ?? 1));
    return rarity * (levelWeights[level] ?? 1) * (whole ? wholeWeight : 1);
  }
}

/** The causes to name: those that fit well, unless too many fit equally well to tell them apart. */
export function worthNaming(ranked: readonly LikelyCause[]): LikelyCause[] {
  const good = ranked.filter(({ fit }) => fit >= leastFit);
  const best = good.filter(({ fit }) => fit > good[0]!.fit - sameFit);
  return best.length > mostCauses ? [] : good.slice(0, mostCauses);
}

/** The table is read when the first broken run ends. */
const finder = once(
  () => new CauseFinder(unpackTable(require('../../schemas/compiled/symptoms.json') as SymptomTable)),
);

/** The known faults that would explain something of a run, the best fit first. */
export const rankedCauses = (cases: readonly SymptomaticCase[]): LikelyCause[] => finder().rank(cases);

/** What a broken run looks like; `undefined` if no known fault fits well. */
export function likelyCause({ verdict, cases }: Pick<RunReport, 'verdict' | 'cases'>): LikelyCause[] | undefined {
  if (verdict !== 'broken') return undefined;
  const causes = worthNaming(rankedCauses(cases));
  return causes.length === 0 ? undefined : causes;
}
