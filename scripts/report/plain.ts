import { carriedBits } from '../lib/carried-bits';

/** In characters. Longer parts of a secret are never shown. */
export const longestPlain = 8;
/** What could carry more is hidden. Twelve random letters and digits carry 60, a GUID 122. */
const mostPlainBits = 40;

const carriesLittle = (text: string): boolean => carriedBits(text, mostPlainBits) <= mostPlainBits;

/** Ids in a text. */
export const guids = /(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])/g;
/** A number of at most 64 bits, or a time of ISO 8601 without its zone. */
const numeral = /^[+-]?\d{1,20}(?:[._]\d{0,6}){0,6}$|^[+-]?\d{4,6}-?\d\d-?\d\dT\d{2,6}(?:\.\d{1,9})?Z?$/;

/** Letters of one case, as in a word or name of any language: random keys have digits or capitals between them. */
const name = /^[A-Z]?[a-z]{1,19}$|^[A-Z]{1,20}$/;

/** A variable of Postman's without a value, as it is sent: its name is not a secret. */
export const isUnresolved = (text: string): boolean =>
  /^\{\{[^{}\r\n]{1,100}\}\}$/.test(text.replace(/%7B/gi, '{').replace(/%7D/gi, '}').trim());

/** Letters, digits and the signs of base64, of both kinds, and of tokens (RFC 6750 §2.1). */
export const tokenLikeRun = /[A-Za-z0-9+/_~.-]{12,}={0,2}/g;

/** Whether a run of characters cannot carry a secret: words, names, numbers, times, and ids if they are allowed. */
export function isPlain(text: string, allowsIds: boolean): boolean {
  if (text.length < 12 || numeral.test(text) || name.test(text)) return true;
  return carriesLittle(allowsIds ? text.replace(guids, '') : text);
}

/** Whether a secret consists of words, numbers and names, so that parts of it may be anywhere. */
export const isWordy = (secret: string): boolean => secret.split(/\s+/).every(carriesLittle);
