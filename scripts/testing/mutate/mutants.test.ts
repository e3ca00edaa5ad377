import { mutantsOf, withMutant } from './mutants';

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
