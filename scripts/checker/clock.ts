import type { Exchange } from '../contract/exchange';
import type { VariableName } from '../contract/variables';
import { headerValue } from '../lib/headers';
import type { NotReady } from './readiness';

/** `Date` has whole seconds: a smaller difference is none. */
const granularityMs = 2000;

/**
 * How far the server's clock is ahead of the local one, in milliseconds: its `Date` against the middle of the exchange.
 * 0 where it does not say, where a cache answered (`Age`), and where the two agree.
 */
export function clockOffsetMs({ outcome }: Exchange): number {
  if (outcome.kind === 'failure' || headerValue(outcome.headers, 'age') !== undefined) return 0;
  const date = Date.parse(headerValue(outcome.headers, 'date') ?? '');
  if (Number.isNaN(date)) return 0;
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

/** Why a request of a certain age cannot be made: whose clock is wrong is not known, and nobody is accused by one. */
export function clockObstacle(names: readonly VariableName[], offsetMs: number): NotReady | undefined {
  if (names.every((name) => Math.abs(offsetMs) <= (tolerableMs[name] ?? Number.POSITIVE_INFINITY))) return undefined;
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  const direction = offsetMs > 0 ? 'behind' : 'ahead of';
  return {
    verdict: 'skipped',
    reason: `needs a right clock: this machine's is ${seconds} s ${direction} the Date of the target`,
  };
}
