import type { Exchange } from '../contract/exchange';
import type { VariableName } from '../contract/variables';
import { headerValue } from '../lib/headers';
import type { NotReady } from './readiness';

/** `Date` has whole seconds: a smaller difference is none. */
const granularityMs = 2000;
/** A clock of which nothing is known is taken to be right to less than this. */
const presumedMs = 30_000;

/**
 * How far the server's clock is ahead of the local one, in milliseconds: its `Date` against the middle of the exchange.
 * 0 where the two agree; `undefined` where the server does not say, or a cache answered (`Age`).
 */
export function clockOffsetMs({ outcome }: Exchange): number | undefined {
  if (outcome.kind === 'failure' || headerValue(outcome.headers, 'age') !== undefined) return undefined;
  const date = Date.parse(headerValue(outcome.headers, 'date') ?? '');
  if (Number.isNaN(date)) return undefined;
  const offset = date + 500 - (outcome.receivedAt - outcome.durationMs / 2);
  return Math.abs(offset) > granularityMs ? Math.round(offset) : 0;
}

/**
 * Requests whose age decides whether they are refused (H4), and by how many milliseconds the clocks may differ: half of
 * what each has to spare.
 */
const tolerableMs: { readonly [name in VariableName]?: number } = {
  hmacFourMinutesOld: 30_000,
  hmacPastFiveMinutesOld: 10_000,
  hmacSixMinutesOld: 30_000,
};

/**
 * Why a request of a certain age cannot be made: whose clock is wrong is not known, and nobody is accused by one.
 *
 * @param offsetMs as `clockOffsetMs` gives it
 */
export function clockObstacle(names: readonly VariableName[], offsetMs: number | undefined): NotReady | undefined {
  const tolerated = Math.min(...names.map((name) => tolerableMs[name] ?? Number.POSITIVE_INFINITY));
  if (offsetMs === undefined)
    return tolerated < presumedMs
      ? { verdict: 'skipped', reason: 'needs a target that tells the time (Date)' }
      : undefined;
  if (Math.abs(offsetMs) <= tolerated) return undefined;
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  const direction = offsetMs > 0 ? 'behind' : 'ahead of';
  return {
    verdict: 'skipped',
    reason: `needs a right clock: this machine's is ${seconds} s ${direction} the Date of the target`,
  };
}
