import type { Decoded, IsHidden } from './decoded';
import { wordlessIn } from './dense';

/** The bytes whose bits are written in groups, one digit for each. */
export function bitsOf(digits: string, run: string, bitsEach: number): string {
  const bytes = Buffer.alloc(Math.floor((run.length * bitsEach) / 8));
  let count = 0;
  let held = 0;
  let bits = 0;
  for (const digit of run) {
    held = ((held << bitsEach) | (digits.indexOf(digit) & (2 ** bitsEach - 1))) & 0xfff;
    bits += bitsEach;
    if (bits < 8) continue;
    bits -= 8;
    bytes[count] = (held >> bits) & 0xff;
    count += 1;
  }
  return bytes.toString('latin1');
}

const printable = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).join('');
/** ASCII85 and Z85. */
const digitsOf85 = [
  printable.slice(0, 85),
  '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#',
];
/** Of uuencode: a blank is written as an accent, too. */
const uuencode = ` ${printable.slice(0, 63)}`;

/** Four bytes are five digits. */
function bytesOf85(run: string, values: readonly number[]): string {
  const bytes = Buffer.alloc(run.length);
  let length = 0;
  for (let at = 0; at + 1 < run.length; at += 5) {
    let number = 0;
    for (let index = at; index < at + 5; index += 1) number = number * 85 + (values[run.charCodeAt(index)] ?? 84);
    // At the end there may be fewer.
    const count = Math.min(4, run.length - at - 1);
    for (let index = 0; index < count; index += 1) {
      bytes[length] = (number >>> (24 - 8 * index)) & 0xff;
      length += 1;
    }
  }
  return bytes.toString('latin1', 0, length);
}

const valuesOf = (digits: string): number[] =>
  Array.from({ length: 128 }, (_, code) => Math.max(0, digits.indexOf(String.fromCharCode(code))));
const values85 = digitsOf85.map(valuesOf);

/** In characters: nine of a secret in base85. */
const shortest = 12;

/** Text in base85 and uuencode, which have all kinds of signs: one reading for each place in a group at which it may start. */
export function* basesIn(text: string, isHidden: IsHidden): Generator<Decoded> {
  for (const { start, end, parts } of wordlessIn(text, shortest)) {
    const last = parts.at(-1);
    if (last && isHidden(parts[0]!.start, last.end)) continue;
    // A single word is in another base; and numbers alone are numbers.
    if (parts.length < 2 || !parts.some((part) => /[A-Za-z]/.test(text.slice(part.start, part.end)))) continue;
    // JSON writes some of the signs after a backslash.
    const run = text.slice(start, end).replace(/\\(["\\/])/g, '$1');
    for (let shift = 0; shift < 5; shift += 1) {
      for (const values of values85)
        yield { start, end, text: bytesOf85(run.slice(shift), values), comparedOnly: true };
      if (shift < 4 && !/[a-z]/.test(run))
        yield { start, end, text: bitsOf(uuencode, run.slice(shift).replaceAll('`', ' '), 6), comparedOnly: true };
    }
  }
}
