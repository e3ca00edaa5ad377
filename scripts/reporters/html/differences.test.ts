import fc from 'fast-check';
import { anyText } from '../../testing/any-text';
import { type TextPiece, wordDifferences } from './differences';

/** What differs in brackets. */
const drawn = (pieces: readonly TextPiece[]): string =>
  pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('');

describe('the differences of two texts', () => {
  it.each([
    ['400', '200', '[400]', '[200]'],
    ['400 and no token', '201 with a token', '[400 and no] token', '[201 with a] token'],
    ['the same', 'the same', 'the same', 'the same'],
    ['', 'something', '', '[something]'],
    ['"a","b"', '"a","c"', '"a","[b]"', '"a","[c]"'],
    ['one of 200, 201', 'one of 200', 'one of 200[, 201]', 'one of 200'],
  ])('of %j and %j are marked', (one, other, left, right) => {
    expect(wordDifferences(one, other).map(drawn)).toEqual([left, right]);
  });

  it('are not computed for long texts', () => {
    expect(wordDifferences('a '.repeat(500), 'b').map((pieces) => pieces.map(({ differs }) => differs))).toEqual([
      [true],
      [true],
    ]);
  });

  it('leave out nothing and add nothing', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const whole = wordDifferences(one, other).map((pieces) => pieces.map(({ text }) => text).join(''));
        expect(whole).toEqual([one, other]);
      }),
    );
  });
});
