import { type Limits, type Threshold, thresholdsOf } from '../thresholds';
import type { RunReport } from '../types';

const overrun = ({ actual, limit }: Threshold): number => actual - limit;

/**
 * The thresholds of several runs as those of one: measured again over the results that count, and with the lower limit
 * where two differ. What cannot be measured again, such as percentiles of several loads, is that of the worst run.
 */
export function mergeThresholds(all: readonly Threshold[], merged: Pick<RunReport, 'cases' | 'load'>): Threshold[] {
  const limits: { -readonly [Measure in keyof Limits]: Limits[Measure] } = {};
  const worst = new Map<Threshold['measure'], Threshold>();
  for (const each of all) {
    const { measure, limit } = each;
    limits[measure] = Math.min(limit, limits[measure] ?? limit);
    const known = worst.get(measure);
    if (known === undefined || overrun(each) > overrun(known)) worst.set(measure, each);
  }
  const again = new Map(thresholdsOf(limits, merged).map((each) => [each.measure, each]));
  return [...worst.values()].map((each) => again.get(each.measure) ?? each);
}
