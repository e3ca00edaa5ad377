import { randomInt } from 'node:crypto';

/**
 * The multiplier of a hash that rolls over a text; odd, so that no bit is lost. It is another one in each process, so that
 * no server can send texts whose hashes are all the same.
 */
const base = randomInt(2 ** 24, 2 ** 31) | 1;
/** Enough for some ten thousand windows: of other texts, one window in twenty is then looked up for nothing. */
const bitsLog = 20;

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
  /** A bit for each hash of a window, which tells most windows that are not in the set. */
  #bits: Uint8Array | undefined;

  constructor(readonly length: number) {}

  get size(): number {
    return this.#size;
  }

  add(text: string): void {
    if (text.length < this.length) return;
    this.#texts.push(text);
    this.#makeRoom(text.length);
    this.#bits ??= new Uint8Array(1 << (bitsLog - 3));
    const leaving = leavingFactor(this.length);
    let hash = hashOf(text, 0, this.length);
    for (let start = 0; ; start += 1) {
      const place = this.#placeOf(text, start, hash);
      if (this.#textOf[place] === 0) {
        this.#put(place, hash, this.#texts.length, start);
        this.#size += 1;
        const bit = hash >>> (32 - bitsLog);
        this.#bits[bit >>> 3]! |= 1 << (bit & 7);
      }
      if (start + this.length >= text.length) return;
      hash = rolled(hash, text, start, this.length, leaving);
    }
  }

  /** Whether the window of a text that starts there, and has this hash, is in the set. */
  has(text: string, start: number, hash: number): boolean {
    return this.mayHave(hash) && this.#textOf[this.#placeOf(text, start, hash)] !== 0;
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

  /** Whether a window of this hash may be in the set. */
  mayHave(hash: number): boolean {
    return this.#bits !== undefined && isSet(this.#bits, hash >>> (32 - bitsLog));
  }

  /** Whether a window with one of these hashes, as `windowHashes` gives them, is in the set. */
  hasAnyHash(hashes: Int32Array): boolean {
    for (let index = 0; index < hashes.length; index += 1) {
      const hash = hashes[index]!;
      if (this.mayHave(hash) && this.#hasHash(hash)) return true;
    }
    return false;
  }

  #hasHash(hash: number): boolean {
    const last = this.#hashes.length - 1;
    for (let place = firstPlace(hash, last); this.#textOf[place] !== 0; place = (place + 1) & last)
      if (this.#hashes[place] === hash) return true;
    return false;
  }
}

const isSet = (bits: Uint8Array, place: number): boolean => (bits[place >>> 3]! & (1 << (place & 7))) !== 0;

/** Where the search for a hash starts in a table, by the last place of it. */
const firstPlace = (hash: number, last: number): number => (hash ^ (hash >>> 15)) & last;

/** The hashes of the windows of some texts, to look them up in sets of such windows again and again. */
export function windowHashes(texts: readonly string[], length: number): Int32Array {
  const windows = texts.map((text) => Math.max(0, text.length - length + 1));
  const hashes = new Int32Array(windows.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const [index, text] of texts.entries())
    for (let start = 0; start < windows[index]!; start += 1) {
      hashes[at] = hashOf(text, start, length);
      at += 1;
    }
  return hashes;
}

/** The hash of the window of a text that starts there. */
function hashOf(text: string, start: number, length: number): number {
  let hash = 0;
  for (let index = start; index < start + length; index += 1)
    hash = (Math.imul(hash, base) + text.charCodeAt(index)) | 0;
  return hash;
}

/** What the first character of a window counts in its hash. */
function leavingFactor(length: number): number {
  let factor = 1;
  for (let index = 1; index < length; index += 1) factor = Math.imul(factor, base);
  return factor;
}

/** The hash of the next window, from that of the one which starts here. */
const rolled = (hash: number, text: string, start: number, length: number, leaving: number): number =>
  (Math.imul(hash - Math.imul(text.charCodeAt(start), leaving), base) + text.charCodeAt(start + length)) | 0;

/** The stretches of a text that consist of windows of these sets, which have one length. */
export function stretchesIn(text: string, sets: readonly WindowSet[]): [start: number, end: number][] {
  const found: [number, number][] = [];
  const filled = sets.filter(({ size }) => size > 0);
  const length = filled[0]?.length ?? text.length + 1;
  if (text.length < length) return found;
  // Called for each character of a text.
  const isPart = (start: number, hash: number): boolean => {
    for (let index = 0; index < filled.length; index += 1) if (filled[index]!.has(text, start, hash)) return true;
    return false;
  };
  const isPartAt = (start: number): boolean =>
    start + length <= text.length && isPart(start, hashOf(text, start, length));
  const leaving = leavingFactor(length);
  let hash = hashOf(text, 0, length);
  let next = 0;
  for (let start = 0; ; start += 1) {
    if (start >= next && isPart(start, hash)) {
      next = start + length;
      while (isPartAt(next + 1 - length)) next += 1;
      found.push([start, next]);
    }
    if (start + length >= text.length) return found;
    hash = rolled(hash, text, start, length, leaving);
  }
}
