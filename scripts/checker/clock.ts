import type { Exchange } from '../contract/exchange';
import { headerValue } from '../lib/headers';

/** `Date` has whole seconds: a smaller difference is none. */
const granularityMs = 2000;

/**
 * How far the server's clock is ahead of the local one, in milliseconds: its `Date` against the middle of the exchange.
 * 0 where it does not say, where a cache answered (`Age`), and where the two agree. A local clock that is a minute or
 * two off must not make the harness send the wrong ages (H4).
 */
export function clockOffsetMs({ outcome }: Exchange): number {
  if (outcome.kind === 'failure' || headerValue(outcome.headers, 'age') !== undefined) return 0;
  const date = Date.parse(headerValue(outcome.headers, 'date') ?? '');
  if (Number.isNaN(date)) return 0;
  const offset = date + 500 - (outcome.receivedAt - outcome.durationMs / 2);
  return Math.abs(offset) > granularityMs ? Math.round(offset) : 0;
}
