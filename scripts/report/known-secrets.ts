import { plainCharacters } from '../lib/characters';
import { once } from '../lib/once';
import { isWordy, longestPlain } from './plain';
import { WindowFilter } from './window-filter';
import { stretchesIn, WindowSet } from './window-set';

/** In characters. What is longer, and has a part that is not a word, is hidden by its form alone. */
const longestLearned = 8192;
/** How many windows a generation has; of the older ones, one generation is kept. */
const windowsOfGeneration = 60_000;
/** How many windows of secrets are kept for good. A collection can name more secrets than anybody has. */
const windowsKept = 500_000;
/** How many characters of texts are watched. */
const longestWatched = 2 ** 18;
/** How many secrets wait until something is looked for. Most secrets of a long stream never are. */
const mostWaiting = 200;
/** How many characters these have together: more than the longest exchange of which secrets are learned. */
const longestWaiting = 2 ** 18;

/** In characters: fewer that a secret of words shares with a text are taken for words. */
const shortestWords = 16;

const windowLength = longestPlain + 1;

const foldedAway = /[^A-Za-z0-9]+/g;

const foldedPlain = (text: string): string => text.replace(foldedAway, '').toLowerCase();

/** What is left of each byte as a character: decoded bytes are most of the texts that are not ASCII. */
const foldedBytes = once((): readonly string[] =>
  Array.from({ length: 256 }, (_, byte) => foldedPlain(plainCharacters(String.fromCharCode(byte)))),
);

/** What is left of a text however it is set apart, in capitals, or in letters of other forms. */
function folded(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return foldedPlain(text);
  if (!/^[\0-\xff]*$/.test(text)) return foldedPlain(Array.from(text, plainCharacters).join(''));
  const bytes = foldedBytes();
  let left = '';
  for (let index = 0; index < text.length; index += 1) left += bytes[text.charCodeAt(index)]!;
  return left;
}

/** Where each character of a folded text was, which may have been two units long. */
function placesOfFolded(text: string): (readonly [start: number, end: number])[] {
  const places: [number, number][] = [];
  let index = 0;
  for (const written of text) {
    const { length } = plainCharacters(written).replace(foldedAway, '');
    for (let count = 0; count < length; count += 1) places.push([index, index + written.length]);
    index += written.length;
  }
  return places;
}

const reversed = (text: string): string => [...text].reverse().join('');
/** ROT47, which is its own inverse. */
const rotatedSigns = (text: string): string =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(((sign.charCodeAt(0) - 33 + 47) % 94) + 33));
const inJson = (text: string): Set<string> => new Set([text, JSON.stringify(text).slice(1, -1)]);
const rotated = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));

interface Generation {
  readonly exact: WindowSet;
  /** Parts of secrets that consist of words. Only long stretches of them are hidden. */
  readonly words: WindowSet;
  readonly folded: WindowSet;
  /** What kind of secret each whole one is. */
  readonly kinds: Map<string, string>;
}

/** What is shared by all generations: filters of their windows. */
class Filters {
  readonly #exact = new WindowFilter();
  readonly #folded = new WindowFilter();

