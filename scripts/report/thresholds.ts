import type { Json } from '../lib/json-schema';
import type { thresholdSchema } from './load-schema';
import type { RunReport } from './types';
import { percentile, timesOf } from './view/times';

/** A limit that the user set, and what the run measured. */
export type Threshold = Json<typeof thresholdSchema>;

/** The limits by what they are about: response times in milliseconds, errors as a percentage of the requests. */
export type Limits = Readonly<Partial<Record<Threshold['measure'], number>>>;

type MeasuredRun = Pick<RunReport, 'cases' | 'load'>;

function timeAt(measure: 'p50' | 'p95' | 'p99', { cases, load }: MeasuredRun): number | undefined {
  // Under load only a few exchanges are recorded.
  if (load !== undefined) return load.sent > 0 ? load.responseTimes?.[measure] : undefined;
  const times = timesOf(cases);
  return times.length > 0 ? percentile(times, { p50: 0.5, p95: 0.95, p99: 0.99 }[measure]) : undefined;
}

/** The share of requests without a response that the contract allows, in percent. */
function errorsIn({ cases, load }: MeasuredRun): number | undefined {
  const sent = load?.sent ?? cases.filter(({ exchanges }) => exchanges.length > 0).length;
  const bad = load
    ? load.failed + load.errored
    : cases.filter(({ verdict, exchanges }) => exchanges.length > 0 && (verdict === 'failed' || verdict === 'errored'))
        .length;
  return sent === 0 ? undefined : Math.round((10_000 * bad) / sent) / 100;
}

/** Compares a run with the limits that were set for it; what could not be measured is left out. */
export function thresholdsOf(limits: Limits, measured: MeasuredRun): Threshold[] {
  const measures = ['p50', 'p95', 'p99', 'errors'] as const;
  return measures.flatMap((measure) => {
    const limit = limits[measure];
    if (limit === undefined) return [];
    const actual = measure === 'errors' ? errorsIn(measured) : timeAt(measure, measured);
    return actual === undefined ? [] : [{ measure, limit, actual, exceeded: actual > limit }];
  });
}
