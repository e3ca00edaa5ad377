import type { RecordedExchange, RecordedToken } from '../types';
import { failureWords } from '../unreached';
import { duration } from './text';

/** What came of a request, after "it": `answered 503`, or why no response came. */
export function outcomeText({ response, failure }: RecordedExchange): string {
  if (response) return `answered ${response.status}`;
  return `got no answer: ${failureWords[failure?.kind ?? 'other'] ?? failureWords.other}`;
}

/** A request and what came of it, in one line. */
export function exchangeText(exchange: RecordedExchange): string {
  const { attempt, request, response, failure } = exchange;
  const came = response
    ? `${outcomeText(exchange)} in ${duration(response.timings.totalMs)}`
    : `no answer: ${failure?.kind ?? 'other'}: ${failure?.message ?? ''}`;
  return `attempt ${attempt}: ${request.method} ${request.url} ${came}`;
}

/** A token in one line: its kind, its fingerprint and its claims; never a part of the token itself. */
export function tokenText({ kind, fingerprint, claims }: RecordedToken): string {
  return `${kind ?? 'token'} ${fingerprint} ${JSON.stringify(claims)}`;
}
