import { LoadStatistics } from './load-statistics';

describe('the statistics of a sustained run', () => {
  it('count each outcome, of all cases and of each', () => {
    const statistics = new LoadStatistics();
    statistics.add('a', 'passed', 0, 1);
    statistics.add('a', 'failed', 10, 2);
    statistics.add('b', 'errored', 20, undefined);
    statistics.throttle();
    expect(statistics.load(1000.4)).toMatchObject({ durationMs: 1000, sent: 3, failed: 1, errored: 1, throttled: 1 });
    expect(statistics.cases()).toMatchObject({
      a: { sent: 2, failed: 1, errored: 0 },
      b: { sent: 1, failed: 0, errored: 1, responseTimes: { p50: 0, max: 0 } },
    });
  });

  it('give percentiles of response times to about a hundredth', () => {
    const statistics = new LoadStatistics();
    for (let ms = 1; ms <= 1000; ms += 1) statistics.add('a', 'passed', ms, ms);
    const { p50, p90, p99, max } = statistics.load(1).responseTimes;
    for (const [actual, expected] of [
      [p50, 500],
      [p90, 900],
      [p99, 990],
      [max, 1000],
    ] as const)
      expect(Math.abs(actual - expected) / expected).toBeLessThan(0.01);
  });

  it.each([0.4, 5.43, 469.3, 12_345])('give no percentile above the longest time: %d ms', (ms) => {
    const statistics = new LoadStatistics();
    statistics.add('a', 'passed', 0, ms);
    const { p50, p90, p99, max } = statistics.load(1).responseTimes;
    expect([p50, p90, p99]).toEqual([max, max, max]);
  });

  it.each([
    [
      'a second each, while they are few',
      [0, 500, 1000, 59_999],
      [
        [0, 1000, 2],
        [1000, 2000, 1],
        [59_000, 60_000, 1],
      ],
    ],
    [
      'longer ones in a longer run',
      [0, 1000, 60_000],
      [
        [0, 2000, 2],
        [60_000, 62_000, 1],
      ],
    ],
    [
      'hours in the end',
      [0, 999_000, 100_000_000],
      [
        [0, 2_048_000, 2],
        [98_304_000, 100_352_000, 1],
      ],
    ],
  ])('tell when expectations were broken, in slices of %s', (_name, times, slices) => {
    const statistics = new LoadStatistics();
    for (const atMs of times) statistics.add('a', 'failed', atMs, 1);
    const { failures } = statistics.load(0);
    expect(failures.map(({ fromMs, toMs, count }) => [fromMs, toMs, count])).toEqual(slices);
    expect(failures.length).toBeLessThanOrEqual(60);
  });

  it('give throughput and response times over time, without the first pass', () => {
    const statistics = new LoadStatistics();
    statistics.add('a', 'failed', undefined, 900);
    for (const [atMs, tookMs] of [
      [0, 10],
      [500, 10],
      [2500, 40],
    ] as const)
      statistics.add('a', 'passed', atMs, tookMs);
    statistics.add('a', 'errored', 2600, undefined);
    const { slices, failed } = statistics.load(2700);
    expect(failed).toBe(1);
    expect(slices).toEqual([
      { fromMs: 0, toMs: 1000, sent: 2, p50: expect.closeTo(10, 0), p95: expect.anything(), p99: expect.anything() },
      { fromMs: 1000, toMs: 2000, sent: 0 },
      { fromMs: 2000, toMs: 2700, sent: 2, p50: expect.closeTo(40, 0), p95: expect.anything(), p99: expect.anything() },
    ]);
    statistics.add('a', 'passed', 70_000, 5);
    expect(
      statistics
        .load(70_001)
        .slices.map(({ sent }) => sent)
        .filter(Boolean),
    ).toEqual([2, 2, 1]);
    expect(statistics.load(70_001).slices[0]!.toMs).toBe(2000);
  });

  it('need no more memory for a million responses than for a thousand', () => {
    const statistics = new LoadStatistics();
    const size = () => JSON.stringify([statistics.load(1), statistics.cases()]).length;
    for (let index = 0; index < 1000; index += 1) statistics.add('a', 'failed', index, index % 50);
    const small = size();
    for (let index = 0; index < 1_000_000; index += 1) statistics.add('a', 'failed', index, index % 50);
    expect(size()).toBeLessThan(60 * small);
  });
});
