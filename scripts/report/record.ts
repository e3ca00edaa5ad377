import type { Exchange, HeaderList } from '../contract/exchange';
import { parseJson, stringsIn } from '../lib/json';
import { queryToken } from '../lib/query-token';
import { recordTokens } from './record-token';
import type { Redactor } from './redactor';
import type { Finding, RecordedExchange } from './types';

/** Longer bodies are cut in events and reports: enough to see what happened, small enough to keep. */
const longestBody = 2000;

function shortened(text: string): string {
  return text.length <= longestBody ? text : `${text.slice(0, longestBody)}… (${text.length} characters in all)`;
}

/** Several values of one header are joined as RFC 9110 §5.3 does. */
function recordedHeaders(headers: HeaderList, redactor: Redactor): Record<string, string> {
  const recorded: Record<string, string> = Object.create(null);
  for (const [name, value] of headers) {
    const shown = redactor.redact(value);
    const shownName = redactor.redact(name);
    recorded[shownName] = shownName in recorded ? `${recorded[shownName]}, ${shown}` : shown;
  }
  return { ...recorded };
}

/** Learns every token that an exchange carries, so that none is shown, now or later. */
export function learnTokens({ request, outcome }: Exchange, redactor: Redactor): void {
  for (const [name, value] of request.headers) {
    if (name.toLowerCase() !== 'authorization') continue;
    const credential = value.replace(/^[A-Za-z]+\s+/, '');
    // Under whatever scheme: of an HMAC credential only the signature is secret, and its time is in many a response.
    const [, signature] = credential.match(/^[^:]+:[^:]+:[^:]+:([^:]*)$/) ?? [];
    redactor.learn(signature ?? credential, signature === undefined ? 'token' : 'signature', true);
  }
  redactor.learn(queryToken(request.url), 'token', true);
  if (outcome.kind !== 'response') return;
  const body = parseJson(outcome.body);
  for (const { path, value } of stringsIn(body.ok ? body.value : undefined)) {
    if (/token$/i.test(path.at(-1) ?? '')) redactor.learn(value, 'token', true);
  }
}

/**
 * An exchange as events and reports may hold it: bounded, and without secrets.
 *
 * @param startedMs when it was sent, since the start of the run
 */
export function recordExchange(exchange: Exchange, redactor: Redactor, startedMs?: number): RecordedExchange {
  learnTokens(exchange, redactor);
  const { request, outcome } = exchange;
  const sent = { attempt: exchange.attempt, ...(startedMs !== undefined && { startedMs }) };
  const recordedRequest = {
    method: request.method,
    url: redactor.redact(request.url),
    headers: recordedHeaders(request.headers, redactor),
    ...(request.body !== undefined && { body: redactor.redact(shortened(request.body)) }),
  };
  if (outcome.kind === 'failure') {
    return {
      ...sent,
      request: recordedRequest,
      failure: { kind: outcome.reason, message: redactor.redact(outcome.message) },
    };
  }
  const tokens = recordTokens(request.url, outcome.body, redactor);
  return {
    ...sent,
    request: recordedRequest,
    response: {
      status: outcome.status,
      headers: recordedHeaders(outcome.headers, redactor),
      // Redacted before it is cut, so that no half of a secret is left at the end.
      body: shortened(redactor.redact(outcome.body.slice(0, 16 * longestBody))),
      timings: { totalMs: outcome.durationMs },
      ...(tokens.length > 0 && { tokens }),
    },
  };
}

/** A finding as events and reports may hold it: bounded, and without secrets. */
export function recordFinding(finding: Finding, redactor: Redactor): Finding {
  const recorded = (text: string): string => shortened(redactor.redact(text));
  const { message, where, expected, actual } = finding;
  return {
    ...finding,
    message: recorded(message),
    ...(where !== undefined && { where: recorded(where) }),
    ...(expected !== undefined && { expected: recorded(expected) }),
    ...(actual !== undefined && { actual: recorded(actual) }),
  };
}