  emptyGeneration(): Generation {
    const exact = new WindowSet(windowLength, this.#exact);
    const words = new WindowSet(windowLength, this.#exact);
    return { exact, words, folded: new WindowSet(windowLength, this.#folded), kinds: new Map() };
  }

  /** Forgets all windows that are not in these. */
  keepOnly(generations: readonly Generation[]): void {
    this.#exact.clear();
    this.#folded.clear();
    for (const { exact, words, folded: foldedParts } of generations)
      for (const set of [exact, words, foldedParts]) set.fillFilter();
  }
}

/** A part of a text that must not be shown. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
  /** For a whole secret, or for text that is hidden because of its form. */
  readonly label?: string;
}

/** Windows of texts in which nothing was found, as they are written and folded. */
interface Watched {
  readonly exact: WindowSet;
  readonly folded: WindowSet;
}

const nothingWatched = (): Watched => ({
  exact: new WindowSet(windowLength, new WindowFilter()),
  folded: new WindowSet(windowLength, new WindowFilter()),
});

/**
 * The secrets that are known, and how their parts are recognised. Those of the settings are kept; of those that were
 * seen in exchanges the latest are, so that memory is bounded whatever a server sends.
 */
export class KnownSecrets {
  readonly #filters = new Filters();
  readonly #own = this.#filters.emptyGeneration();
  #newer = this.#filters.emptyGeneration();
  #older = this.#filters.emptyGeneration();
  #sets = this.#setsOfAll();
  readonly #waiting = new Map<string, string>();
  #waitingLength = 0;
  #watched = nothingWatched();
  #watchedLength = 0;
  #changes = 0;

  /** @param labelFor what is shown in place of a whole secret; asked when it is shown */
  constructor(readonly labelFor: (kind: string, secret: string) => string) {}

  /** Keeps a secret of the settings. Every part of it is one, also if it is a word. What is too much is only learned. */
  keep(secret: string, kind: string): void {
    const { exact, folded: foldedParts, kinds } = this.#own;
    if (kinds.has(secret)) return;
    if (exact.size + foldedParts.size + 4 * secret.length > windowsKept) {
      this.learn(secret, kind);
      return;
    }
    kinds.set(secret, kind);
    for (const form of [secret, ...bytesOf(secret)]) {
      for (const text of [form, ...inJson(rotatedSigns(form))]) this.#add(exact, text, this.#watched.exact);
      const plain = folded(form);
      for (const text of [plain, reversed(plain), rotated(plain)]) this.#add(foldedParts, text, this.#watched.folded);
    }
  }

  /** Learns a secret of an exchange. What looks like a word of the language is not hidden because it is part of one. */
  learn(secret: string, kind: string): void {
    if (secret.length > longestLearned || this.#own.kinds.has(secret)) return;
    this.#dropWaiting(secret);
    // Most are the token of the requests before. If a generation ends, it must be in the next one too.
    if (this.#newer.kinds.get(secret) === kind && !this.#isFull()) return;
    this.#waiting.set(secret, kind);
    this.#waitingLength += secret.length;
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= mostWaiting && this.#waitingLength <= longestWaiting) break;
      this.#dropWaiting(oldest);
    }
  }

  #isFull(): boolean {
    const { exact, words, folded: others } = this.#newer;
    return exact.size + words.size + others.size > windowsOfGeneration;
  }

  #dropWaiting(secret: string): void {
    if (this.#waiting.delete(secret)) this.#waitingLength -= secret.length;
  }

  #setsOfAll() {
    const all = [this.#own, this.#newer, this.#older];
    return {
      exact: all.map(({ exact }) => exact),
      words: all.map(({ words }) => words),
      folded: all.map(({ folded: parts }) => parts),
    };
  }

  has(secret: string): boolean {
    return this.#waiting.has(secret) || [this.#own, this.#newer, this.#older].some(({ kinds }) => kinds.has(secret));
  }

  #takeIn(): void {
    if (this.#waiting.size === 0) return;
    // Once for all that wait: a response full of secrets must not push out the credentials of its own request.
    if (this.#isFull()) {
      this.#older = this.#newer;
      this.#newer = this.#filters.emptyGeneration();
      this.#filters.keepOnly([this.#own, this.#older]);
      this.#sets = this.#setsOfAll();
    }
    for (const [secret, kind] of this.#waiting) {
      const { exact, words, folded: foldedParts, kinds } = this.#newer;
      const wordy = isWordy(secret);
      const before = kinds.get(secret);
      kinds.set(secret, kind);
      this.#add(wordy ? words : exact, secret, this.#watched.exact);
      // Parts of it may have been known, but as a whole it has its own label, also if it consists of words.
      const isShownOtherwise = before !== kind && (wordy || before !== undefined);
      if (isShownOtherwise && stretchesIn(secret, [this.#watched.exact]).length > 0) this.#forgetWatched();
      if (wordy) continue;
      const plain = folded(secret);
      for (const text of [plain, reversed(plain)]) this.#add(foldedParts, text, this.#watched.folded);
    }
    this.#waiting.clear();
    this.#waitingLength = 0;
  }

  #add(parts: WindowSet, secret: string, watched: WindowSet): void {
    if (parts.add(secret, watched)) this.#forgetWatched();
  }

  #forgetWatched(): void {
    this.#watched = nothingWatched();
    this.#watchedLength = 0;
    this.#changes += 1;
  }

  /** How often something was learned that may be found in a text that was watched until then. */
  get changes(): number {
    this.#takeIn();
    return this.#changes;
  }

  /** Counts a change as soon as something is learned that `exactIn` or `foldedIn` would find in these texts. */
  watch(exact: readonly string[], foldable: readonly string[]): void {
    if (this.#watchedLength > longestWatched) this.#forgetWatched();
    for (const { length } of [...exact, ...foldable]) this.#watchedLength += length;
    for (const text of exact) this.#watched.exact.add(text);
    for (const text of foldable) this.#watched.folded.add(folded(text));
  }

  /** Where parts of known secrets are, as they were written. */
  exactIn(text: string): Hidden[] {
    this.#takeIn();
    const parts = stretchesIn(text, this.#sets.exact);
    const wordy = stretchesIn(text, this.#sets.words);
    if (parts.length === 0 && wordy.length === 0) return [];
    const hidden = ([start, end]: readonly [number, number]): Hidden => {
      const whole = text.slice(start, end);
      const kind = this.#own.kinds.get(whole) ?? this.#newer.kinds.get(whole) ?? this.#older.kinds.get(whole);
      return { start, end, ...(kind !== undefined && { label: this.labelFor(kind, whole) }) };
    };
    const long = wordy
      .map(hidden)
      .filter(({ start, end, label }) => label !== undefined || end - start >= shortestWords);
    return [...parts.map(hidden), ...long];
  }

  /** Where parts of known secrets are, set apart, reversed, in capitals or in other letters. */
  foldedIn(text: string): Hidden[] {
    this.#takeIn();
    const found = stretchesIn(folded(text), this.#sets.folded);
    if (found.length === 0) return [];
    const places = placesOfFolded(text);
    return found.map(([start, end]) => ({ start: places[start]![0], end: places[end - 1]![1] }));
  }
}

/** The bytes that a key in base64 stands for are as secret as its text. */
function bytesOf(secret: string): string[] {
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(secret)) return [];
  const bytes = Buffer.from(secret, 'base64');
  return [bytes.toString('latin1'), bytes.toString('hex')];
}
