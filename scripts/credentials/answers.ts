import type { ReceivedResponse } from '../contract/exchange';
import type { SendOutcome, TimedResponse } from '../http/client';
import { headerValue } from '../lib/headers';
import { isJsonObject, type JsonObject, parseJson } from '../lib/json';
import type { DiagnosisCode } from './diagnoses';
import { networkDiagnosis } from './network-diagnosis';
import type { StepResult } from './types';

type Response = Pick<ReceivedResponse, 'status' | 'headers' | 'body'>;

const isHtml = ({ headers, body }: Response): boolean =>
  /\bx?html\b/i.test(headerValue(headers, 'content-type') ?? '') || /^\s*<(?:!doctype|html|head|body)\b/i.test(body);

/** The diagnosis for a response that is not the API's own answer to this request: a proxy, a web page, an outage. */
function notFromApi(response: Response): DiagnosisCode | undefined {
  const { status } = response;
  if (status === 407) return 'proxy-authentication';
  if (status === 429) return 'rate-limited';
  if (status === 511) return 'captive-portal';
  if (status >= 300 && status < 400) return 'redirected';
  if (status >= 500) return 'server-error';
  return isHtml(response) ? 'captive-portal' : undefined;
}

/** The body, if it is a JSON object. */
export function jsonBody({ body }: Pick<Response, 'body'>): JsonObject | undefined {
  const json = parseJson(body);
  return json.ok && isJsonObject(json.value) ? json.value : undefined;
}

/** The error codes of either envelope (E2, E3). */
function errorCodes(response: Pick<Response, 'body'>): string[] {
  const body = jsonBody(response);
  const listed = Array.isArray(body?.errorCodes) ? body.errorCodes : [];
  const errors = Array.isArray(body?.errors) ? body.errors : [];
  return [...listed, ...errors.map((entry) => (isJsonObject(entry) ? entry.errorCode : undefined))]
    .filter((code) => typeof code === 'string')
    .slice(0, 5);
}

/** `401 (UNAUTHORISED)`. */
export function answered(response: Response): string {
  const codes = errorCodes(response);
  return `${response.status}${codes.length > 0 ? ` (${codes.join(', ')})` : ''}`;
}

/** Whether a body is one of the API's error envelopes (E2, E3) with a code. No web page, proxy or filter sends that. */
export const isApiError = (response: Pick<Response, 'body'>): boolean => errorCodes(response).length > 0;

/** The token that a response issues, or what came instead. */
export function issuedToken(
  response: Response,
): { readonly token: string } | { readonly token?: never; readonly seen: string } {
  const token = jsonBody(response)?.accessToken;
  const isSuccess = response.status >= 200 && response.status < 300;
  if (isSuccess && typeof token === 'string' && token !== '') return { token };
  return { seen: `responded ${answered(response)}${isSuccess ? ' without a token' : ''}` };
}

/** The result of a step to which the API itself did not answer. */
function trouble(outcome: SendOutcome): StepResult | undefined {
  if (outcome.kind === 'failure')
    return { state: 'failed', seen: [outcome.message], diagnosis: networkDiagnosis(outcome.error) };
  const diagnosis = notFromApi(outcome);
  if (!diagnosis) return undefined;
  const retry = headerValue(outcome.headers, 'retry-after');
  const seen = [
    `responded ${answered(outcome)}`,
    ...(isHtml(outcome) ? ['an HTML page'] : []),
    ...(retry === undefined ? [] : [`Retry-After: ${retry}`]),
  ];
  return { state: 'inconclusive', seen: [seen.join(', ')], diagnosis };
}

/** The result of a step that sent a request: judged by the step if the API itself answered. */
export function onAnswer<T extends StepResult | Promise<StepResult> | undefined>(
  outcome: SendOutcome,
  judge: (response: TimedResponse) => T,
): T | StepResult {
  return trouble(outcome) ?? judge(outcome as TimedResponse);
}

/**
 * What the error codes of a refusal mean. The contract leaves their names open, so they only refine a diagnosis that the
 * status has already made.
 */
const meanings: readonly (readonly [RegExp, DiagnosisCode])[] = [
  [/NONCE|REPLAY/, 'nonce-replayed'],
  [/REVOKED|DISABLED|INACTIVE|SUSPENDED/, 'key-revoked'],
  [/ENVIRONMENT/, 'key-of-other-environment'],
  [/ACCOUNT_KEY|NOT_A_TENANT_KEY|TENANT_KEY_REQUIRED/, 'account-key'],
  [/TENANT_ACCESS|ACCOUNT_ACCESS/, 'tenant-differs'],
  [/ROLE|PERMISSION/, 'role-missing'],
];

/** The cause that a refusal itself names. */
export function namedByServer(response: Response): DiagnosisCode | undefined {
  const codes = errorCodes(response);
  return meanings.find(([pattern]) => codes.some((code) => pattern.test(code.toUpperCase())))?.[1];
}
