/** How well a fact is known; together with `unsafe` it alone decides the level of a deviation. */
export type Strength = 'documented' | 'standard' | 'inferred' | 'advisory' | 'open';

/** One row of what is known about the call. */
export interface Evidence {
  readonly fact: string;
  readonly source: string;
  readonly strength: Strength;
}

const tutorial = 'Imburse tutorial "Get a Payout Bearer Token", 2019-05-31';
const noSource = 'no public source';
const decoded = `${tutorial}, sample token decoded`;
const docs2019 = 'Imburse docs, revision 2019-08';
const inputRules = 'Imburse docs 2019-05, order and instruction pages; public suites run against the sandbox';

/**
 * Every expectation of the harness names one of these rows. A letter suffix marks a part of a row: one that is less well
 * known, or one that a finding quotes by itself.
 */
export const evidence = {
  C1: {
    fact: 'The call is POST https://sandbox-api.imbursepayments.com/v1/identity/payout.',
    source: tutorial,
    strength: 'documented',
  },
  C2: {
    fact: 'The request has the header Authorization: Bearer {management token}, with a token derived from a Tenant API key.',
    source: tutorial,
    strength: 'documented',
  },
  C3: { fact: 'The request has the header Content-Type: application/json.', source: tutorial, strength: 'documented' },
  C4: {
    fact: 'The request body is a JSON object with the string properties customerRef, orderRef and instructionRef.',
    source: tutorial,
    strength: 'documented',
  },
  C5: {
    fact: 'The response body is a JSON object { "accessToken": string, "expires": string }.',
    source: tutorial,
    strength: 'documented',
  },
  C6: {
    fact: 'The success status is 200 or 201; 202, 203 or 206 with a correct body is a deviation, and 204 contradicts C5.',
    source:
      'Imburse docs 2019-08 (200 "everything worked", 201 "created a valid entity"); 201 observed for the sibling token call',
    strength: 'inferred',
  },
  C6a: { fact: 'Which of 200 and 201 a server returns is not settled.', source: noSource, strength: 'open' },
  C7: {
    fact: 'A token can be reused until it expires; a new one for each request is not needed.',
    source: tutorial,
    strength: 'documented',
  },
  C8: {
    fact: 'The payout token holds the customer, order and instruction reference, each exactly, among its claims; GET /v1/payout/options with it as Bearer returns { "rewards": [ … ] }. Claim names are open, but a claim that is clearly named after the customer, order or instruction and holds another reference is wrong. A token for a request that lacks a reference (absent, null, empty, or no readable body) cannot hold it. A token issued for a request that should have been refused must still hold what was sent, unchanged: not trimmed, case-folded, cut, decoded or read as a number.',
    source: docs2019,
    strength: 'documented',
  },
  C9: {
    fact: 'The page was removed on 2019-09-25; an environment may return 404 because it no longer offers the call.',
    source: 'Imburse docs history, 2019-09-25',
    strength: 'documented',
  },
  C10: {
    fact: 'Hosts: sandbox https://sandbox-api.imbursepayments.com (2019 introduction: https://api-sandbox.imbursepayments.com), production https://api.imbursepayments.com; some accounts have a dedicated host.',
    source: `${tutorial}; Imburse developer portal and docs`,
    strength: 'documented',
  },
  C11: {
    fact: 'Sandbox and production are separate: a credential of one is not valid in the other.',
    source: 'Imburse docs',
    strength: 'documented',
  },
  C12: {
    fact: 'Newer endpoints also take x-account-id and x-tenant-id (GUIDs).',
    source: 'Imburse docs 2019-09',
    strength: 'documented',
  },
  C13: { fact: 'Responses are JSON and have a JSON media type.', source: 'Imburse docs', strength: 'inferred' },
  C14: {
    fact: 'Other methods on the path get 404 or 405; a token for any of them is unsafe.',
    source: 'RFC 9110 §15.5.6',
    strength: 'inferred',
  },
  C14a: { fact: 'A 405 response has an Allow header.', source: 'RFC 9110 §15.5.6', strength: 'advisory' },
  C15: {
    fact: 'A body that is too large or of another media type gets 400, 413 or 415.',
    source: 'RFC 9110 §15.5.14, §15.5.16',
    strength: 'inferred',
  },
  C15a: {
    fact: 'Unknown request properties, charset parameters, and which of two errors is reported first are not settled.',
    source: noSource,
    strength: 'open',
  },
  C16: {
    fact: 'Headers, query parameters, properties, charsets and spellings of the path that the contract does not mention do not change what it promises: a request that must be refused is still refused, and a 5xx is still an error.',
    source: 'follows from all rows; RFC 9110 §5.1',
    strength: 'inferred',
  },
  T1: {
    fact: 'accessToken is a compact JWS: three base64url segments joined by dots.',
    source: tutorial,
    strength: 'documented',
  },
  T1a: {
    fact: 'The signing algorithm is not promised: RS256 or ES256 would conform.',
    source: noSource,
    strength: 'open',
  },
  T2: {
    fact: 'expires is a string that holds an integer of milliseconds since the Unix epoch: digits only, no leading zero.',
    source: tutorial,
    strength: 'documented',
  },
  T3: {
    fact: 'The exp claim (a number, seconds) and expires (milliseconds) differ by at most one second.',
    source: decoded,
    strength: 'documented',
  },
  T4: {
    fact: 'Other claims (iss, aud, role, account, …) are known from one sample, which is printed for two kinds of token. Their names and values are not promised.',
    source: decoded,
    strength: 'open',
  },
  T5: {
    fact: 'The published sample was scrambled by its authors: it fits the schema but cannot be decoded.',
    source: tutorial,
    strength: 'documented',
  },
  T6: {
    fact: 'The header and payload of a live token are JSON objects, alg is registered and not none, the signature has the length that alg requires, and crit names no unknown extension.',
    source: 'RFC 7519 §7.2, RFC 8725 §3.1, RFC 7515 §4.1.11, RFC 7518 §3, RFC 7797 §7',
    strength: 'standard',
  },
  T7: {
    fact: 'When the token is received, expires is in the future, and iat and nbf, if present, are not in the future (60 s of skew allowed).',
    source: 'RFC 7519 §4.1.4–4.1.6',
    strength: 'standard',
  },
  T8: {
    fact: 'A token response should carry Cache-Control: no-store.',
    source: 'RFC 6749 §5.1, by analogy',
    strength: 'advisory',
  },
  T9: {
    fact: 'Additional properties in the success body are neither promised nor forbidden.',
    source: noSource,
    strength: 'open',
  },
  T9a: { fact: 'The names in a JSON object should be unique.', source: 'RFC 8259 §4', strength: 'advisory' },
  R1: {
    fact: 'Each reference is required (…_REF_IS_REQUIRED); an empty string counts as missing.',
    source: inputRules,
    strength: 'inferred',
  },
  R2: {
    fact: 'A reference has at most 50 characters (…_REF_LENGTH_OUT_OF_RANGE).',
    source: inputRules,
    strength: 'inferred',
  },
  R3: {
    fact: 'A reference holds only letters, digits, "-", "_" and "." (…_REF_CONTAINS_INVALID_CHARACTERS).',
    source: inputRules,
    strength: 'inferred',
  },
  R4: {
    fact: 'Invalid input is refused with 400 and a code that names the invalid reference. A code that names another reference is wrong.',
    source: inputRules,
    strength: 'inferred',
  },
  R4a: {
    fact: 'It is not settled which code is returned for null, another JSON type or white space only (one for the whole body will do), which code comes first when two rules are broken, and whether one or all are listed.',
    source: noSource,
    strength: 'open',
  },
  E1: {
    fact: 'The API returns 200 or 201, 400, 401, 402 (request failed), 403, 404, 409 (conflict), 429 or 500–504. It does not redirect.',
    source: 'Imburse docs',
    strength: 'documented',
  },
  E1a: {
    fact: '400: bad request, for example because a required parameter is missing.',
    source: 'Imburse docs',
    strength: 'documented',
  },
  E1b: {
    fact: '401: the request has no valid API key or token.',
    source: 'Imburse docs',
    strength: 'documented',
  },
  E1c: {
    fact: '403: the user or role is not allowed to make this request.',
    source: 'Imburse docs',
    strength: 'documented',
  },
  E1d: { fact: '404: the resource does not exist.', source: 'Imburse docs', strength: 'documented' },
  E1e: {
    fact: '429: too many requests. Retry with an exponential backoff.',
    source: 'Imburse docs',
    strength: 'documented',
  },
  E1f: { fact: '500–504: the server failed.', source: 'Imburse docs', strength: 'documented' },
  E2: {
    fact: 'Error body of 2019-08, promised for 400: { "errorCodes": [string, …] }.',
    source: docs2019,
    strength: 'documented',
  },
  E3: {
    fact: 'Error body since 2019-09, promised for all errors: { "timestamp": epoch seconds, "correlationId": string, "errors": [ { errorCode, message, messageTemplate, metadata } ] }.',
    source: 'Imburse docs 2019-09; public suites',
    strength: 'documented',
  },
  E4: {
    fact: "Both error bodies conform. E2 was promised for 400 only: unless a server's 400 has the E3 form, its 401, 403, 404, 405, 413 and 415 may have any body. If its 400 has the E3 form, all its errors must have it. This is judged over the run, not over one response.",
    source: 'Imburse docs 2019-08 and 2019-09',
    strength: 'documented',
  },
  E4a: { fact: 'Which of the two error bodies a server uses is not settled.', source: noSource, strength: 'open' },
  E5: {
    fact: "A request may have the header X-Correlation-ID. The outer correlationId of an error is the server's; the inner one, in errors[].metadata, is the caller's if one was sent, else the server's.",
    source: 'Imburse docs 2019-09',
    strength: 'documented',
  },
  E6: { fact: 'A 401 response has a WWW-Authenticate header.', source: 'RFC 9110 §11.6.1', strength: 'advisory' },
  E7: {
    fact: 'An error never echoes the bearer token or the private key, and contains no stack trace.',
    source: 'OWASP API Security Top 10 2023, API8',
    strength: 'standard',
  },
  E8: { fact: 'A 401 or 403 may have no body.', source: docs2019, strength: 'documented' },
  H1: {
    fact: 'Credentials are a Tenant API key: publicKey (a GUID in practice) and privateKey (base64). An Account key cannot be used.',
    source: 'Imburse docs',
    strength: 'documented',
  },
  H2: {
    fact: 'Authorization: Hmac {publicKey}:{nonce}:{epochSeconds}:{sig}, sig = base64(HMAC-SHA256(base64decode(privateKey), publicKey:nonce:epochSeconds:bodyHash)), bodyHash = base64(SHA-256(body)) or empty without a body.',
    source: 'Imburse docs, HMAC examples',
    strength: 'documented',
  },
  H3: {
    fact: 'The nonce is a random string; a repeated nonce is rejected.',
    source: 'Imburse docs',
    strength: 'documented',
  },
  H4: {
    fact: 'The timestamp is UTC seconds, also fractional; a request older than 5 minutes is rejected.',
    source: 'Imburse docs, official examples',
    strength: 'documented',
  },
  H4a: {
    fact: 'What happens to a timestamp in the future is not settled.',
    source: noSource,
    strength: 'open',
  },
  H5: {
    fact: 'The management token comes from POST /v1/identity/hmac or POST /identity/v1/hmac/management, without a body; the response has the body of C5.',
    source: 'Imburse developer portal; docs 2019-08; public suites',
    strength: 'documented',
  },
  H6: {
    fact: 'The scheme is not case-sensitive: Bearer or bearer, Hmac or hmac.',
    source: 'Imburse official examples, public suites, RFC 9110 §11.1',
    strength: 'documented',
  },
  H7: {
    fact: 'The roles of a key limit what its token may do; a missing role gets 403.',
    source: 'Imburse docs',
    strength: 'documented',
  },
} as const satisfies Record<string, Evidence>;

/** The id of an evidence row. A case or rule that names none, or one that does not exist, does not compile. */
export type EvidenceId = keyof typeof evidence;

/** A non-empty list of evidence ids. */
export type EvidenceIds = readonly [EvidenceId, ...EvidenceId[]];

const statusRows: Readonly<Record<number, EvidenceId>> = { 400: 'E1a', 401: 'E1b', 403: 'E1c', 404: 'E1d', 429: 'E1e' };

/** The row about a status of an error. */
export const rowOfStatus = (status: number): EvidenceId =>
  statusRows[status] ?? (status >= 500 && status <= 504 ? 'E1f' : 'E1');
