import type { RecordedExchange, RecordedToken } from '../types';
import { failureWords } from '../unreached';
import { duration } from './text';

/** The outcome of a request, to follow its name: `returned 503`, or why it got no response. */
export function outcomeText({ response, failure }: RecordedExchange): string {
  if (response) return `returned ${response.status}`;
  return `got no response: ${failureWords[failure?.kind ?? 'other'] ?? failureWords.other}`;
}

/** A request and its outcome in one line. */
export function exchangeText(exchange: RecordedExchange): string {
  const { attempt, request, response, failure } = exchange;
  const responded = response
    ? `${outcomeText(exchange)} in ${duration(response.timings.totalMs)}`
    : `no response: ${failure?.kind ?? 'other'}: ${failure?.message ?? ''}`;
  return `attempt ${attempt}: ${request.method} ${request.url} ${responded}`;
}

/** A token in one line: its kind, its fingerprint and its claims; never a part of the token itself. */
export function tokenText({ kind, fingerprint, claims }: RecordedToken): string {
  return `${kind ?? 'token'} ${fingerprint} ${JSON.stringify(claims)}`;
}
