import { matches } from '../lib/matches';
import type { Decoded, IsHidden } from './decoded';

type Base = 8 | 10 | 16;

/** Escapes by the number of a character, of JSON, C, HTML, URLs, quoted-printable, JavaScript, Perl and Unicode. */
/** In JSON, and in JSON in JSON, it is written several times. */
const backslash = String.raw`\\{1,8}`;
const numbered: readonly (readonly [base: Base, written: string])[] = [
  [16, String.raw`${backslash}[uUxXN]\{(?:U\+)?([0-9A-Fa-f]{1,8})\}`],
  [8, String.raw`${backslash}o\{([0-7]{1,7})\}`],
  [16, String.raw`(?:${backslash}u|%u|U\+)([0-9A-Fa-f]{4})`],
  [16, `${backslash}U([0-9A-Fa-f]{8})`],
  [16, `(?:${backslash}x|%|=)([0-9A-Fa-f]{2})`],
  // HTML that forgot the end of an escape is read all the same.
  [16, String.raw`&#x([0-9A-Fa-f]{1,6})(?:;|\s)?`],
  [10, String.raw`&#(\d{1,7})(?:;|\s)?`],
];
/** The same text may be an escape of C or one of CSS, which a blank ends. */
const ambiguous: readonly (readonly [base: Base, written: string])[] = [
  [8, `${backslash}o?([0-7]{3})`],
  [16, String.raw`${backslash}([0-9A-Fa-f]{1,6})\s?`],
];
const softBreak = String.raw`(=(?:\r?\n|(?:\\r)?\\n))`;
const sign = String.raw`\\([/"'\\])`;
const named = '&(amp|lt|gt|quot|apos);';
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Grammar {
  readonly pattern: RegExp;
  readonly bases: readonly Base[];
}

const grammars: readonly Grammar[] = ambiguous.map((own) => ({
  pattern: new RegExp(
    [...numbered, own]
      .map(([, written]) => written)
      .concat(softBreak, sign, named)
      .join('|'),
    'g',
  ),
  bases: [...numbered, own].map(([base]) => base),
}));

const anyEscape = [...numbered, ...ambiguous]
  .map(([, written]) => written)
  .concat(softBreak, sign, named)
  .join('|')
  // Groups that capture would only cost time.
  .replace(/(?<!\\)\((?!\?)/g, '(?:');
const run = new RegExp(String.raw`(?:[\w+/.~-]|={1,2}(?![0-9A-Fa-f]{2}|\r?\n|\\)|${anyEscape}){9,}`, 'g');
/** Each escape has one of these. */
const escapeMark = /[\\%=&]|U\+/;

/** How often a text is escaped that was escaped already, as by a chain of programs. */
const mostTimes = 6;

const characterOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

function unescaped(text: string, { pattern, bases }: Grammar): string {
  return text.replace(pattern, (_, ...groups) => {
    const at = bases.findIndex((_base, index) => groups[index] !== undefined);
    if (at >= 0) return characterOf(Number.parseInt(groups[at], bases[at]));
    const [soft, plain, name] = groups.slice(bases.length);
    return soft !== undefined ? '' : (plain ?? entities[name] ?? '');
  });
}

/** The text without its escapes, and without those that were in it then, until none is left. */
function readings(text: string): string[] {
  const found = new Set<string>();
  for (const grammar of grammars) {
    const once = unescaped(text, grammar);
    let last = once;
    for (let times = 1, before = text; times < mostTimes && last !== before; times += 1) {
      before = last;
      last = unescaped(before, grammar);
    }
    found.add(once).add(last);
  }
  found.delete(text);
  return [...found];
}

/** Text in which characters are written as escapes, all of them or some. */
export function* unescapedIn(text: string, isHidden: IsHidden): Generator<Decoded> {
  if (!escapeMark.test(text)) return;
  for (const { 0: found, index: start } of matches(text, run)) {
    const end = start + found.length;
    if (!isHidden(start, end)) for (const reading of readings(found)) yield { start, end, text: reading };
  }
}
