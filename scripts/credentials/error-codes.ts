import type { ReceivedResponse } from '../contract/exchange';
import { isJsonObject, type JsonObject, parseJson } from '../lib/json';
import type { DiagnosisCode } from './diagnoses';

type Response = Pick<ReceivedResponse, 'status' | 'body'>;

/** The body, if it is a JSON object. */
export function jsonBody({ body }: Pick<Response, 'body'>): JsonObject | undefined {
  const json = parseJson(body);
  return json.ok && isJsonObject(json.value) ? json.value : undefined;
}

/** The error codes of either envelope (E2, E3), as they are written. */
export function errorCodes(response: Pick<Response, 'body'>): string[] {
  const body = jsonBody(response);
  const listed = Array.isArray(body?.errorCodes) ? body.errorCodes : [];
  const errors = Array.isArray(body?.errors) ? body.errors : [];
  return [...listed, ...errors.map((entry) => (isJsonObject(entry) ? entry.errorCode : undefined))]
    .filter((code) => typeof code === 'string')
    .slice(0, 5);
}

/** Whether a body is one of the API's error envelopes (E2, E3) with a code. No web page, proxy or filter sends that. */
export const isApiError = (response: Pick<Response, 'body'>): boolean => errorCodes(response).length > 0;

/** `accountNotFound` and `account.not-found` as `ACCOUNT_NOT_FOUND`: the contract leaves the names of codes open. */
const plainCode = (code: string): string =>
  code
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

const hasCode = (response: Pick<Response, 'body'>, pattern: RegExp): boolean =>
  errorCodes(response).some((code) => pattern.test(plainCode(code)));

const ownerOf = (kind: 'TENANT' | 'ACCOUNT' | '(?:TENANT|ACCOUNT)'): string => `${kind}(?:_?ID)?(?:_HEADER)?`;
const owner = ownerOf('(?:TENANT|ACCOUNT)');
const missing = '(?:REQUIRED|MISSING|ABSENT|EMPTY|NOT_(?:PRESENT|PROVIDED|SET))';
const unknown = '(?:NOT_FOUND|NOT_EXISTS?|NOT_RECOGNI[SZ]ED|NOT_VALID|NOT_KNOWN|UNKNOWN|INVALID|MALFORMED)';
const off = '(?:DISABLED|DEACTIVATED|INACTIVE|NOT_ACTIVE|SUSPENDED|CLOSED|LOCKED|BLOCKED|EXPIRED)';
const verb = '(?:_(?:IS|WAS|HAS|DOES|BEEN))*_';

/** What error codes mean, the first that fits. They count whatever the status is. */
const meanings: readonly (readonly [RegExp, DiagnosisCode])[] = [
  [/NONCE|REPLAY/, 'nonce-replayed'],
  [/(?:^|_)IP_|(?:ALLOW|WHITE|BLOCK|BLACK|DENY)_?LIST/, 'address-not-allowed'],
  [
    new RegExp(`AUTHORI[SZ]ATION_HEADER${verb}${missing}|(?:MISSING|NO)_AUTHORI[SZ]ATION(?:_HEADER|$)`),
    'credentials-not-received',
  ],
  [/ENVIRONMENT/, 'key-of-other-environment'],
  [/ACCOUNT_KEY|NOT_A_TENANT_KEY|TENANT_KEY_REQUIRED/, 'account-key'],
  [/(?:TENANT|ACCOUNT)(?:_ID)?_(?:ACCESS|MISMATCH)|(?:WRONG|OTHER)_(?:TENANT|ACCOUNT)/, 'tenant-differs'],
  [new RegExp(`${ownerOf('TENANT')}${verb}${missing}|MISSING_(?:X_)?${ownerOf('TENANT')}`), 'tenant-required'],
  [new RegExp(`${ownerOf('ACCOUNT')}${verb}${missing}|MISSING_(?:X_)?${ownerOf('ACCOUNT')}`), 'account-required'],
  [new RegExp(`${owner}${verb}${unknown}|(?:UNKNOWN|INVALID|NO_SUCH)_${owner}(?:_|$)`), 'owner-unknown'],
  [new RegExp(`(?:TENANT|ACCOUNT|USER)${verb}${off}|${off}_(?:TENANT|ACCOUNT|USER)`), 'owner-disabled'],
  [/^(?!.*TOKEN).*(?:REVOKED|DISABLED|DEACTIVATED|INACTIVE|SUSPENDED|KEY(?:_IS|_HAS)?_EXPIRED)/, 'key-revoked'],
  [/(?:^|_)(?:ROLES?|PERMISSIONS?|SCOPES?|PRIVILEGES?)(?:_|$)/, 'role-missing'],
];

/** The cause that a refusal itself names. */
export const namedByServer = (response: Response): DiagnosisCode | undefined =>
  meanings.find(([pattern]) => hasCode(response, pattern))?.[1];

/** Whether a refusal itself blames the time of the request. */
export const namesTime = (response: Response): boolean =>
  hasCode(response, /TIME_?STAMP|CLOCK|SKEW|REQUEST(?:_HAS|_IS)?_EXPIRED/);

/** Whether a refusal says that a token has expired. */
export const namesExpiry = (response: Response): boolean => hasCode(response, /TOKEN.*EXPIRED|EXPIRED.*TOKEN/);

/** A key for repeated requests, or for a gateway, is not one of the user's credentials. */
const aboutCredentials =
  /(?<!IDEMPOTENCY_|SUBSCRIPTION_)KEY|SIGNATURE|HMAC|TOKEN|CREDENTIAL|AUTH|FORBIDDEN|ACCESS_DENIED/;
/** The references are the tool's own: a code about one says nothing about the user's credentials. */
const aboutReferences = /(?:CUSTOMER|ORDER|INSTRUCTION)_REF/;

/** What an envelope of the API says, beyond its status. */
const saysWhy = (response: Response): boolean => namedByServer(response) !== undefined || namesTime(response);

/**
 * Whether the API refuses the credentials: by the code of its envelope, whatever the status, and else by 401 or 403. A 400
 * in another form may come from a filter before it.
 */
export function refusesCredentials(response: Response): boolean {
  const { status } = response;
  if (status < 400) return saysWhy(response) && jsonBody(response)?.accessToken === undefined;
  if (saysWhy(response)) return true;
  if (isNotOffered(response) || hasCode(response, aboutReferences)) return false;
  return status === 401 || status === 403 || hasCode(response, aboutCredentials);
}

/** Codes about the path or method of a request, and not about what it names. */
const aboutPath =
  /(?:^|_)(?:RESOURCE|ROUTE|ENDPOINT|PATH|PAGE|URL|URI|METHOD|OPERATION|ACTION|SERVICE)(?:_|$)|^(?:NOT_FOUND|GONE|UNKNOWN)$/;
const aboutSomething = new RegExp(`${missing}|${unknown}|${off}|OUT_OF_RANGE|INVALID`);

/** Whether a path or a method is not served. A code that names something else wins over the status. */
export function isNotOffered(response: Response): boolean {
  const { status } = response;
  if (status !== 404 && status !== 405 && status !== 410) return false;
  if (hasCode(response, aboutPath)) return true;
  return !saysWhy(response) && !hasCode(response, aboutSomething);
}
