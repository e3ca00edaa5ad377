import type { Exchange } from '../contract/exchange';
import { headerValue } from '../lib/headers';
import type { CheckedCase } from './rules/types';

const retryableStatuses = new Set([429, 502, 503, 504]);

/** Whether an outcome speaks of the way to the server and not of the contract: only such a request is sent again. */
export function isInfrastructure({ outcome }: Exchange): boolean {
  return outcome.kind === 'failure' ? outcome.reason !== 'aborted' : retryableStatuses.has(outcome.status);
}

/**
 * How often a request may be sent that ends like this. To be told to wait (429) is no failure of the target's, so it is
 * given twice the patience.
 */
export function maxAttempts({ outcome }: Exchange, retries: number): number {
  return 1 + (outcome.kind === 'response' && outcome.status === 429 ? 2 * retries : retries);
}

/** Whether the server refused a request by closing the connection on it, where it may (RFC 9110 §15.5.14). */
export function refusedByDisconnecting({ outcome }: Exchange, { expect }: Pick<CheckedCase, 'expect'>): boolean {
  return expect.mayDisconnect === true && outcome.kind === 'failure' && outcome.reason === 'reset';
}

/** How a request that got no verdict ended, in a few words. */
export function infrastructureReason({ outcome }: Exchange): string {
  return outcome.kind === 'failure'
    ? `no response: ${outcome.reason} (${outcome.message})`
    : `the target answered ${outcome.status}`;
}

/** `Retry-After` in milliseconds: seconds or a date; `undefined` where there is none that can be read. */
export function retryAfterMs({ outcome }: Exchange, now: number): number | undefined {
  if (outcome.kind === 'failure') return undefined;
  const value = headerValue(outcome.headers, 'retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** A server that asks for more patience than this is not waited for. */
const longestWaitMs = 60_000;

/** Exponential backoff with full jitter in milliseconds, never less than the server asks for. `attempt` counts from 1. */
export function backoffMs(attempt: number, retryAfter: number | undefined, random: () => number): number {
  return Math.max(Math.min(retryAfter ?? 0, longestWaitMs), random() * Math.min(8000, 250 * 2 ** (attempt - 1)));
}
