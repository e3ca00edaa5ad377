import { plural } from '../../lib/plural';
import type { CaseLoad, CaseResult, Load, ResponseTimes, RunReport } from '../types';

const slowestShown = 5;
const slicesShown = 8;

/** A case with what it did under load. */
export type LoadedCase = CaseResult & { readonly load: CaseLoad };

/** The cases whose slowest hundredth of answers took longest, slowest first; the first few. */
export function slowestCases({ cases }: RunReport): LoadedCase[] {
  return cases
    .filter((result): result is LoadedCase => result.load !== undefined)
    .sort((a, b) => b.load.responseTimes.p99 - a.load.responseTimes.p99)
    .slice(0, slowestShown);
}

/** `0.4 ms`, `12 ms`, `1.2 s`: shorter times than a case's are told apart. */
export function timeText(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds < 9.95 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/** How much was sent, in how long. */
export function loadTitle({ sent, durationMs }: Load): string {
  return `Under load: ${plural(sent, 'request')} in ${timeText(durationMs)}, ${perSecond({ sent, durationMs })} a second`;
}

/** Requests a second, to three digits. */
export function perSecond({ sent, durationMs }: Pick<Load, 'sent' | 'durationMs'>): number {
  return Number((durationMs > 0 ? (sent * 1000) / durationMs : 0).toPrecision(3));
}

/** What came of the requests, labelled, without the cases. */
export function loadRows({
  failed,
  errored,
  throttled,
  responseTimes,
  failures,
}: Load): [label: string, text: string][] {
  const broke = failures.slice(0, slicesShown).map(({ fromMs, toMs, count }) => {
    return `${count} from ${timeText(fromMs)} to ${timeText(toMs)}`;
  });
  const more = failures.length - broke.length;
  return [
    ['outcome', `${failed} failed, ${errored} errored; ${plural(throttled, 'answer')} asked for patience (429)`],
    [
      'times',
      responseTimes
        ? timesText(responseTimes)
        : 'of several runs there are no percentiles together; each case has its own',
    ],
    ...(broke.length > 0
      ? [['failed', `${broke.join(', ')}${more > 0 ? ` and ${more} times more` : ''}`] satisfies [string, string]]
      : []),
  ];
}

/** The percentiles in a line. */
export function timesText(times: ResponseTimes): string {
  return percentiles.map((name) => `${name} ${timeText(times[name])}`).join(', ');
}

/** The names of what is known of the response times, shortest first. */
export const percentiles = ['p50', 'p90', 'p99', 'max'] as const satisfies readonly (keyof ResponseTimes)[];
