import { numbersIn, type PutTogether, piecesIn } from './spread-out';

const secret = 'mZ4x9QvT7pKc2WbN';
const codes = [...Buffer.from(secret)];
const texts = (found: Iterable<PutTogether>): string[] => [...found].map(({ text }) => text);
const fields = (values: Iterable<string>): string => JSON.stringify(Object.fromEntries([...values].entries()));
const judged = (found: Iterable<PutTogether>): string[] =>
  [...found].filter(({ comparedOnly }) => !comparedOnly).map(({ text }) => text);

describe('numbers of bytes', () => {
  const written = (notation: (code: number) => string, between = ''): string => codes.map(notation).join(between);
  const hex = (code: number, length = 2): string => code.toString(16).padStart(length, '0');

  it.each([
    ['in decimal', written(String, ', ')],
    ['in octal', written((code) => code.toString(8), ' ')],
    ['in hexadecimal', written((code) => hex(code), ':')],
    ['with a prefix', written((code) => `0x${hex(code)}`, ', ')],
    ['with a prefix and no blank', written((code) => `\\x${hex(code)}`)],
    ['with zeros', written((code) => `\\U${hex(code, 8)}`)],
    ['with an end', written((code) => `&#${code};`)],
    ['in calls', written((code) => `char(${code})`, ' + ')],
    ['in binary', written((code) => code.toString(2).padStart(8, '0'), ' ')],
    ['in fields', JSON.stringify(Object.fromEntries(codes.entries()))],
    ['in fields with numbers', JSON.stringify(Object.fromEntries(codes.map((code, at) => [`the byte ${at}`, code])))],
    ['in binary with a prefix', written((code) => `0b${code.toString(2)}`, '\n')],
  ])('are judged as a text, %s', (_name, text) => {
    expect(judged(numbersIn(text))).toContain(secret);
  });

  it.each([
    ['with different signs between', codes.map((code, at) => code + (['; ', ' / ', ' = '][at % 3] ?? '')).join('')],
    ['with other numbers between', codes.map((code, at) => `row ${at} of 16, 8 bits, 1 byte: ${code}`).join('\n')],
  ])('are compared with secrets, %s', (_name, text) => {
    expect(texts(numbersIn(text))).toContain(secret);
    expect(judged(numbersIn(text))).not.toContain(secret);
  });

  it('are told with their place', () => {
    expect([...numbersIn(`see ${written(String, ', ')}.`)]).toContainEqual({
      start: 4,
      end: 4 + written(String, ', ').length,
      text: secret,
    });
  });

  it.each([
    ['eight of them', written(String, ' ').split(' ').slice(0, 8).join(' ')],
    ['far from each other', written(String, ` ${'and then '.repeat(5)}`)],
    ['none', 'words with a few numbers, such as 98 and 111'],
  ])('are not, if there are %s', (_name, text) => {
    expect(texts(numbersIn(text))).toEqual([]);
  });
});

describe('pieces with others between', () => {
  it.each([
    ['of one character', fields(secret)],
    ['of two', JSON.stringify(Object.fromEntries(secret.match(/../g)!.entries()))],
    [
      'of four, by name',
      JSON.stringify(Object.fromEntries(secret.match(/.{4}/g)!.map((four, at) => [`part ${at}`, four]))),
    ],
    ['with signs among them', fields(secret.replace('4', '4-').replace('T', 'T-'))],
    ['in tags', [...secret].map((one) => `<b>${one}</b>`).join('')],
    ['in lines', [...secret].map((one, at) => `character no ${at}: ${one}`).join('\n')],
  ])('are put together, %s', (_name, text) => {
    expect(texts(piecesIn(text))).toContain(secret);
  });

  it.each([
    ['longer', JSON.stringify(Object.fromEntries(secret.match(/.{5}/g)!.entries()))],
    ['too few', fields(secret.slice(0, 8))],
    ['in prose', 'Every order has a reference, and each customer has one too.'],
  ])('are not, if they are %s', (_name, text) => {
    expect(texts(piecesIn(text)).filter((each) => secret.includes(each))).toEqual([]);
  });
});
