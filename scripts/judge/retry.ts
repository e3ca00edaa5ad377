import type { Exchange, HeaderList } from '../contract/exchange';
import { isTransient } from '../contract/transient-statuses';
import { longestWaitMs } from '../lib/backoff';
import { headerValue } from '../lib/headers';
import type { VerdictReasonKind } from './reason-kinds';
import type { CheckedCase } from './rules/types';

/** Whether an outcome is about the network or the gateway and not about the contract: only such a request is retried. */
export function isInfrastructure({ outcome }: Exchange): boolean {
  return outcome.kind === 'failure' ? outcome.reason !== 'aborted' : isTransient(outcome.status, outcome.headers);
}

/** Whether the target itself answered. A request that ended with the run was not answered, nor did it fail. */
export const isAnsweredByTarget = (exchange: Exchange): boolean =>
  exchange.outcome.kind === 'response' && !isInfrastructure(exchange);

/** Whether the target asked for fewer requests (429). */
export const isThrottled = ({ outcome }: Exchange): boolean => outcome.kind === 'response' && outcome.status === 429;

/** Whether the network or a gateway failed; a 429 is a response of the target itself. */
export const isOutage = (exchange: Exchange): boolean => isInfrastructure(exchange) && !isThrottled(exchange);

/** Whether the server rejected a request by closing the connection, and the case allows that (RFC 9110 §15.5.14). */
export function refusedByDisconnecting({ outcome }: Exchange, { expect }: Pick<CheckedCase, 'expect'>): boolean {
  return expect.mayDisconnect === true && outcome.kind === 'failure' && outcome.reason === 'reset';
}

/** How a request that got no verdict ended, in a few words. */
export function infrastructureReason({ outcome }: Exchange): string {
  return outcome.kind === 'failure'
    ? `no response: ${outcome.reason} (${outcome.message})`
    : `the target returned ${outcome.status}`;
}

/** The kind of that reason. */
export const infrastructureKind = ({ outcome }: Exchange): VerdictReasonKind =>
  outcome.kind === 'failure' ? 'no-response' : 'unavailable';

/** What it was, as a key: the kind of the failure, or the status. */
export const infrastructureCause = ({ outcome }: Exchange): string =>
  outcome.kind === 'failure' ? outcome.reason : String(outcome.status);

type Ended = { readonly kind: 'failure' } | { readonly kind: 'response'; readonly headers: HeaderList };

/** `Retry-After` in milliseconds, from seconds or a date; `undefined` if it is absent or malformed. */
export function retryAfterMs({ outcome }: { readonly outcome: Ended }, now: number): number | undefined {
  if (outcome.kind === 'failure') return undefined;
  const value = headerValue(outcome.headers, 'retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
  // A date begins with a day of the week (RFC 9110 §5.6.7). `Date.parse` would also read "-5" as a year.
  const date = /^[A-Z]/i.test(value) ? Date.parse(value) : Number.NaN;
  // By the server's clock, where it tells the time: the clocks may differ.
  const since = Date.parse(headerValue(outcome.headers, 'date') ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(since) ? now : since));
}

/**
 * The seconds that the target asks to wait, if that is longer than a run waits or than it has left: it is over for now.
 *
 * @param leftMs until the time limit of the run
 */
export function tooLongRetryAfter(
  exchange: Exchange,
  now: number,
  leftMs = Number.POSITIVE_INFINITY,
): number | undefined {
  const asked = retryAfterMs(exchange, now) ?? 0;
  return isInfrastructure(exchange) && asked > Math.min(longestWaitMs, Math.max(0, leftMs))
    ? Math.ceil(asked / 1000)
    : undefined;
}
