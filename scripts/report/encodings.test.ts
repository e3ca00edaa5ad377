import { type Decoded, decodings } from './encodings';

const secret = 'mZ4x9QvT7pKc2WbN';
const base32Of = (text: string): string => {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)])
    .join('');
};
const listOf = (base: number, bytes: readonly number[] = [...Buffer.from(secret)]): string =>
  bytes.map((byte) => byte.toString(base)).join(', ');

describe('the readings of a text', () => {
  it.each([
    ['escapes of JSON', 'abcdefgh\\u0069', 'abcdefghi'],
    ['the last character of Unicode', 'abcdefgh\\u{10FFFF}', 'abcdefgh\u{10ffff}'],
    ['what is not a character', 'abcdefgh\\u{110000}', 'abcdefgh'],
    ['decimal entities', 'abcdefgh&#105;', 'abcdefghi'],
    ['named entities', 'abcdefgh&amp;', 'abcdefgh&'],
    ['octal escapes', 'abcdefgh\\151', 'abcdefghi'],
    ['a soft line break', 'abcdefgh=\r\ni', 'abcdefghi'],
    ['base64', Buffer.from(secret).toString('base64'), secret],
    ['base32', base32Of(secret), secret],
    ['base32 to the last letter', base32Of(`${secret}abcd`), `${secret}abcd`],
    ['base32 of bytes above 127', base32Of(`é${secret}`), Buffer.from(`é${secret}`).toString('latin1')],
    ['decimal bytes', listOf(10), secret],
    ['octal bytes', listOf(8), secret],
    ['bytes, but not numbers above 255', `${listOf(10)}, 255, 256`, `${secret}\u00ff`],
    ['bits', [...Buffer.from(secret)].map((byte) => byte.toString(2).padStart(8, '0')).join(' '), secret],
  ])('have %s', (_name, text, wanted) => {
    const end = 2 + text.replace(/=+$/, '').length;
    expect([...decodings(`# ${text}`)]).toContainEqual<Decoded>({ start: 2, end, text: wanted });
  });

  it('have groups of characters without what sets them apart, to be compared only', () => {
    const text = (secret.match(/.{3}/g) ?? []).join(' - ');
    expect([...decodings(text)]).toEqual([
      // Every second of them, too.
      { start: 6, end: text.length, text: secret.slice(3, 15), comparedOnly: true },
      { start: 0, end: text.length, text: secret.slice(0, 15), comparedOnly: true },
    ]);
  });

  it('are none for plain words', () => {
    expect([...decodings('words: one, two, three')]).toEqual([]);
  });
});
