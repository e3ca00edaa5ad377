/**
 * What a terminal, a log viewer or a line reader may obey instead of show: controls (C0, DEL, C1), bidi and other format
 * characters, line and paragraph separators, invisible characters, private use, lone surrogates, noncharacters.
 */
const unprintable =
  '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}]';

/** By the characters that stay. A pattern that skips them is much faster than a function that returns each line feed. */
const escaped = {
  '': new RegExp(unprintable, 'gu'),
  '\n': new RegExp(`${unprintable}(?<!\\n)`, 'gu'),
  '\n\t': new RegExp(`${unprintable}(?<![\\n\\t])`, 'gu'),
} as const;

/** Writes each UTF-16 unit of `text` as `\u` and four digits. */
function unicodeEscape(text: string): string {
  return text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Escapes every unprintable character, as in `\u001b`, except those in `keep`. */
export function visible(text: string, keep: keyof typeof escaped = ''): string {
  return text.replace(escaped[keep], unicodeEscape);
}
