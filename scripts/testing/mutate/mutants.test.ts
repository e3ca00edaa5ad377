import { mutantsOf, sampleOf, withMutant, withProbes } from './mutants';

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

describe('the probes of a text', () => {
  it.each([
    ['if (!a && b < c) f(true);', 'if ((ran(4, 15), (ran(4, 6), !a) && (ran(10, 15), b < c))) f((ran(19, 23), true));'],
    ['const m = Math.max(a, b);', 'const m = (ran(10, 18), Math.max)(a, b);'],
    ['a += b - 1;', '(ran(0, 10), a += (ran(5, 10), b - 1));'],
    ['f();', 'f();'],
  ])('%s', (text, wanted) => {
    expect(withProbes(text, mutantsOf(text), ({ start, end }) => `ran(${start}, ${end})`)).toBe(wanted);
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
