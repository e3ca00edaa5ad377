import { matches } from '../lib/matches';
import { once } from '../lib/once';
import type { Decoded } from './decoded';

/** Fewer characters are not a part of a secret that must be hidden. */
const fewest = 9;
/** In characters, between two of them: the name of a field may be there. */
const widestGap = 40;
/** In characters. Longer parts are found by themselves, in most texts. */
const longestPiece = 4;
/** In characters: what stands right before one tells the values of fields, lines or tags from their names and numbers. */
const longestMark = 4;

interface Places {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function placesOf(text: string, pattern: RegExp): Places {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: found, index } of matches(text, pattern)) {
    starts.push(index);
    ends.push(index + found.length);
  }
  return { starts, ends };
}

interface Alike {
  readonly places: readonly number[];
  /** Nothing was left out of it. */
  readonly isWhole: boolean;
}

/** The places that follow the same signs, in their order: all of them, every first, and every second. */
function* alike(text: string, { starts, ends }: Places): Generator<Alike> {
  const byMark = new Map<string, number[]>();
  for (const [at, start] of starts.entries()) {
    const from = Math.max(at > 0 ? ends[at - 1]! : 0, start - 4 * longestMark);
    const mark = text.slice(from, start).replace(/\s+/g, ' ').slice(-longestMark);
    const list = byMark.get(mark);
    if (list) list.push(at);
    else byMark.set(mark, [at]);
  }
  for (const list of byMark.values()) {
    if (list.length < 3) continue;
    yield { places: list, isWhole: true };
    for (const odd of [0, 1]) yield { places: list.filter((_, index) => index % 2 === odd), isWhole: false };
  }
}

/** The parts of a list between which there is no wide gap and none that a test refuses. */
function* stretches(
  { starts, ends }: Places,
  list: readonly number[],
  mayFollow: (at: number, before: number) => boolean,
): Generator<readonly number[]> {
  let stretch: number[] = [];
  for (const at of list) {
    const last = stretch.at(-1);
    if (last === undefined || starts[at]! - ends[last]! > widestGap || !mayFollow(at, last)) {
      if (stretch.length > 1) yield stretch;
      stretch = [];
    }
    stretch.push(at);
  }
  if (stretch.length > 1) yield stretch;
}

/** A number that stands for a byte may have zeros before it. */
const number = /\d[0-9A-Fa-f]{0,9}/g;
const digitsOf: readonly (readonly [base: number, digits: RegExp])[] = [
  [16, /^[0-9A-Fa-f]{1,8}$/],
  [10, /^\d{1,7}$/],
  [8, /^[0-7]{1,7}$/],
  [2, /^(?:0b)?[01]{6,8}$/i],
];

const characters = once((): readonly string[] => Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)));

/** The character of a byte that is written in this base, or nothing if it is not a byte. */
function characterIn(written: string, [base, digits]: (typeof digitsOf)[number]): string | undefined {
  if (!digits.test(written)) return undefined;
  return characters()[Number.parseInt(base === 2 ? written.replace(/^0b/i, '') : written, base)] ?? '';
}

/**
 * Numbers of bytes in any notation: whatever is before, after and between them, and in any base. If they follow each
 * other regularly, they are a notation; if not, they are compared only.
 */
export function* byteNumbersIn(text: string): Generator<Decoded> {
  const places = placesOf(text, number);
  const { starts, ends } = places;
  if (starts.length < fewest) return;
  const written = starts.map((start, at) => text.slice(start, ends[at]!));
  const lists = [...alike(text, places)];
  for (const base of digitsOf) {
    const read = written.map((each) => characterIn(each, base));
    if (read.join('').length < fewest) continue;
    const together = (stretch: readonly number[]): Decoded => ({
      start: starts[stretch[0]!]!,
      end: ends[stretch.at(-1)!]!,
      text: stretch.map((at) => read[at] ?? '').join(''),
    });
    for (const { places: list, isWhole } of lists) {
      if (!isWhole) continue;
      for (const stretch of stretches(places, list, (at, before) => at - before <= 2)) {
        const whole = withFirst(places, stretch);
        if (whole.length >= fewest && whole.every((at) => read[at] !== undefined)) yield together(whole);
      }
    }
    for (const list of [...lists.map((each) => each.places), starts.map((_, at) => at)])
      for (const stretch of stretches(places, list, () => true))
        if (stretch.length >= fewest) yield { ...together(stretch), comparedOnly: true };
  }
}

/** Before the first one of a list, there is something else than before the others. */
function withFirst({ starts, ends }: Places, stretch: readonly number[]): readonly number[] {
  const [one, next] = stretch as readonly [number, number];
  const first = one - (next - one);
  return first >= 0 && starts[one]! - ends[first]! <= widestGap ? [first, ...stretch] : stretch;
}

/** Short pieces of letters and digits with others between them, such as the values of many fields. */
export function* piecesIn(text: string): Generator<Decoded> {
  const places = placesOf(text, /[0-9A-Za-z]+/g);
  const { starts, ends } = places;
  const isShort = (at: number): boolean => ends[at]! - starts[at]! <= longestPiece;
  if (starts.filter((_, at) => isShort(at)).length < 3) return;
  for (const { places: list } of alike(text, places))
    for (const stretch of stretches(places, list, (at, before) => isShort(at) && isShort(before))) {
      const together = stretch.map((at) => text.slice(starts[at]!, ends[at]!)).join('');
      if (together.length >= fewest)
        yield { start: starts[stretch[0]!]!, end: ends[stretch.at(-1)!]!, text: together, comparedOnly: true };
    }
}
