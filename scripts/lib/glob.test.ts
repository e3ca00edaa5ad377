import { isGlob, matchesGlob } from './glob';

describe('a pattern', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['refuse.*', 'refuse.order-ref.empty', true],
    ['refuse.*', 'accept.refuse.', false],
    ['*.length-5?', 'refuse.order-ref.length-51', true],
    ['*.length-5?', 'refuse.order-ref.length-5', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a?c', 'abc', true],
    ['a.c*', 'abc', false],
    ['run?.json', 'run😀.json', true],
    ['run??.json', 'run😀.json', false],
    ['*😀?', 'a😁😀😁', true],
    [`${'*a'.repeat(50)}b`, 'a'.repeat(5000), false],
  ])('%s matches %s: %s', (pattern, text, wanted) => {
    expect(matchesGlob(pattern, text)).toBe(wanted);
  });

  it('is told from an id', () => {
    expect(['a*', 'a?', 'a.b-1', 'explore:x=y+z'].map(isGlob)).toEqual([true, true, false, false]);
  });
});
