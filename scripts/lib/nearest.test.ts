import { editDistance, nearest } from './nearest';

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['status', 'status', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['stauts', 'status', 2],
  ])('of "%s" and "%s" is %i', (one, other, expected) => {
    expect(editDistance(one, other)).toBe(expected);
  });
});

describe('the nearest word', () => {
  it.each([
    ['stats', ['allow', 'status'], 'status'],
    ['refuse.order-ref.nul', ['refuse.order-ref.null', 'refuse.order-ref.empty'], 'refuse.order-ref.null'],
    ['something else', ['allow', 'status'], undefined],
    ['status', [], undefined],
    ['x'.repeat(1e6), ['x'], undefined],
  ])('for %.30s is the one that was probably meant', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
