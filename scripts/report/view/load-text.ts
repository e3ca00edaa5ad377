import { plural } from '../../lib/plural';
import type { CaseLoad, CaseResult, Load, ResponseTimes, RunReport } from '../types';
import { duration, type Row } from './text';

const slowestShown = 5;
const slicesShown = 8;

/** A case that was sent under load. */
export type LoadedCase = CaseResult & { readonly load: CaseLoad };

/** The few cases with the longest 99th percentile, slowest first. */
export function slowestCases({ cases }: RunReport): LoadedCase[] {
  return cases
    .filter((result): result is LoadedCase => result.load !== undefined)
    .sort((a, b) => b.load.responseTimes.p99 - a.load.responseTimes.p99)
    .slice(0, slowestShown);
}

/** How many requests were sent, and how fast. */
export function loadTitle({ sent, durationMs }: Load): string {
  return `Under load: ${plural(sent, 'request')} in ${duration(durationMs)}, ${perSecond({ sent, durationMs })} a second`;
}

/** Requests per second, to three digits. */
export function perSecond({ sent, durationMs }: Pick<Load, 'sent' | 'durationMs'>): number {
  return Number((durationMs > 0 ? (sent * 1000) / durationMs : 0).toPrecision(3));
}

/** The outcomes of the requests, without the cases. */
export function loadRows({ failed, errored, throttled, responseTimes, failures }: Load): Row[] {
  const slices = failures
    .slice(0, slicesShown)
    .map(({ fromMs, toMs, count }) => `${count} from ${duration(fromMs)} to ${duration(toMs)}`);
  const more = failures.length - slices.length;
  const times = responseTimes ? timesText(responseTimes) : 'several runs have no percentiles in common: see each case';
  return [
    ['outcome', `${failed} failed, ${errored} errored; ${plural(throttled, 'response')} asked to slow down (429)`],
    ['times', times],
    ...(slices.length > 0
      ? [['failed', `${slices.join(', ')}${more > 0 ? ` and ${more} more times` : ''}`] as const]
      : []),
  ];
}

/** The percentiles in one line. */
export function timesText(times: ResponseTimes): string {
  return percentiles.map((name) => `${name} ${duration(times[name])}`).join(', ');
}

/** The names of the percentiles, shortest time first. */
export const percentiles = ['p50', 'p90', 'p99', 'max'] as const satisfies readonly (keyof ResponseTimes)[];
