import { groupBy } from '../lib/group-by';
import { lowerFirst } from '../lib/sentence';
import type { Symptom } from './symptoms';

/** Faults that cannot be told apart, and what a server with any of them shows. */
export interface FaultGroup {
  /** The ids of the faults in the sandbox. */
  readonly faults: readonly string[];
  /** What the server does, to be read after "the target". */
  readonly title: string;
  readonly symptoms: readonly Symptom[];
}

/** `schemas/compiled/symptoms.json`: each text once, and places as ranges. */
export interface SymptomTable {
  readonly places: readonly string[];
  /** What is wrong in a place: rule, level, where, observed. */
  readonly kinds: readonly (readonly [rule: string, level: string, where: string, observed: string])[];
  /** Sets of places as ranges of their positions: `0-12 15`. */
  readonly sets: readonly string[];
  readonly causes: readonly {
    readonly faults: readonly string[];
    readonly title: string;
    /** Pairs of positions: in `kinds` and in `sets`. */
    readonly shows: readonly (readonly [kind: number, set: number])[];
  }[];
}

/** Gives each distinct text its position. */
class Positions {
  readonly texts: string[] = [];
  readonly #positions = new Map<string, number>();

  of(text: string): number {
    const known = this.#positions.get(text);
    if (known !== undefined) return known;
    this.#positions.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

function rangesOf(positions: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const position of [...positions].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range !== undefined && position <= range[1] + 1) range[1] = position;
    else ranges.push([position, position]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(' ');
}

function positionsIn(ranges: string): number[] {
  return ranges.split(' ').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** The table of these causes. Places get their positions in the order given, so that neighbours make ranges. */
export function packTable(causes: readonly FaultGroup[], order: readonly string[]): SymptomTable {
  const known = new Set(causes.flatMap(({ symptoms }) => symptoms.map(({ place }) => place)));
  const places = [...new Set([...order, ...[...known].sort()])].filter((place) => known.has(place));
  const positionOf = new Map(places.map((place, position) => [place, position]));
  const kinds = new Positions();
  const sets = new Positions();
  const packed = causes.map(({ faults, title, symptoms }) => {
    const byKind = groupBy(symptoms, ({ rule, level, where, observed }) =>
      kinds.of(JSON.stringify([rule, level, where, observed])),
    );
    const setOf = (own: readonly Symptom[]) => sets.of(rangesOf(own.map(({ place }) => positionOf.get(place)!)));
    return { faults, title, shows: [...byKind].map(([kind, own]) => [kind, setOf(own)] as const) };
  });
  return { places, kinds: kinds.texts.map((text) => JSON.parse(text)), sets: sets.texts, causes: packed };
}

/** The causes that a table holds. */
export function unpackTable({ places, kinds, sets, causes }: SymptomTable): FaultGroup[] {
  const placesOf = sets.map((ranges) => positionsIn(ranges).map((position) => places[position]!));
  return causes.map(({ faults, title, shows }) => ({
    faults,
    title,
    symptoms: shows.flatMap(([kind, set]) => {
      const [rule, level, where, observed] = kinds[kind]!;
      return placesOf[set]!.map((place) => ({ place, rule, level, where, observed }));
    }),
  }));
}

interface ShownFault {
  readonly id: string;
  readonly title: string;
  readonly symptoms: readonly Symptom[];
  /** It needs a condition. */
  readonly isConditional?: boolean;
}

/** What does not need a condition, if anything does not: the condition says nothing, as everything shows the same. */
function plainOf(members: readonly ShownFault[]): readonly ShownFault[] {
  const plain = members.filter(({ isConditional }) => !isConditional);
  return plain.length > 0 ? plain : members;
}

/** The faults as causes: one for those that show the same symptoms, none for those that show nothing. */
export function faultGroups(faults: readonly ShownFault[]): FaultGroup[] {
  const shown = faults.filter(({ symptoms }) => symptoms.length > 0);
  const keyOf = (symptoms: readonly Symptom[]) => [...new Set(symptoms.map((each) => JSON.stringify(each)))].sort();
  return [...groupBy(shown, ({ symptoms }) => keyOf(symptoms).join('\n')).values()].map((members) => ({
    faults: members.map(({ id }) => id),
    title: alternatives(plainOf(members).map(({ title }) => lowerFirst(title))),
    symptoms: members[0]!.symptoms,
  }));
}

const titlesNamed = 3;

function alternatives(titles: readonly string[]): string {
  const more = titles.length - titlesNamed;
  const named = titles.slice(0, titlesNamed).join(', or ');
  return more > 0 ? `${named}, or similar (${more} more)` : named;
}
