import fc from 'fast-check';
import { answered, reportOf, unanswered } from '../../testing/run-fixtures';
import { duration } from './text';
import { lanesOf, percentile, slotsOf, spansOf, timesOf } from './times';

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

  it('are those of the exchanges with a known start', () => {
    expect(spansOf(cases).map(({ from, to, verdict }) => [from, to, verdict])).toEqual([
      [5, 5, 'passed'],
      [10, 22, 'passed'],
      [15, 27, 'failed'],
      [30, 42, 'passed'],
    ]);
    expect(lanesOf(spansOf(cases))).toEqual({ lanes: [0, 0, 1, 0], count: 2 });
    expect(timesOf(cases)).toEqual([12, 12, 12, 12]);
  });

  it.each<[string, readonly (readonly [from: number, to: number])[], readonly number[]]>([
    [
      'one ends when the next begins',
      [
        [0, 5],
        [5, 9],
      ],
      [0, 0],
    ],
    [
      'one ends after the next begins',
      [
        [0, 6],
        [5, 9],
      ],
      [0, 1],
    ],
    [
      'three at once, then the first lane again',
      [
        [0, 9],
        [1, 9],
        [2, 3],
        [4, 5],
        [9, 10],
      ],
      [0, 1, 2, 2, 0],
    ],
  ])('are in the first free lane: %s', (_name, spans, lanes) => {
    const found = lanesOf(spans.map(([from, to]) => ({ from, to, verdict: 'passed' as const })));
    expect(found).toEqual({ lanes, count: Math.max(...lanes) + 1 });
  });

  it('are sorted, the shortest first', () => {
    const taking = (totalMs: number) => {
      const { response, ...rest } = answered(201);
      return { ...rest, response: { ...response!, timings: { totalMs } } };
    };
    const { cases: some } = reportOf({ cases: [{ id: 'a', exchanges: [taking(30), taking(4), taking(100)] }] });
    expect(timesOf(some)).toEqual([4, 30, 100]);
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
    expect(slotsOf(times).map(({ upTo, count }) => [duration(upTo), count])).toEqual(want);
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

describe('a percentile', () => {
  it.each([
    [[], 0.5, 0],
    [[7], 0.99, 7],
    [[1, 2, 3, 4], 0.5, 2],
    [[1, 2, 3, 4], 0.51, 3],
    [[1, 2, 3, 4], 1, 4],
  ])('of %j at %d is %d', (times, share, want) => {
    expect(percentile(times, share)).toBe(want);
  });
});
