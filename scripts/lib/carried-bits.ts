import { matches } from './matches';

/** The letters that follow each letter in 97 of 100 pairs of letters in English words and names. */
const followers: Readonly<Record<string, string>> = {
  a: 'abcdefghijklmnoprstuvwxyz',
  b: 'abeilorsuy',
  c: 'acdehiklorstuy',
  d: 'abdefghilmnorstuwy',
  e: 'abcdefghijklmnopqrstuvwxyz',
  f: 'aefilortu',
  g: 'aeghilmnorstuy',
  h: 'aeilmnorstuy',
  i: 'abcdefgiklmnopqrstuvxz',
  j: 'aeiou',
  k: 'aehilnorsuy',
  l: 'abcdefgiklmopstuvy',
  m: 'abcdeilmnoprsuy',
  n: 'abcdefghijklmnoprstuvyz',
  o: 'abcdefghiklmnoprstuvwxy',
  p: 'aehiloprstu',
  q: 'u',
  r: 'abcdefghiklmnoprstuvwy',
  s: 'abcdefhiklmnoprstuvwy',
  t: 'acefghilmnorstuwyz',
  u: 'abcdefgiklmnoprstvxz',
  v: 'aeiou',
  w: 'aehinors',
  x: 'aceilpt',
  y: 'acdeilmnoprst',
  z: 'aeio',
};

/** Abbreviations that are common in the names of types, files and headers. */
const abbreviations = new Set(
  'http https html xhtml xml json jwt jws url uri utf asp sql tls ssl mvc net org www'.split(' '),
);

/** The share of the pairs of letters in a word that may be unusual. Long words are made of usual ones. */
const unusualShare = (length: number): number => (length <= 12 ? 0.26 : 0.18);
const bitsOfLetter = Math.log2(26);
const bitsOfDigit = Math.log2(10);

/** A capitalised or lower-case word, an abbreviation, a number, or a sign. */
const pieces = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^A-Za-z0-9]/g;

function unusualPairs(letters: string): number {
  let unusual = 0;
  for (let at = 0; at + 1 < letters.length; at += 1)
    if (followers[letters[at]!]?.includes(letters[at + 1]!) !== true) unusual += 1;
  return unusual;
}

/** Whether letters could be a word of English or a name: their pairs are usual ones. In lower case. */
const looksLikeWord = (letters: string): boolean =>
  abbreviations.has(letters) ||
  (letters.length >= 3 &&
    letters.length <= 30 &&
    unusualPairs(letters) <= (letters.length - 1) * unusualShare(letters.length));

/** What a word costs: the shorter it is, the likelier it is in random text. */
const bitsOfWord = (word: string): number =>
  abbreviations.has(word) || word.length > 4 ? 0 : word.length === 4 ? 4 : 6;

/** What tells a pair of characters from others; the last character is a pair of its own. */
const pairAt = (run: string, at: number): number =>
  at + 1 < run.length ? run.charCodeAt(at) * 0x10000 + run.charCodeAt(at + 1) : -1 - run.charCodeAt(at);

/**
 * An estimate of how many random bits a run of characters could carry: words carry none, repetitions little, random
 * letters and digits all that they can.
 *
 * @param enough it may end once there are more
 */
export function carriedBits(run: string, enough = Number.POSITIVE_INFINITY): number {
  const seen = new Set<number>();
  let bits = 0;
  for (const { 0: piece, index } of matches(run, pieces)) {
    const perCharacter = /\d/.test(piece[0]!) ? bitsOfDigit : /[A-Za-z]/.test(piece[0]!) ? bitsOfLetter : 0;
    let own = 0;
    for (let at = index; at < index + piece.length; at += 1) {
      const pair = pairAt(run, at);
      if (!seen.has(pair)) own += perCharacter;
      seen.add(pair);
    }
    const word = perCharacter === bitsOfLetter ? piece.toLowerCase() : '';
    bits += word !== '' && looksLikeWord(word) ? Math.min(own, bitsOfWord(word)) : own;
    if (bits > enough) return bits;
  }
  return bits;
}

/** Words and signs are below it, and random letters above it. */
const mostBitsOfWords = bitsOfLetter / 2;

/** Whether a text consists of words of a language, or of names made of them, such as `TOKEN_IS_MISSING`. */
export const isMostlyWords = (text: string): boolean =>
  /^[\p{L}\p{P}\s]+$/u.test(text) && /\p{L}/u.test(text) && carriedBits(text) <= text.length * mostBitsOfWords;
