import fc from 'fast-check';
import { fitting } from './fitting';
import { prettyJson } from './pretty-json';

describe('what fits', () => {
  it.each([
    ['everything, if there is room', [[1, 2], [3]], 6, [[true, true], [true]]],
    [
      'the first part of each before the second of any',
      [
        [2, 2],
        [2, 2],
      ],
      5,
      [
        [true, false],
        [true, false],
      ],
    ],
    ['a small part if a large one does not fit', [[9], [1]], 5, [[false], [true]]],
    ['nothing of nothing', [], 5, []],
  ])('is %s', (_what, sizes, room, want) => {
    expect(fitting(sizes, room)).toEqual(want);
  });
});

describe('JSON for people', () => {
  it.each([
    [
      '{"a":[1,{"b":"{,}"}],"c":{},"d":[]}',
      '{\n  "a": [\n    1,\n    {\n      "b": "{,}"\n    }\n  ],\n  "c": {},\n  "d": []\n}',
    ],
    ['{"a":1e400,"a":1.0}', '{\n  "a": 1e400,\n  "a": 1.0\n}'],
    ['not JSON {', 'not JSON {'],
    ['', ''],
  ])('of %j is %j', (given, want) => {
    expect(prettyJson(given)).toBe(want);
  });

  it('says what the text says', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(prettyJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('stays short with many brackets', () => {
    expect(prettyJson(`${'['.repeat(1000)}${']'.repeat(1000)}`).length).toBeLessThan(50_000);
  });
});
