import fc from 'fast-check';
import { columns, cut, displayWidth, pad, shorten, wrap } from './text-layout';

describe('display width', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['支払い', 6],
    ['👍', 2],
    ['e\u0301', 1],
    ['✓ ä', 3],
  ])('%j takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('pad', () => {
  it.each([
    ['ab', 4, 'ab  '],
    ['支', 4, '支  '],
    ['abcde', 4, 'abcde'],
  ])('%j to %i', (text, width, wanted) => {
    expect(pad(text, width)).toBe(wanted);
  });
});

describe('shorten', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['支払い', 4, '支…'],
    ['abc', 1, '…'],
    ['abc', Number.POSITIVE_INFINITY, 'abc'],
  ])('%j to %d: %j', (text, width, wanted) => {
    expect(shorten(text, width)).toBe(wanted);
  });
});

describe('wrap', () => {
  it.each<[string, number, string[]]>([
    ['one two three', 20, ['one two three']],
    ['one two three', 8, ['one two', 'three']],
    ['one two three', 7, ['one two', 'three']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['a abcdefghij', 4, ['a', 'abcd', 'efgh', 'ij']],
    ['a  b   c', 20, ['a  b   c']],
    ['支払い契約', 4, ['支払', 'い契', '約']],
    ['', 4, ['']],
  ])('%j at %i', (text, width, wanted) => {
    expect(wrap(text, width)).toEqual(wanted);
  });

  it('loses nothing but spaces and never exceeds the width', () => {
    const squeeze = (text: string) => text.replaceAll(' ', '');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '支', '👍') }),
        fc.integer({ min: 2, max: 12 }),
        (text, width) => {
          const lines = wrap(text, width);
          expect(squeeze(lines.join(''))).toBe(squeeze(text));
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('cut', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 4, 'abcd… (2 more characters)'],
    ['ab👍cd', 3, 'ab… (4 more characters)'],
  ])('%j after %i', (text, limit, wanted) => {
    expect(cut(text, limit)).toBe(wanted);
  });
});

describe('columns', () => {
  it('are as wide as their widest cell, without trailing spaces', () => {
    const rows = [
      ['id', 'title', 'note'],
      ['支払', 'a', ''],
    ];
    expect(columns(rows)).toBe('id    title  note\n支払  a');
    expect(columns([])).toBe('');
  });
});
