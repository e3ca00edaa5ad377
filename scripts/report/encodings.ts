import { plainCharacters } from '../lib/characters';
import { matches } from '../lib/matches';
import { basesIn, bitsOf } from './base-n';
import type { Decoded, IsHidden } from './decoded';
import { unescapedIn } from './escapes';
import { byteNumbersIn, piecesIn } from './spread-out';

/** Finds what is written in one encoding. */
interface Decoder {
  /** In characters: nothing shorter can be written in it. */
  readonly shortest: number;
  readonly decode: (text: string, isHidden: IsHidden) => Iterable<Decoded>;
}

const latin1 = (bytes: Iterable<number>): string => Buffer.from([...bytes]).toString('latin1');

/** A decoder for the runs that a pattern finds; each may have several readings. */
function runs(
  shortest: number,
  pattern: RegExp,
  readings: (run: string) => readonly string[],
  { comparedOnly = false }: { readonly comparedOnly?: boolean } = {},
): Decoder {
  return {
    shortest,
    *decode(text, isHidden) {
      for (const { 0: run, index: start } of matches(text, pattern)) {
        const end = start + run.length;
        if (isHidden(start, end)) continue;
        for (const reading of readings(run))
          yield { start, end, text: reading, ...(comparedOnly && { comparedOnly: true }) };
      }
    },
  };
}

/** A run may start within a group of characters: one reading for each place. */
const shifted = (run: string, group: number, read: (text: string) => string): string[] =>
  Array.from({ length: group }, (_, start) => read(run.slice(start)));

/** A run of hexadecimal digits alone is not in base32: ids are such runs, and reading them takes time. */
const onlyHex = /^[\dA-F]*$/;

/** The readings of a run in base32. */
const base32 =
  (digits: string) =>
  (run: string): string[] => {
    const written = run.toUpperCase();
    return onlyHex.test(written) ? [] : shifted(written, 8, (part) => bitsOf(digits, part, 5));
  };

function binary(run: string): string[] {
  return shifted(run.replace(/[^01]/g, ''), 8, (bits) =>
    latin1((bits.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))),
  );
}

const withoutSigns = (run: string): string => run.replace(/\\+[nrt]|[^\w+/=%]/g, '');

const hasOtherForms = /[^\0-\xff]/;

/** The readings of a run with letters of other forms, such as base64 in full-width letters. */
const plainly = (run: string): string[] => (hasOtherForms.test(run) ? [Array.from(run, plainCharacters).join('')] : []);

/** Bytes of UTF-8 that were read one by one. */
const bytesOfUtf8 = /(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){3}/;

/** What undoes each kind of encoding. Others need no decoder: what looks random is hidden in any. */
const decoders: readonly Decoder[] = [
  { shortest: 9, decode: unescapedIn },
  runs(12, /[A-Za-z0-9+/_-]{12,}/g, (run) => shifted(run, 4, (part) => Buffer.from(part, 'base64').toString('latin1'))),
  runs(18, /[0-9A-Fa-f]{18,}/g, (run) => shifted(run, 2, (part) => Buffer.from(part, 'hex').toString('latin1'))),
  { shortest: 17, decode: byteNumbersIn },
  { shortest: 17, decode: piecesIn },
  runs(72, /(?:[01]{8}[\s,]?){9,}/g, binary),
  // Of RFC 4648: the usual digits, and those that extend the hexadecimal ones.
  runs(16, /[A-Z2-7]{16,}|[a-z2-7]{16,}/g, base32('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')),
  runs(16, /[0-9A-V]{16,}|[0-9a-v]{16,}/g, base32('0123456789ABCDEFGHIJKLMNOPQRSTUV')),
  { shortest: 12, decode: basesIn },
  runs(12, /(?:[\w+/=%.~\uff01-\uff5e-]|(?![\0-\xff])[\p{L}\p{N}]){12,}/gu, plainly),
  // Single characters are not words, so they are judged; longer groups may be.
  runs(22, /(?<!\w)(?:[\w+/=](?:\\{1,4}[nrt]|[^\w+/=]){1,4}){11,}(?:[\w+/=](?!\w))?/g, (run) => [withoutSigns(run)]),
  runs(8, /(?:[\w+/=%]{1,8}(?:\\{1,4}[nrt]|[^\w+/=%]){1,4}){4,}[\w+/=%]{0,8}/g, (run) => [withoutSigns(run)], {
    comparedOnly: true,
  }),
];

/** Every reading of every encoded part of a text that is not hidden already. */
export function* decodings(text: string, isHidden: IsHidden = () => false): Generator<Decoded> {
  for (const { shortest, decode } of decoders) {
    if (text.length < shortest) continue;
    for (const each of decode(text, isHidden)) {
      yield each;
      if (bytesOfUtf8.test(each.text)) yield { ...each, text: Buffer.from(each.text, 'latin1').toString() };
    }
  }
}
