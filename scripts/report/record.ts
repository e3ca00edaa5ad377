import type { Exchange, HeaderList, ReceivedResponse } from '../contract/exchange';
import { defined } from '../lib/defined';
import { parseJson, stringsIn } from '../lib/json';
import { mapStrings } from '../lib/map-strings';
import { queryToken } from '../lib/query-token';
import { recordTokens } from './record-token';
import type { Redactor } from './redactor';
import type { Finding, RecordedExchange, RecordedFinding, Unrecorded } from './types';

/** In characters; longer bodies are cut in events and reports. */
const longestBody = 2000;

function shortened(text: string): string {
  return text.length <= longestBody ? text : `${text.slice(0, longestBody)}… (${text.length} characters in all)`;
}

/** A cookie is a credential: its name and attributes are shown, and not its value. */
function withoutCookies(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (lower === 'set-cookie') return value.replace(/^([^=;]*)=[^;]*/, '$1=…');
  return lower === 'cookie' ? value.replace(/([^=;]*)=[^;]*/g, '$1=…') : value;
}

/** Several values of one header are joined as RFC 9110 §5.3 does. */
function recordedHeaders(headers: HeaderList, redactor: Redactor): Record<string, string> {
  const recorded: Record<string, string> = Object.create(null);
  for (const [name, value] of headers) {
    const shown = redactor.redact(withoutCookies(name, value));
    const shownName = redactor.redact(name);
    recorded[shownName] = shownName in recorded ? `${recorded[shownName]}, ${shown}` : shown;
  }
  return { ...recorded };
}

/** Words of a language, or a name made of them, such as `TOKEN_IS_MISSING`: an answer may say so of a token. */
const words = /^(?:[A-Z]?[a-z']{1,20}|[A-Z]{1,20})(?:[\s,.:;_-]+(?:[A-Z]?[a-z']{1,20}|[A-Z]{1,20}))*[.!]?$/;

/** Learns every token in an exchange, so that none is shown from now on. */
export function learnTokens({ request, outcome }: Exchange, redactor: Redactor): void {
  for (const [name, value] of request.headers) {
    if (name.toLowerCase() !== 'authorization') continue;
    const credential = value.replace(/^[A-Za-z]+\s+/, '');
    // With any scheme. In an HMAC credential only the signature is secret; its time appears in many responses.
    const [, signature] = credential.match(/^[^:]+:[^:]+:[^:]+:([^:]*)$/) ?? [];
    // Punctuation alone, as a forged token may be, is in every text.
    // A variable without a value is sent as its name.
    if (!/[A-Za-z0-9]/.test(credential) || /^\{\{[^{}]*\}\}$/.test(credential)) continue;
    redactor.learn(signature ?? credential, signature === undefined ? 'token' : 'signature', true);
  }
  redactor.learn(queryToken(request.url), 'token', true);
  if (outcome.kind !== 'response') return;
  const body = parseJson(outcome.body);
  for (const { path, value } of stringsIn(body.ok ? body.value : undefined)) {
    const name = path.at(-1) ?? '';
    if (/^(?:access|refresh|id|bearer)_?token$/i.test(name) || (/token$/i.test(name) && !words.test(value)))
      redactor.learn(value, 'token', true);
  }
}

/**
 * An exchange as events and reports may hold it: bounded, and without secrets.
 *
 * @param startedMs when it was sent, since the start of the run
 */
export function recordExchange(exchange: Exchange, redactor: Redactor, startedMs?: number): RecordedExchange {
  learnTokens(exchange, redactor);
  const { attempt, request, outcome } = exchange;
  const recorded: Unrecorded<RecordedExchange> = {
    attempt,
    ...defined({ startedMs }),
    request: {
      method: request.method,
      url: redactor.redact(request.url),
      headers: recordedHeaders(request.headers, redactor),
      ...(request.body !== undefined && { body: redactor.redact(shortened(request.body)) }),
    },
    ...(outcome.kind === 'failure'
      ? { failure: { kind: outcome.reason, message: redactor.redact(outcome.message) } }
      : { response: recordedResponse(outcome, request.url, redactor) }),
  };
  return recorded as RecordedExchange;
}

function recordedResponse(
  { status, headers, body, durationMs }: ReceivedResponse,
  url: string,
  redactor: Redactor,
): NonNullable<RecordedExchange['response']> {
  const tokens = recordTokens(url, body, redactor);
  return {
    status,
    headers: recordedHeaders(headers, redactor),
    // Redacted before it is cut, so that no part of a secret is left at the end.
    body: shortened(redactor.redact(body.slice(0, 16 * longestBody))),
    timings: { totalMs: durationMs },
    ...(tokens.length > 0 && { tokens }),
  };
}

/** A finding as events and reports may hold it: bounded, and without secrets. */
export function recordFinding(finding: Finding, redactor: Redactor): RecordedFinding {
  const { message, where, expected, actual, sample } = finding;
  const texts = defined({ message, where, expected, actual, sample });
  return { ...finding, ...mapStrings(texts, (text) => shortened(redactor.redact(text))) } as RecordedFinding;
}
