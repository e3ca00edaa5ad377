import type { WindowFilter } from './window-filter';
import { hashOf, leavingFactor, rolled } from './window-hash';

/** How full a table of windows may be: at twice as many places as windows, most are found at the first. */
const placesPerWindow = 2;

/**
 * The windows of some texts: all their parts of one length. They are found by their hashes in a table that tells where
 * each is in the texts, so that no text is made of a window.
 */
export class WindowSet {
  readonly #texts: string[] = [];
  /** For each place: the hash of its window, the number of its text from 1 on (0: the place is free), and its start. */
  #hashes = new Int32Array(0);
  #textOf = new Int32Array(0);
  #startOf = new Int32Array(0);
  #size = 0;

  /**
   * @param length of a window, in characters
   * @param filter knows the windows of this set, and may know those of others
   */
  constructor(
    readonly length: number,
    readonly filter: WindowFilter,
  ) {}

  get size(): number {
    return this.#size;
  }

  /**
   * Adds all windows of a text.
   *
   * @returns whether one of them was not here before, and is in the other set
   */
  add(text: string, other?: WindowSet): boolean {
    if (text.length < this.length) return false;
    let isInOther = false;
    this.#makeRoom(text.length);
    // A text without new windows is not kept.
    let isKept = false;
    const leaving = leavingFactor(this.length);
    let hash = hashOf(text, 0, this.length);
    for (let start = 0; ; start += 1) {
      const place = this.#placeOf(text, start, hash);
      if (this.#textOf[place] === 0) {
        if (!isKept) this.#texts.push(text);
        isKept = true;
        this.#put(place, hash, this.#texts.length, start);
        this.#size += 1;
        this.filter.add(hash);
        isInOther ||= other?.has(text, start, hash) === true;
      }
      if (start + this.length >= text.length) return isInOther;
      hash = rolled(hash, text, start, this.length, leaving);
    }
  }

  /** Whether the window of a text that starts there, and has this hash, is in the set. */
  has(text: string, start: number, hash: number): boolean {
    return this.#size > 0 && this.filter.has(hash) && this.#textOf[this.#placeOf(text, start, hash)] !== 0;
  }

  /** Tells the filter all windows again, after it was cleared. */
  fillFilter(): void {
    for (let place = 0; place < this.#hashes.length; place += 1)
      if (this.#textOf[place] !== 0) this.filter.add(this.#hashes[place]!);
  }

  /** Where a window is in the table, or the free place where it would be put. */
  #placeOf(text: string, start: number, hash: number): number {
    const last = this.#hashes.length - 1;
    for (let place = firstPlace(hash, last); ; place = (place + 1) & last) {
      const known = this.#textOf[place]!;
      if (known === 0) return place;
      if (this.#hashes[place] === hash && this.#isEqual(text, start, this.#texts[known - 1]!, this.#startOf[place]!))
        return place;
    }
  }

  #isEqual(one: string, oneStart: number, other: string, otherStart: number): boolean {
    for (let index = 0; index < this.length; index += 1)
      if (one.charCodeAt(oneStart + index) !== other.charCodeAt(otherStart + index)) return false;
    return true;
  }

  #put(place: number, hash: number, text: number, start: number): void {
    this.#hashes[place] = hash;
    this.#textOf[place] = text;
    this.#startOf[place] = start;
  }

  #makeRoom(more: number): void {
    let places = Math.max(256, this.#hashes.length);
    while (places < placesPerWindow * (this.#size + more)) places *= 2;
    if (places === this.#hashes.length) return;
    const [hashes, textOf, startOf] = [this.#hashes, this.#textOf, this.#startOf];
    this.#hashes = new Int32Array(places);
    this.#textOf = new Int32Array(places);
    this.#startOf = new Int32Array(places);
    for (let old = 0; old < hashes.length; old += 1) {
      if (textOf[old] === 0) continue;
      const place = this.#placeOf(this.#texts[textOf[old]! - 1]!, startOf[old]!, hashes[old]!);
      this.#put(place, hashes[old]!, textOf[old]!, startOf[old]!);
    }
  }
}

/** Where the search for a hash starts in a table, by the last place of it. */
const firstPlace = (hash: number, last: number): number => (hash ^ (hash >>> 15)) & last;

const nothing: readonly (readonly [start: number, end: number])[] = [];

/** The stretches of a text that consist of windows of these sets, which have one length and one filter. */
export function stretchesIn(
  text: string,
  sets: readonly WindowSet[],
): readonly (readonly [start: number, end: number])[] {
  const first = sets.find(({ size }) => size > 0);
  if (first === undefined || text.length < first.length) return nothing;
  const { length, filter } = first;
  // Most texts have nothing of a secret.
  const from = filter.firstIn(text, length);
  if (from < 0) return nothing;
  const found: [number, number][] = [];
  const isPart = (start: number, hash: number): boolean => sets.some((set) => set.has(text, start, hash));
  const isPartAt = (start: number): boolean =>
    start + length <= text.length && isPart(start, hashOf(text, start, length));
  const leaving = leavingFactor(length);
  let hash = hashOf(text, from, length);
  let next = from;
  for (let start = from; ; start += 1) {
    if (start >= next && filter.has(hash) && isPart(start, hash)) {
      next = start + length;
      while (isPartAt(next + 1 - length)) next += 1;
      found.push([start, next]);
    }
    if (start + length >= text.length) return found;
    hash = rolled(hash, text, start, length, leaving);
  }
}
