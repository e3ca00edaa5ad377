import { duplicateNames, isJsonObject, leavesIn, outerEntries, parseJson, stringsIn } from './json';

const nested = (depth: number, inner = ''): string => '['.repeat(depth) + inner + ']'.repeat(depth);

describe('a JSON text', () => {
  it.each([
    ['an object', '{"a":[1,null]}', { a: [1, null] }],
    ['a text', ' "x" ', 'x'],
    ['null', 'null', null],
    ['a lone surrogate', '"\\ud800"', '\ud800'],
  ])('is read: %s', (_name, text, value) => {
    expect(parseJson(text)).toEqual({ ok: true, value, duplicates: [] });
  });

  it.each([
    ['nothing', '', 'it is empty'],
    ['white space', ' \n', 'it is empty'],
    ['a byte order mark', '\uFEFF{}', 'it starts with a byte order mark'],
    ['a page', '\n <!doctype html>', 'it looks like markup'],
    ['half an object', '{"a":"secret', 'it is not JSON'],
    ['a trailing comma', '{"a":1,}', 'it is not JSON'],
    ['a comment', '{} // no', 'it is not JSON'],
    ['NaN', 'NaN', 'it is not JSON'],
  ])('is refused without being quoted: %s', (_name, text, message) => {
    expect(parseJson(text)).toMatchObject({ ok: false, message });
  });

  it('may be nested 100,000 deep', () => {
    expect(parseJson(nested(100_000)).ok).toBe(true);
    expect(parseJson(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)).toMatchObject({ ok: true, duplicates: [] });
    expect(parseJson('['.repeat(100_000)).ok).toBe(false);
  });

  it('can be a text of 16 MiB', () => {
    expect(parseJson(JSON.stringify({ a: 'a'.repeat(2 ** 24) }))).toMatchObject({ ok: true, duplicates: [] });
  });
});

describe('duplicate names', () => {
  it.each<[string, string, [within: string, name: string][]]>([
    ['in one object', '{"a":1,"b":2,"a":3}', [['', 'a']]],
    ['three times', '{"a":1,"a":2,"a":3}', [['', 'a']]],
    ['with white space before the colon', '{"a" \r\n\t:1,"a":2}', [['', 'a']]],
    ['once in escapes', '{"a":1,"\\u0061":2}', [['', 'a']]],
    ['with an escaped quote', '{"\\"":1,"\\u0022":2}', [['', '"']]],
    ['as an empty name', '{"":1,"":2}', [['', '']]],
    ['in an inner object', '{"a":{"b":1,"b":2}}', [['/a', 'b']]],
    ['in an inner object of the same name', '{"a":{"a":1,"a":2}}', [['/a', 'a']]],
    ['in objects of a list', '{"a":[{"b":1,"b":2},0,{"b":1,"b":2}]}', [['/a/*', 'b']]],
    ['in lists of lists', '[[{"b":1,"b":2}]]', [['/*/*', 'b']]],
    ['below names with the signs of pointers', '{"a/~":{"b":1,"b":2}}', [['/a~1~0', 'b']]],
    ['after an inner object', '{"a":{"a":1},"b":[],"a":2}', [['', 'a']]],
    ['as __proto__', '{"__proto__":1,"__proto__":2}', [['', '__proto__']]],
    [
      'in two objects',
      '{"b":1,"b":2,"c":{"d":1,"d":2}}',
      [
        ['', 'b'],
        ['/c', 'd'],
      ],
    ],
    ['deep down', nested(100_000, '{"a":1,"a":2}'), [['/*'.repeat(8), 'a']]],
  ])('are found: %s', (_name, text, wanted) => {
    expect(duplicateNames(text)).toEqual(wanted.map(([within, name]) => ({ name, within })));
    expect(JSON.parse(text)).toBeDefined();
  });

  it.each([
    ['in an outer and an inner object', '{"a":{"a":{"a":1}}}'],
    ['in neighbours', '[{"a":1},{"a":2}]'],
    ['as a name and a value', '{"a":"a","b":"a"}'],
    ['as values of a list', '["a","a","a"]'],
    ['in texts with brackets', '{"a":"{\\"a\\":1,","b":"}]{[","c":"a"}'],
    ['in texts that look like names', '{"a":"x\\":","b":["a\\":"]}'],
    ['in texts that end with a backslash', '{"a":"\\\\","b":"\\\\\\"","c":"a"}'],
    ['in another case', '{"a":1,"A":2}'],
  ])('are not reported in other texts: %s', (_name, text) => {
    expect(duplicateNames(text)).toEqual([]);
    expect(JSON.parse(text)).toBeDefined();
  });
});

describe('what is an object', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [JSON.parse('{"__proto__":1}'), true],
    [[], false],
    [null, false],
    ['{}', false],
    [undefined, false],
  ])('%j: %j', (value, wanted) => {
    expect(isJsonObject(value)).toBe(wanted);
  });
});

describe('the values in a JSON value', () => {
  it('have the names that lead to them, outermost first', () => {
    const value = { a: { b: ['x', { c: 1 }] }, d: null, e: 'y', f: [], g: true };
    expect([...leavesIn(value)]).toEqual([
      { path: ['d'], value: null },
      { path: ['e'], value: 'y' },
      { path: ['g'], value: true },
      { path: ['a', 'b', '0'], value: 'x' },
      { path: ['a', 'b', '1', 'c'], value: 1 },
    ]);
    expect([...stringsIn(value)].map(({ value: text }) => text)).toEqual(['y', 'x']);
  });

  it.each<[unknown, unknown[]]>([
    ['x', [{ path: [], value: 'x' }]],
    [7, []],
    [undefined, []],
    [[[]], []],
  ])('may be the value itself: %j', (value, wanted) => {
    expect([...stringsIn(value)]).toEqual(wanted);
  });

  it('are visited up to a limit', () => {
    expect([...stringsIn(['a', 'b', 'c'], 3)].map(({ value }) => value)).toEqual(['a', 'b']);
    expect([...stringsIn(Array.from({ length: 20_000 }, () => 'a'))]).toHaveLength(9999);
  });

  it('are not visited below the 64th level', () => {
    expect([...stringsIn(JSON.parse(nested(64, '"x"')))]).toHaveLength(1);
    expect([...stringsIn(JSON.parse(nested(65, '"x"')))]).toEqual([]);
    expect([...stringsIn(JSON.parse(nested(100_000, '"x"')))]).toEqual([]);
  });
});

it.each([
  [
    '{"a":1,"a":{"a":[2,"}"]},"b":"x,"}',
    [
      ['a', 1],
      ['a', { a: [2, '}'] }],
      ['b', 'x,'],
    ],
  ],
  [
    ' { "\\u0061" : "y\\"z" , "c" : [ ] } ',
    [
      ['a', 'y"z'],
      ['c', []],
    ],
  ],
  ['{}', []],
])('finds all properties of %s', (text, entries) => {
  expect(outerEntries(text)).toEqual(entries);
});
