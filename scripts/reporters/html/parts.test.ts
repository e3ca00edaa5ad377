import fc from 'fast-check';
import { answered, reportOf, unanswered } from '../../testing/run-fixtures';
import { fitting } from './fitting';
import { prettyJson } from './pretty-json';
import { lanesOf, slotsOf, spansOf, timesOf } from './times';

describe('what fits', () => {
  it.each([
    ['all, where there is room', [[1, 2], [3]], 6, [[true, true], [true]]],
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
    ['a small part where a large one does not', [[9], [1]], 5, [[false], [true]]],
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

  it('is not made long by brackets', () => {
    expect(prettyJson(`${'['.repeat(1000)}${']'.repeat(1000)}`).length).toBeLessThan(50_000);
  });
});

describe('the times of a run', () => {
  const { cases } = reportOf({
    cases: [
      { id: 'a', exchanges: [{ ...answered(201), startedMs: 10 }] },
      { id: 'b', verdict: 'failed', exchanges: [{ ...answered(201), startedMs: 15 }] },
      {
        id: 'c',
        exchanges: [
          { ...unanswered('reset'), startedMs: 5 },
          { ...answered(201, 2), startedMs: 30 },
        ],
      },
      { id: 'd' },
    ],
  });

  it('are those of the exchanges of which the start is known', () => {
    expect(spansOf(cases).map(({ from, to, verdict }) => [from, to, verdict])).toEqual([
      [5, 5, 'passed'],
      [10, 22, 'passed'],
      [15, 27, 'failed'],
      [30, 42, 'passed'],
    ]);
    expect(lanesOf(spansOf(cases))).toEqual({ lanes: [0, 0, 1, 0], count: 2 });
    expect(timesOf(cases)).toEqual([12, 12, 12, 12]);
  });

  it.each([
    [[], []],
    [[0], [['1 ms', 1]]],
    [
      [1, 1.2, 6, 6],
      [
        ['1 ms', 1],
        ['1.5 ms', 1],
        ['2 ms', 0],
        ['3 ms', 0],
        ['5 ms', 0],
        ['7 ms', 2],
      ],
    ],
    [[1500], [['1.5 s', 1]]],
  ])('%j fall into slots', (times, want) => {
    expect(slotsOf(times).map(({ label, count }) => [label, count])).toEqual(want);
  });

  it('all fall into a slot', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (times) => {
        const sorted = [...times].sort((a, b) => a - b);
        expect(slotsOf(sorted).reduce((sum, { count }) => sum + count, 0)).toBe(times.length);
      }),
    );
  });
});
