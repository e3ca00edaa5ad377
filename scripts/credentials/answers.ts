import type { ReceivedResponse } from '../contract/exchange';
import { headerValue } from '../lib/headers';
import { isJsonObject, type JsonObject, parseJson } from '../lib/json';
import type { DiagnosisCode } from './diagnoses';
import { networkDiagnosis } from './network-diagnosis';
import type { HttpOutcome, StepResult } from './types';

type Response = Pick<ReceivedResponse, 'status' | 'headers' | 'body'>;

const isHtml = ({ headers, body }: Response): boolean =>
  /\bx?html\b/i.test(headerValue(headers, 'content-type') ?? '') || /^\s*<(?:!doctype|html|head|body)\b/i.test(body);

/** What an answer says that is not the API speaking about this request: a proxy, a page, an outage. */
function outside(response: Response): DiagnosisCode | undefined {
  const { status } = response;
  if (status === 407) return 'proxy-authentication';
  if (status === 429) return 'rate-limited';
  if (status === 511) return 'captive-portal';
  if (status >= 300 && status < 400) return 'redirected';
  if (status >= 500) return 'server-error';
  return isHtml(response) ? 'captive-portal' : undefined;
}

/** The body where it is a JSON object. */
export function jsonBody({ body }: Pick<Response, 'body'>): JsonObject | undefined {
  const json = parseJson(body);
  return json.ok && isJsonObject(json.value) ? json.value : undefined;
}

/** The error codes of either envelope (E2, E3). */
export function errorCodes(response: Pick<Response, 'body'>): string[] {
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

/** Whether a body has the form of either error envelope (E2, E3), with a code: no page, proxy or filter looks like that. */
export const speaksAsApi = (response: Pick<Response, 'body'>): boolean => errorCodes(response).length > 0;

const withoutVerdict = (seen: string, diagnosis: DiagnosisCode): StepResult => ({
  state: 'inconclusive',
  seen: [seen],
  diagnosis,
});

/** The result of a rung whose answer speaks of something else than the request; `undefined` where it is the API's own. */
export function inconclusive(outcome: HttpOutcome): StepResult | undefined {
  if (outcome.kind === 'failure') {
    return { ...withoutVerdict(outcome.code || outcome.message, networkDiagnosis(outcome)), state: 'failed' };
  }
  const diagnosis = outside(outcome);
  if (!diagnosis) return undefined;
  const retry = headerValue(outcome.headers, 'retry-after');
  const seen = [
    `answered ${answered(outcome)}`,
    ...(isHtml(outcome) ? ['a page of HTML'] : []),
    ...(retry === undefined ? [] : [`Retry-After: ${retry}`]),
  ];
  return withoutVerdict(seen.join(', '), diagnosis);
}

/**
 * What a refusal's own error codes say. The names of codes are open, so that they only sharpen a diagnosis
 * that the status has already made.
 */
const spoken: readonly (readonly [RegExp, DiagnosisCode])[] = [
  [/NONCE|REPLAY/, 'nonce-replayed'],
  [/REVOKED|DISABLED|INACTIVE|SUSPENDED/, 'key-revoked'],
  [/ENVIRONMENT/, 'key-of-other-environment'],
  [/ACCOUNT_KEY|NOT_A_TENANT_KEY|TENANT_KEY_REQUIRED/, 'account-key'],
  [/TENANT_ACCESS|ACCOUNT_ACCESS/, 'tenant-differs'],
  [/ROLE|PERMISSION/, 'role-missing'],
];

/** The cause that a refusal names itself, if it does. */
export function namedByServer(response: Response): DiagnosisCode | undefined {
  const codes = errorCodes(response);
  return spoken.find(([pattern]) => codes.some((code) => pattern.test(code.toUpperCase())))?.[1];
}
