import { mutantsOf, sampleOf, withMutant } from './mutants';

describe('the mutants of a text', () => {
  it.each([
    ['a < b', ['a <= b', 'a >= b']],
    ['a === b && c', ['a === b || c', 'a !== b && c']],
    ['-a * 2', ['-a / 2', 'a * 2']],
    ['!a', ['a']],
    ['a - b', ['a + b']],
    ['a += 1', ['a -= 1']],
    ['f(true)', ['f(false)']],
    ['Math.min(a, b)', ['Math.max(a, b)']],
    ['`a` + b + "c"', []],
    ['const a: true | { b: false } = f<true>();', []],
  ])('%s', (text, wanted) => {
    expect(mutantsOf(text).map((mutant) => withMutant(text, mutant))).toEqual(wanted);
  });
});

describe('a sample', () => {
  const items = Array.from({ length: 100 }, (_, index) => index);

  it('has each item at most once, and follows from the seed', () => {
    const sample = sampleOf(items, 10, 7);
    expect(new Set(sample).size).toBe(10);
    expect(sampleOf(items, 10, 7)).toEqual(sample);
    expect(sampleOf(items, 10, 8)).not.toEqual(sample);
  });

  it('is everything if there are fewer items', () => {
    expect(sampleOf(items, 1000, 1).sort((a, b) => a - b)).toEqual(items);
  });
});
