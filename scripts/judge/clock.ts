import type { Exchange } from '../contract/exchange';
import type { VariableName } from '../contract/variables';
import { headerValue } from '../lib/headers';
import type { NotReady } from './readiness';

/** `Date` has whole seconds, so smaller differences are not significant. */
const granularityMs = 2000;
/** If the target does not send its time, its clock is assumed to be less than this off. */
const presumedMs = 30_000;

/**
 * How far the server's clock is ahead of the local clock, in milliseconds: its `Date` compared with the middle of the
 * exchange. 0 if they agree; `undefined` without a `Date`, or if a cache answered (`Age`).
 */
export function clockOffsetMs({ outcome }: Exchange): number | undefined {
  if (outcome.kind === 'failure' || headerValue(outcome.headers, 'age') !== undefined) return undefined;
  const date = Date.parse(headerValue(outcome.headers, 'date') ?? '');
  if (Number.isNaN(date)) return undefined;
  const offset = date + 500 - (outcome.receivedAt - outcome.durationMs / 2);
  return Math.abs(offset) > granularityMs ? Math.round(offset) : 0;
}

/**
 * The requests whose age decides whether they are refused (H4), and by how many milliseconds the clocks may differ: half
 * of each request's margin.
 */
const tolerableMs: { readonly [name in VariableName]?: number } = {
  hmacFourMinutesOld: 30_000,
  hmacPastFiveMinutesOld: 10_000,
  hmacSixMinutesOld: 30_000,
};

/**
 * Why a request of a certain age is not sent: the clocks differ too much, and there is no way to tell which is wrong.
 *
 * @param offsetMs from `clockOffsetMs`
 */
export function clockObstacle(names: readonly VariableName[], offsetMs: number | undefined): NotReady | undefined {
  const tolerated = Math.min(...names.map((name) => tolerableMs[name] ?? Number.POSITIVE_INFINITY));
  if (offsetMs === undefined)
    return tolerated < presumedMs
      ? {
          verdict: 'skipped',
          reason: 'needs a target that sends its time (Date)',
          reasonKind: 'needs-time-of-target',
        }
      : undefined;
  if (Math.abs(offsetMs) <= tolerated) return undefined;
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  const direction = offsetMs > 0 ? 'behind' : 'ahead of';
  return {
    verdict: 'skipped',
    reason: `needs a correct clock: this machine's is ${seconds} s ${direction} the target's Date`,
    reasonKind: 'needs-correct-clock',
  };
}
