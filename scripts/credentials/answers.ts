import type { ReceivedResponse } from '../contract/exchange';
import { isSuccess, tokenIssued } from '../contract/issued-token';
import { isTransient } from '../contract/transient-statuses';
import type { SendOutcome, TimedResponse } from '../http/client';
import { retryAfterMs } from '../judge/retry';
import { unknownCoding } from '../lib/content-coding';
import { headerValue, listedValue } from '../lib/headers';
import { isJsonObject } from '../lib/json';
import { pageText } from '../lib/page-text';
import type { DiagnosisCode } from './diagnoses';
import { errorCodes, isApiError, isNotOffered, jsonBody } from './error-codes';
import { networkDiagnosis, restatesTitle } from './network-diagnosis';
import type { StepContext, StepResult } from './types';

type Response = Pick<ReceivedResponse, 'status' | 'headers' | 'body'>;

const isHtml = ({ headers, body }: Response): boolean =>
  /\bx?html\b/i.test(headerValue(headers, 'content-type') ?? '') || /^\s*<(?:!doctype|html|head|body)\b/i.test(body);

// What the other side says is redacted before it becomes a part of a sentence of ours.

/** `401 (UNAUTHORISED)`. */
export function answered(response: Response, { secrets }: StepContext): string {
  const codes = errorCodes(response).map((code) => secrets.redact(code));
  return `${response.status}${codes.length > 0 ? ` (${codes.join(', ')})` : ''}`;
}

/** The token that a response issues, or a description of what it contains instead. */
export function tokenOrSeen(
  call: 'management-token' | 'payout-token',
  response: Response,
  context: StepContext,
): { readonly token: string } | { readonly token?: never; readonly seen: string } {
  const token = tokenIssued(call, response);
  if (token !== undefined) return { token };
  return { seen: `responded ${answered(response, context)}${isSuccess(response.status) ? ' without a token' : ''}` };
}

/** Schemes of authentication that the API never asks for. */
const foreignScheme = /^\s*(?:basic|digest|ntlm|negotiate)\b/i;

/** What edges and firewalls say in responses of their own, and never in those that they pass on. */
const edgeHeaders: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['cf-mitigated', /./],
  ['x-amzn-waf-action', /./],
  ['x-sucuri-block', /./],
  [
    'server',
    /^(?:AkamaiGHost|awselb|CloudFront|Zscaler|Sucuri|imunify360|ddos-guard|Microsoft-Azure-Application-Gateway|BigIP)/i,
  ],
];

const isOfEdge = ({ headers }: Response): boolean =>
  edgeHeaders.some(([name, pattern]) => pattern.test(headerValue(headers, name) ?? ''));

/** Whether a response is the same as the one without credentials. */
export const isSameAsWithout = (response: Response, { known: { firstAnswer } }: StepContext): boolean =>
  firstAnswer?.status === response.status && firstAnswer.body === response.body;

/**
 * Whether a 401 or 403 was written by something before the API: a foreign login, or a body that is not an envelope. The
 * API's own may have no body (E8), unless a request without credentials draws the same.
 */
function isFromBeforeApi(response: Response, context: StepContext): boolean {
  const { status } = response;
  if (status !== 401 && status !== 403) return false;
  if (foreignScheme.test(headerValue(response.headers, 'www-authenticate') ?? '')) return true;
  if (response.body !== '') return !isApiError(response);
  return isOfEdge(response) || isSameAsWithout(response, context);
}

/** The diagnosis for a response that is not the API's own answer to this request: a proxy, a web page, an outage. */
function notFromApi(response: Response, context: StepContext): DiagnosisCode | undefined {
  const { status } = response;
  if (status === 407) return 'proxy-authentication';
  if (status === 429) return isTooLong(response, context) ? 'retry-after-too-long' : 'rate-limited';
  if (status === 511) return 'captive-portal';
  if (status >= 300 && status < 400) return 'redirected';
  if (status >= 500 || isTransient(status, response.headers)) return 'server-error';
  // The API's own web server may send a page for a path that it does not serve. Nor does a page show a captive portal,
  // whose certificate is for another host; plain HTTP does not leave this machine.
  if (isHtml(response) && !isNotOffered(response)) return status >= 400 ? 'refused-before-api' : 'answer-unexpected';
  return undefined;
}

/** Whether a response asks for a longer wait than the whole check may take. */
function isTooLong(response: Response, { maxDurationMs, host }: StepContext): boolean {
  if (maxDurationMs === undefined) return false;
  const outcome = { kind: 'response', headers: response.headers } as const;
  return (retryAfterMs({ outcome }, host.now()) ?? 0) > maxDurationMs;
}

/** The ids that servers give to requests: random, but made to be passed on to whoever operates them. */
const requestIds = [
  ...['x-request-id', 'request-id', 'x-ms-request-id', 'x-azure-ref', 'apim-request-id', 'x-amzn-requestid'],
  ...['x-amz-apigw-id', 'x-amz-cf-id', 'cf-ray', 'x-correlation-id'],
];

/** Headers that name what answered, and its id of the request. */
const tellingHeaders = [
  ...['server', 'via', 'www-authenticate', 'location', 'x-amzn-errortype', 'cf-mitigated', 'x-amzn-waf-action'],
  ...requestIds,
];

const longestWords = 300;

