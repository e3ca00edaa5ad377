const mebibyte = 2 ** 20;
/** Below a mebibyte, of which a body is read, with what stands around the text. */
const length = mebibyte - 4096;

const filled = (unit: string, most = length): string => unit.repeat(Math.floor(most / unit.length));
const nested = (open: string, inner: string, close: string): string => {
  const depth = Math.floor(length / (open.length + close.length));
  return open.repeat(depth) + inner + close.repeat(depth);
};
const listed = (item: (index: number) => string, open: string, close: string): string => {
  const items: string[] = [];
  for (let size = 0; size < length; size += items.at(-1)!.length + 1) items.push(item(items.length));
  return `${open}${items.slice(0, -1).join(',')}${close}`;
};
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Text that looks random, the same in each run. */
function randomText(size: number, alphabet = letters): string {
  let state = 1;
  let text = '';
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    text += alphabet[(state >>> 16) % alphabet.length];
  }
  return text;
}
const issued = (token: string): string => `{"accessToken":"${token}","expires":"1"}`;
const refused = (message: string): string =>
  `{"errors":[{"errorCode":"A","message":"${message}"}],"correlationId":"a"}`;
const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Texts of a mebibyte that are hard to read as a whole. */
const structures: Readonly<Record<string, () => string>> = {
  'deep arrays': () => nested('[', '', ']'),
  'deep objects': () => nested('{"a":', '1', '}'),
  'arrays that are not closed': () => filled('['),
  'marked keys': () => filled('? '),
  'a number of a million digits': () => `{"expires":${filled('1')}}`,
  'numbers beyond every range': () => listed(() => '-1e99999', '[', ']'),
  'one name again and again': () => listed(() => '"accessToken":"a"', '{', '}'),
  'names that all differ': () => listed((index) => `"n${index}":0`, '{', '}'),
  'mistakes against the schema': () => listed(() => '{"errorCode":1}', '{"errors":[', ']}'),
  lines: () => filled('\n'),
};

/** The same for those who look at the strings in them: for secrets, and for what must not be shown. */
const strings: Readonly<Record<string, () => string>> = {
  'escapes of letters': () => refused(filled('\\u0061')),
  'escapes of half a letter': () => refused(filled('\\ud800')),
  'escapes of escapes': () => refused(filled('\\\\')),
  'a string of base64url': () => refused(randomText(length)),
  'a token of a mebibyte': () => issued(`${json({ alg: 'HS256' })}.${randomText(length - 99)}.${randomText(43)}`),
  'a token of many parts': () => issued(filled('eyJ.')),
  'a token of deep claims': () => {
    const claims = `{"exp":${'['.repeat(300_000)}${']'.repeat(300_000)}}`;
    return issued(`${json({ alg: 'HS256' })}.${Buffer.from(claims).toString('base64url')}.${randomText(43)}`);
  },
  'many short tokens': () => listed((index) => `"token${index}":"${randomText(40)}${index}"`, '{', '}'),
  'a word that a secret begins with': () => refused(filled('Bearer ')),
  'percent codes of percent codes': () => refused(filled('%2525')),
  'frames of a stack': () => refused(filled('at a.b.C(D.java:1)\\n')),
  'characters that are not seen': () => refused(filled('\u202e\u200b', length / 3)),
  'commands of CI servers': () => refused(filled('::error::##vso[a]')),
};

export const structureNames: readonly string[] = Object.keys(structures);

/** Texts of a mebibyte, each of which something finds hard: a parser, a regular expression, or what looks for secrets. */
export const hostileTexts: Readonly<Record<string, () => string>> = { ...structures, ...strings };
