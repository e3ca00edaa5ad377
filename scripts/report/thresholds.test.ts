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
