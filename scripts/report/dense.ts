import { carriedBits } from '../lib/carried-bits';
import { matches } from '../lib/matches';
import { guids } from './plain';

/** In bits: words, numbers and short names with signs between them carry less together. */
const fewestBits = 60;
/** In bits: the most that may be left of a run of which the rest is hidden already, less than nine characters of a secret. */
const fewestBeside = 24;
/** In bits for each character: in base85 a character carries 3, in uuencode 1.5. */
const fewestEach = 1.2;
/** In characters. */
const shortestDense = 24;
/** Which share of the texts between the parts must differ, and the number that is always enough: lists repeat one. */
const fewestGaps = { share: 0.6, most: 8 };

interface Located {
  readonly start: number;
  readonly end: number;
}

/** A run without blanks in which no part is a word. */
export interface Wordless extends Located {
  /** The runs of letters and digits in it. */
  readonly parts: readonly Located[];
}

const unbroken = /[!-~]+/g;
const piece = /[0-9A-Za-z]+/g;
/** Random text has none: it ends a run, so that the words around a secret do not count. */
const longWord = /^[A-Z]?[a-z]{4,}$|^[A-Z]{5,}$/;
const isWord = (text: string): boolean => longWord.test(text) && carriedBits(text) <= 4;
/** What ends a value of JSON, of XML, or the type of a data URL: signs that random text hardly ever has in this order. */
const endOfValue = /"[:,]\\{0,3}"|<\/[A-Za-z][\w:.-]{0,80}>|;base64,/g;
/** A short name or number, or a part of a time: what is shorter than its signs says little. */
const isShort = (text: string): boolean => /^(?:[A-Z]?[a-z]?|[A-Z]{2}|\d*[TZ]?\d*Z?)$/.test(text);

const blank = (found: string): string => ' '.repeat(found.length);

/** The runs of letters, digits and signs between blanks, values, long words and ids. */
export function* wordlessIn(text: string, shortest: number): Generator<Wordless> {
  const values = text.replace(endOfValue, blank);
  // Where ids may not be shown, they are hidden already.
  const looked = text.includes('-') ? values.replace(guids, blank) : values;
  for (const { 0: whole, index: from } of matches(looked, unbroken)) {
    if (whole.length < shortest) continue;
    let start = from;
    let parts: Located[] = [];
    for (const { 0: part, index } of matches(whole, piece)) {
      const place = { start: from + index, end: from + index + part.length };
      if (!isWord(part)) {
        parts.push(place);
        continue;
      }
      if (place.start - start >= shortest) yield { start, end: place.start, parts };
      start = place.end;
      parts = [];
    }
    if (from + whole.length - start >= shortest) yield { start, end: from + whole.length, parts };
  }
}

/**
 * The runs of letters, digits and signs that could carry a secret although no part between two signs is long.
 *
 * @param hidden what is hidden already, in the order of the text
 */
export function denseIn(text: string, hidden: readonly Located[]): readonly Located[] {
  const found: Located[] = [];
  let next = 0;
  const isHidden = (start: number): boolean => {
    while (next < hidden.length && hidden[next]!.end <= start) next += 1;
    return next < hidden.length && hidden[next]!.start <= start;
  };
  for (const { start, parts } of wordlessIn(text, shortestDense)) {
    const end = parts.at(-1)?.end ?? start;
    let bits = 0;
    let beside = 0;
    const gaps = new Set<string>();
    for (const [at, part] of parts.entries()) {
      const written = text.slice(part.start, part.end);
      const own = isShort(written) ? 0 : carriedBits(written);
      bits += own;
      if (own > 0 && !isHidden(part.start)) beside += own;
      gaps.add(text.slice(at === 0 ? start : parts[at - 1]!.end, part.start));
    }
    const isVaried = gaps.size > Math.min(fewestGaps.most, parts.length * fewestGaps.share);
    if (isVaried && beside >= fewestBeside && bits >= Math.max(fewestBits, (end - start) * fewestEach))
      found.push({ start, end });
  }
  return found;
}
