import type { Exchange, HeaderList, ReceivedResponse } from '../contract/exchange';
import { defined } from '../lib/defined';
import { recordTokens } from './record-token';
import type { Redactor } from './redactor';
import { holdsIds, learnTokens, withoutParts } from './secret-places';
import { type BodyChanges, cutText, shownBody } from './shown-body';
import type { Finding, RecordedExchange, RecordedFinding, Unrecorded } from './types';

/** In characters; longer bodies are cut in events and reports. */
const longestRecordedBody = 2000;

const bodyLimits = { shown: longestRecordedBody, looked: 16 * longestRecordedBody };

const shortened = (text: string): string => cutText(text, longestRecordedBody);

/** A cookie is a credential: its name and attributes are shown, and not its value. */
function withoutCookies(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (lower === 'set-cookie') return value.replace(/^([^=;]*)=[^;]*/, '$1=…');
  return lower === 'cookie' ? value.replace(/([^=;]*)=[^;]*/g, '$1=…') : value;
}

/** Several values of one header are joined as RFC 9110 §5.3 does. */
function recordedHeaders(headers: HeaderList, redactor: Redactor): Record<string, string> {
  const recorded: Record<string, string> = Object.create(null);
  for (const [name, value] of withoutParts(headers, redactor)) {
    const shown = redactor.redact(withoutCookies(name, value), { ids: holdsIds(name) });
    const shownName = redactor.redact(name, { ids: false });
    recorded[shownName] = shownName in recorded ? `${recorded[shownName]}, ${shown}` : shown;
  }
  return { ...recorded };
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
      ...(request.body !== undefined && recordedBody(request.body, redactor)),
    },
    ...(outcome.kind === 'failure'
      ? { failure: { kind: outcome.reason, message: redactor.redact(outcome.message) } }
      : { response: recordedResponse(outcome, request.url, redactor) }),
  };
  return recorded as RecordedExchange;
}

function recordedBody(body: string, redactor: Redactor): { readonly body: string } & BodyChanges {
  const { text, changes } = shownBody(body, redactor, bodyLimits);
  return { body: text, ...changes };
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
    ...recordedBody(body, redactor),
    timings: { totalMs: durationMs },
    ...(tokens.length > 0 && { tokens }),
  };
}

/**
 * A finding as events and reports may hold it: bounded, and without secrets. What the rule says stays as it is; what it
 * quotes of the exchange is looked at.
 */
export function recordFinding(finding: Finding, redactor: Redactor): RecordedFinding {
  const { message, where, expected, actual, sample } = finding;
  const ours = (text: string): string => shortened(redactor.redact(text, { ours: true }));
  const quoted = (text: string | undefined): string | undefined => text && shortened(redactor.redact(text));
  return {
    ...finding,
    message: ours(message),
    ...defined({ where: quoted(where), expected: expected && ours(expected) }),
    ...defined({ actual: quoted(actual), sample: quoted(sample) }),
  } as RecordedFinding;
}