/** The server's own words: the message of a JSON body, or the text of a page. For people only. */
function wordsOf(response: Response, { secrets }: StepContext): string | undefined {
  const body = jsonBody(response);
  const inside = [body?.error, body?.fault].find(isJsonObject);
  const message = [
    ...[body?.message, body?.error_description, body?.detail, body?.title, body?.error],
    ...[inside?.message, inside?.faultstring],
  ].find((each) => typeof each === 'string' && each !== '');
  if (typeof message === 'string') return secrets.redact(message).slice(0, longestWords);
  const text = pageText(response.body);
  return text === '' ? undefined : secrets.redact(text).slice(0, longestWords);
}

/** Where a redirect leads: only what follows its host may hold a secret. */
function placeOf(location: string, { secrets }: StepContext): string {
  // In base64, a secret has slashes of its own.
  if (secrets.knows(location)) return secrets.redact(location).slice(0, 200);
  const [, origin = '', path = '', rest = ''] = /^(https?:\/\/[^/?#@\s]*)?([^?#]*)(.*)$/is.exec(location) ?? [];
  const host = origin.replace(/^https?:\/\//i, '');
  secrets.allow(host);
  const parts = path.split('/').map((part) => secrets.redact(part));
  const shown = secrets.redact(host) + parts.join('/') + secrets.redact(rest);
  const place = origin.slice(0, origin.length - host.length) + shown;
  // The parts of it: together they look random sooner.
  secrets.allow(place);
  return place.slice(0, 200);
}

function headersOf(response: Response, context: StepContext): string[] {
  const { secrets } = context;
  const headers = tellingHeaders.flatMap((name) => {
    const value = headerValue(response.headers, name);
    if (value === undefined) return [];
    if (name === 'location') return [`location: ${placeOf(value, context)}`];
    if (requestIds.includes(name)) secrets.allow(value);
    return [`${name}: ${secrets.redact(value).slice(0, 200)}`];
  });
  return headers.length === 0 ? [] : [headers.join(', ')];
}

/** What answered in place of the API: its words, its name, its id of the request. */
function detailsOf(response: Response, context: StepContext): string[] {
  const headers = headersOf(response, context);
  const words = wordsOf(response, context);
  return [...(words === undefined ? [] : [`it says: ${words}`]), ...headers];
}

/** What was not the API's, with its first words: `403, an HTML page, "Request Rejected"`. */
function refusalText(response: Response, context: StepContext): string {
  const words = wordsOf(response, context);
  const form = isHtml(response)
    ? 'an HTML page'
    : response.body === ''
      ? 'without a body'
      : 'not in the form of the API';
  return `${answered(response, context)}, ${form}${words === undefined ? '' : `, "${words}"`}`;
}

/** The result of a step whose refusal was written by something before the API. */
function refusedBefore(response: TimedResponse, context: StepContext): StepResult {
  // First: the page may quote the request id.
  const headers = headersOf(response, context);
  const seen = [
    refusalText(response, context),
    ...headers,
    ...(isSameAsWithout(response, context) ? ['the same response as without credentials'] : []),
  ];
  return { state: 'inconclusive', seen, diagnosis: 'refused-before-api' };
}

/** The result of a step whose response could not be read, because of a content coding that was not asked for. */
function undecoded(response: TimedResponse, context: StepContext): StepResult | undefined {
  const unknown = unknownCoding(listedValue(response.headers, 'content-encoding'));
  if (unknown === undefined || response.body === '' || jsonBody(response)) return undefined;
  const coding = context.secrets.redact(unknown).slice(0, 100);
  const seen = [`responded ${response.status} with Content-Encoding: ${coding}`, ...headersOf(response, context)];
  return { state: 'inconclusive', seen, diagnosis: 'body-not-decoded' };
}

/** The result of a step to which the API itself did not respond. */
function trouble(outcome: SendOutcome, context: StepContext): StepResult | undefined {
  if (outcome.kind === 'failure') {
    const { error, message } = outcome;
    const diagnosis = networkDiagnosis(error);
    const seen = [context.secrets.redact(message)];
    return { state: 'failed', seen, diagnosis, restates: restatesTitle(error, diagnosis) };
  }
  const unread = undecoded(outcome, context);
  if (unread) return unread;
  const diagnosis = notFromApi(outcome, context);
  if (!diagnosis) return undefined;
  if (diagnosis === 'refused-before-api') return refusedBefore(outcome, context);
  const retry = headerValue(outcome.headers, 'retry-after');
  const seen = [
    `responded ${answered(outcome, context)}`,
    ...(isHtml(outcome) ? ['an HTML page'] : []),
    ...(retry === undefined ? [] : [`Retry-After: ${context.secrets.redact(retry)}`]),
  ];
  const details = isApiError(outcome) ? [] : detailsOf(outcome, context);
  return { state: 'inconclusive', seen: [seen.join(', '), ...details], diagnosis };
}

/** The result of a step that sent a request: judged by the step if the API itself answered. */
export function onAnswer<T extends StepResult | Promise<StepResult> | undefined>(
  outcome: SendOutcome,
  context: StepContext,
  judge: (response: TimedResponse) => T,
): T | StepResult {
  return trouble(outcome, context) ?? judge(outcome as TimedResponse);
}

/** The same for a request with credentials: a refusal counts only if the API itself has written it. */
export function onVerdict<T extends StepResult | Promise<StepResult> | undefined>(
  outcome: SendOutcome,
  context: StepContext,
  judge: (response: TimedResponse) => T,
): T | StepResult {
  return onAnswer(outcome, context, (response) =>
    isFromBeforeApi(response, context) ? refusedBefore(response, context) : judge(response),
  );
}
