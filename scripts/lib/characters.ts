const characterNames: Readonly<Record<string, string>> = {
  ' ': 'a blank',
  '\u00a0': 'a no-break space',
  '\u00ad': 'a soft hyphen',
  '\u200b': 'a zero-width space',
  '\u200c': 'a zero-width non-joiner',
  '\u200d': 'a zero-width joiner',
  '\u2060': 'a word joiner',
  '\ufeff': 'a byte order mark',
  '\u2013': 'an en dash',
  '\u2026': 'an ellipsis',
  '\ufffd': 'a replacement character: the text was read in the wrong encoding',
};
const scripts: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Cyrillic}/u, 'a Cyrillic letter'],
  [/\p{Script=Greek}/u, 'a Greek letter'],
  [/[\uff01-\uff5e]/, 'a full-width character'],
  [/\p{Cc}/u, 'a control character'],
  [/\p{Cf}/u, 'an invisible character'],
];

/** `U+200B (a zero-width space)`, `":"`. */
function characterText(character: string): string {
  if (/^[!-~]$/.test(character)) return JSON.stringify(character);
  const name = characterNames[character] ?? scripts.find(([pattern]) => pattern.test(character))?.[1];
  const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  return name === undefined ? code : `${code} (${name})`;
}

/** Names the first character that a pattern matches, and its place: `character 3 of 44 is ":"`. */
export function characterAt(text: string, pattern: RegExp): string {
  const { index = 0 } = pattern.exec(text) ?? {};
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
  return `character ${[...text.slice(0, index)].length + 1} of ${[...text].length} is ${characterText(character)}`;
}

/** Cyrillic and Greek letters that look like a Latin one (UTS #39), and that one. */
const pairsOfLetters =
  'Аa Вb Еe Ѕs Іi Јj Кk Мm Нh Оo Рp Сc Тt Ѵv Хx Уy Ԍg Ԛq Ԝw аa вb еe ѕs іi јj кk мm оo рp сc тt ѵv хx уy һh ԁd ԛq ԝw ɡg ' +
  'Αa Βb Εe Ζz Ηh Ιi Κk Μm Νn Οo Ρp Τt Υy Χx αa ιi κk νv οo ρp υu χx γy';
const lookAlikes: ReadonlyMap<string, string> = new Map(
  pairsOfLetters.split(' ').map(([letter, alike]) => [letter!, alike!]),
);

/** The letters and digits that a character is another form of (full width, bold), joins (a ligature), or looks like. */
export const plainCharacters = (written: string): string =>
  written < '\u0080' ? written : (lookAlikes.get(written) ?? written.normalize('NFKD'));
