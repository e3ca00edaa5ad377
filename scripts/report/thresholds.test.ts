import { thresholdsOf } from './thresholds';
import type { CaseResult } from './types';

type Measured = Parameters<typeof thresholdsOf>[1];
const result = (verdict: CaseResult['verdict'], exchanges: number) =>
  ({ verdict, exchanges: Array.from({ length: exchanges }, () => ({})) }) as unknown as CaseResult;
const errorsOf = (...cases: CaseResult[]) => thresholdsOf({ errors: 50 }, { cases } as unknown as Measured);

describe('the share of errors', () => {
  it('is that of the cases that were sent', () => {
    const cases = [result('passed', 1), result('passed', 1), result('failed', 1), result('errored', 1)];
    expect(errorsOf(...cases)).toEqual([{ measure: 'errors', limit: 50, actual: 50, exceeded: false }]);
    expect(errorsOf(...cases, result('errored', 1))).toMatchObject([{ actual: 60, exceeded: true }]);
    expect(errorsOf(...cases, result('errored', 0), result('skipped', 0))).toMatchObject([{ actual: 50 }]);
    expect(errorsOf(...cases.slice(0, 3), result('inconclusive', 1))).toMatchObject([{ actual: 25 }]);
  });

  it('is left out if nothing was sent', () => {
    expect(errorsOf(result('skipped', 0))).toEqual([]);
  });
});

describe('the response times', () => {
  const timed = (...times: number[]) =>
    ({
      cases: [{ exchanges: times.map((totalMs) => ({ response: { timings: { totalMs } } })) }],
    }) as unknown as Measured;
  const actual = (measured: Measured, measure: 'p50' | 'p95' | 'p99') =>
    thresholdsOf({ [measure]: 1 }, measured).map((each) => each.actual);

  it.each([
    [[7], [7, 7, 7]],
    [
      [30, 10, 20, 40],
      [20, 40, 40],
    ],
    [Array.from({ length: 100 }, (_, index) => 100 - index), [50, 95, 99]],
  ])('of %j have the percentiles %j', (times, want) => {
    expect((['p50', 'p95', 'p99'] as const).flatMap((measure) => actual(timed(...times), measure))).toEqual(want);
  });

  it('are left out without a response', () => {
    expect(actual(timed(), 'p50')).toEqual([]);
    expect(actual({ cases: [{ exchanges: [{}] }] } as unknown as Measured, 'p50')).toEqual([]);
  });

  it('are those of the load where there was one, and so are the errors', () => {
    const load = { sent: 4, failed: 1, errored: 2, responseTimes: { p50: 5, p95: 6, p99: 7 } };
    const measured = { ...timed(100), load } as unknown as Measured;
    expect(actual(measured, 'p95')).toEqual([6]);
    expect(thresholdsOf({ errors: 1 }, measured)).toMatchObject([{ actual: 75 }]);
    const none = { ...timed(100), load: { ...load, sent: 0 } } as unknown as Measured;
    expect([...actual(none, 'p95'), ...thresholdsOf({ errors: 1 }, none)]).toEqual([]);
  });
});
