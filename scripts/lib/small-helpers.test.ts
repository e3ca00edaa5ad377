import { execFileSync } from 'node:child_process';
import { hostileText } from '../testing/hostile-text';
import { defined } from './defined';
import { groupBy } from './group-by';
import { mapStrings } from './map-strings';
import { plural } from './plural';
import { shellQuote } from './shell';

describe('plural', () => {
  it.each([
    [0, '0 cases'],
    [1, '1 case'],
    [2, '2 cases'],
  ])('%i', (count, wanted) => {
    expect(plural(count, 'case')).toBe(wanted);
  });
});

describe('defined', () => {
  it('leaves out what is undefined and nothing else', () => {
    expect(Object.entries(defined({ a: undefined, b: null, c: 0, d: '', e: false }))).toEqual([
      ['b', null],
      ['c', 0],
      ['d', ''],
      ['e', false],
    ]);
  });
});

describe('groupBy', () => {
  it('keeps the order of the items, and that in which the keys first appear', () => {
    expect([...groupBy(['b1', 'a1', 'b2'], ([key]) => key)]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ]);
  });
});

describe('mapStrings', () => {
  it('changes every string value and nothing else', () => {
    const value = { a: 'x', b: ['y', { c: 'z' }], d: 1, e: null, f: true, g: undefined };
    expect(mapStrings(value, (text) => text.toUpperCase())).toEqual({ ...value, a: 'X', b: ['Y', { c: 'Z' }] });
  });

  it('copies a property named __proto__ as it is', () => {
    const copy = mapStrings(JSON.parse('{"__proto__":"x"}'), (text) => `${text}!`);
    expect(Object.getOwnPropertyDescriptor(copy, '__proto__')?.value).toBe('x!');
  });
});

describe('shellQuote', () => {
  it.each([
    ['accept.documented', 'accept.documented'],
    ['https://host:1/a', 'https://host:1/a'],
    ["it's", `'it'\\''s'`],
    ['a b', "'a b'"],
    ['', "''"],
  ])('%j becomes %s', (given, wanted) => {
    expect(shellQuote(given)).toBe(wanted);
  });

  it('is read back by a shell as it was', () => {
    const texts = hostileText.map(([, text]) => text).filter((text) => !text.includes('\0') && !/\p{Cs}/u.test(text));
    const read = execFileSync('sh', ['-c', `printf '%s\\0' ${texts.map(shellQuote).join(' ')}`], { encoding: 'utf8' });
    expect(read.split('\0').slice(0, -1)).toEqual(texts);
  });
});
