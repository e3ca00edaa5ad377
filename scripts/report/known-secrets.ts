import { isWordy, longestPlain } from './plain';

/** In characters. What is longer, and has a part that is no word, is hidden by its form alone. */
const longestLearned = 8192;
/** How many windows a generation has; of the older ones, one generation is kept. */
const windowsOfGeneration = 60_000;
/** How many secrets wait until something is looked for. Most secrets of a long stream never are. */
const mostWaiting = 200;

/** In characters: fewer that a secret of words shares with a text are taken for words. */
const shortestWords = 16;

const windowLength = longestPlain + 1;

function* windowsOf(text: string): Generator<string> {
  for (let end = windowLength; end <= text.length; end += 1) yield text.slice(end - windowLength, end);
}

/** A text without signs and in lower case, and where each of its characters was. */
interface Folded {
  readonly text: string;
  readonly at: readonly number[];
}

/** What is left of a text however it is set apart, in capitals, or in letters of other forms (full width, bold). */
function folded(text: string): Folded {
  let shown = '';
  const at: number[] = [];
  let index = 0;
  for (const written of text) {
    const character = written < '\u0080' ? written : written.normalize('NFKD')[0]!;
    if (/[A-Za-z0-9]/.test(character)) {
      shown += character.toLowerCase();
      at.push(index);
    }
    index += written.length;
  }
  return { text: shown, at };
}

const reversed = (text: string): string => [...text].reverse().join('');
const rotated = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));

interface Generation {
  readonly exact: Set<string>;
  /** Parts of secrets that consist of words. Only long stretches of them are hidden. */
  readonly words: Set<string>;
  readonly folded: Set<string>;
  /** What is shown in place of a whole secret. */
  readonly labels: Map<string, string>;
}

const emptyGeneration = (): Generation => ({
  exact: new Set(),
  words: new Set(),
  folded: new Set(),
  labels: new Map(),
});

/** A part of a text that must not be shown. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
  /** For a whole secret, or for text that is hidden because of its form. */
  readonly label?: string;
}

/**
 * The secrets that are known, and how their parts are recognised. Those of the settings are kept; of those that were
 * seen in exchanges the latest are, so that memory is bounded whatever a server sends.
 */
export class KnownSecrets {
  readonly #own = emptyGeneration();
  #newer = emptyGeneration();
  #older = emptyGeneration();
  readonly #waiting = new Map<string, string>();

  /** Keeps a secret of the settings. Every part of it is one, also if it is a word. */
  keep(secret: string, label: string): void {
    const { exact, folded: foldedParts, labels } = this.#own;
    if (labels.has(secret)) return;
    labels.set(secret, label);
    for (const form of [secret, ...bytesOf(secret)]) {
      for (const part of windowsOf(form)) exact.add(part);
      const plain = folded(form).text;
      for (const text of [plain, reversed(plain), rotated(plain)])
        for (const part of windowsOf(text)) foldedParts.add(part);
    }
  }

  /** Learns a secret of an exchange. What looks like a word of the language is not hidden because it is part of one. */
  learn(secret: string, label: string): void {
    if (secret.length > longestLearned || this.#own.labels.has(secret)) return;
    this.#waiting.delete(secret);
    this.#waiting.set(secret, label);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > mostWaiting && oldest !== undefined) this.#waiting.delete(oldest);
  }

  has(secret: string): boolean {
    return this.#waiting.has(secret) || [this.#own, this.#newer, this.#older].some(({ labels }) => labels.has(secret));
  }

  #takeIn(): void {
    for (const [secret, label] of this.#waiting) {
      if (this.#newer.exact.size + this.#newer.words.size + this.#newer.folded.size > windowsOfGeneration) {
        this.#older = this.#newer;
        this.#newer = emptyGeneration();
      }
      const { exact, words, folded: foldedParts, labels } = this.#newer;
      labels.set(secret, label);
      const wordy = isWordy(secret);
      for (const part of windowsOf(secret)) (wordy ? words : exact).add(part);
      if (wordy) continue;
      const plain = folded(secret).text;
      for (const part of windowsOf(plain)) foldedParts.add(part);
      for (const part of windowsOf(reversed(plain))) foldedParts.add(part);
    }
    this.#waiting.clear();
  }

  /** Where parts of known secrets are, as they were written. */
  exactIn(text: string): Hidden[] {
    this.#takeIn();
    const isPart = (part: string) =>
      this.#own.exact.has(part) || this.#newer.exact.has(part) || this.#older.exact.has(part);
    const isWords = (part: string) => this.#newer.words.has(part) || this.#older.words.has(part);
    const labelOf = (whole: string) =>
      this.#own.labels.get(whole) ?? this.#newer.labels.get(whole) ?? this.#older.labels.get(whole);
    const found = (isKnown: (part: string) => boolean): Hidden[] =>
      spans(text, isKnown).map(([start, end]) => {
        const label = labelOf(text.slice(start, end));
        return { start, end, ...(label !== undefined && { label }) };
      });
    const wordy = this.#newer.words.size || this.#older.words.size ? found(isWords) : [];
    const long = wordy.filter(({ start, end, label }) => label !== undefined || end - start >= shortestWords);
    return [...found(isPart), ...long];
  }

  /** Where parts of known secrets are, set apart, reversed, in capitals or in other letters. */
  foldedIn(text: string): Hidden[] {
    this.#takeIn();
    const [own, newer, older] = [this.#own.folded, this.#newer.folded, this.#older.folded];
    if (!own.size && !newer.size && !older.size) return [];
    const plain = folded(text);
    const isPart = (part: string) => own.has(part) || newer.has(part) || older.has(part);
    return spans(plain.text, isPart).map(([start, end]) => ({ start: plain.at[start]!, end: plain.at[end - 1]! + 1 }));
  }
}

/** The bytes that a key in base64 stands for are as secret as its text. */
function bytesOf(secret: string): string[] {
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(secret)) return [];
  const bytes = Buffer.from(secret, 'base64');
  return [bytes.toString('latin1'), bytes.toString('hex')];
}

/** The stretches of a text that consist of parts. */
function spans(text: string, isPart: (window: string) => boolean): [start: number, end: number][] {
  const found: [number, number][] = [];
  for (let end = windowLength; end <= text.length; end += 1) {
    const start = end - windowLength;
    if (!isPart(text.slice(start, end))) continue;
    while (isPart(text.slice(end - longestPlain, end + 1))) end += 1;
    found.push([start, end]);
    end += longestPlain;
  }
  return found;
}
