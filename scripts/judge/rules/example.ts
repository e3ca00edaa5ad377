import { requestExample } from '../../contract/calls/payout-token/schemas';
import type { EvidenceId } from '../../contract/evidence';
import type { AnsweredExchange, HeaderList } from '../../contract/exchange';
import { cases } from '../../contract/index';
import { resolveRequest } from '../../contract/request';
import type { ContractCase } from '../../contract/types';
import type { VariableValues } from '../../contract/variables';
import { base64urlEncode } from '../../lib/base64url';
import { Reading } from './reading';
import type { ErrorForm, RuleContext } from './types';

/** The time of every example's response. */
export const exampleTime = Date.UTC(2026, 0, 15, 12, 0, 0);
const seconds = exampleTime / 1000;

/** The response of an example. Headers that a conforming server sends are added. */
export interface ExampleResponse {
  readonly status: number;
  /** `null` removes a header; an array sends it several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string;
  readonly validUtf8?: false;
}

/** An exchange. Its name says what the API does in it. */
export interface Example {
  readonly name: string;
  /** The id of the case that is sent. */
  readonly case: string;
  readonly response: ExampleResponse;
  /** How far the local clock is ahead of the server's. */
  readonly clockAheadMs?: number;
  readonly targetIsUp?: true;
  /** The form of the run's 400s; E3 by default. */
  readonly errorForm?: ErrorForm;
}

/** What a rule must find in an incorrect example. */
export interface WantedFinding {
  readonly evidence: EvidenceId;
  readonly where: string;
  readonly level: 'violation' | 'deviation' | 'warning' | 'observation';
}

export interface IncorrectExample extends Example {
  readonly findings: readonly [WantedFinding, ...WantedFinding[]];
}

/** The purpose of a rule, in words and by example. The first example of each kind is shown in full on the rule's page. */
export interface RuleExamples {
  readonly explanation: { readonly why: string; readonly remedy: string };
  readonly incorrect: readonly [IncorrectExample, ...IncorrectExample[]];
  readonly correct: readonly [Example, ...Example[]];
}

const signature = (bytes: number): string =>
  'U2lnbmVk'.repeat(Math.ceil(bytes / 6)).slice(0, Math.ceil((bytes * 4) / 3));

/** A well-formed JWS with an invented signature. A string is encoded as it is, anything else as JSON. */
export function exampleToken(payload: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }, bytes = 32): string {
  const segment = (part: unknown) => base64urlEncode(typeof part === 'string' ? part : JSON.stringify(part));
  return `${segment(header)}.${segment(payload)}.${signature(bytes)}`;
}

const issuer = 'https://openid.imbursepayments.com/';

/** The values that the requests of examples carry; every credential is invented. */
export const exampleValues = {
  hmacPath: '/v1/identity/hmac',
  customerRef: 'my-customer',
  orderRef: 'my-order',
  instructionRef: 'my-instruction',
  correlationId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  accountId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  tenantId: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
  managementToken: exampleToken({ iss: issuer, aud: 'management-api', exp: seconds + 3000, role: ['tenant-admin'] }),
  capturedToken: exampleToken({ iss: issuer, aud: 'payout-api', exp: seconds + 3500, customer_ref: 'my-customer-ref' }),
} as const satisfies VariableValues;

/** A private key that no server may echo. */
export const examplePrivateKey = 'aW52ZW50ZWQgcHJpdmF0ZSBrZXksIDMyIGJ5dGVzISE=';

/** The claims of a good payout token for the references of `exampleValues`. */
export const exampleClaims = {
  iss: issuer,
  aud: 'payout-api',
  iat: seconds,
  exp: seconds + 3600,
  customer_ref: exampleValues.customerRef,
  order_ref: exampleValues.orderRef,
  instruction_ref: exampleValues.instructionRef,
};

/** The same claims for the documented request. */
export const documentedClaims = {
  customer_ref: requestExample.customerRef,
  order_ref: requestExample.orderRef,
  instruction_ref: requestExample.instructionRef,
};

/** A good success body with claims changed (`undefined` leaves one out), or with the token or `expires` replaced. */
export function issued(
  claims: Readonly<Record<string, unknown>> = {},
  change: { readonly accessToken?: unknown; readonly expires?: unknown } = {},
): Readonly<Record<string, unknown>> {
  return {
    accessToken: exampleToken({ ...exampleClaims, ...claims }),
    expires: String(exampleClaims.exp * 1000),
    ...change,
  };
}

const serverId = '2f1f2a52-8a4b-4a8e-9d58-2f7f6f0f5f11';

/** A good error body (E3) with one error. */
export function refused(
  errorCode: string,
  change: Readonly<Record<string, unknown>> = {},
  errorChange: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const text = 'The request is refused.';
  const error = { errorCode, message: text, messageTemplate: text, metadata: { correlationId: serverId } };
  return { timestamp: seconds, correlationId: serverId, errors: [{ ...error, ...errorChange }], ...change };
}

/** The case that an example sends. */
export function exampleCase(id: string): ContractCase {
  const found = cases.find((contractCase) => contractCase.id === id);
  if (!found) throw new Error(`an example sends case ${id}, which does not exist`);
  return found;
}

function headersOf({ status, headers = {}, body, text }: ExampleResponse): HeaderList {
  const usual = {
    Date: new Date(exampleTime).toUTCString(),
    'Content-Type': body === undefined && !text ? null : 'application/json',
    'Cache-Control': status < 300 ? 'no-store' : null,
    'WWW-Authenticate': status === 401 ? 'Bearer' : null,
    Allow: status === 405 ? 'POST' : null,
  };
  return Object.entries({ ...usual, ...headers }).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((line) => [name, line] as const),
  );
}

/** The exchange of an example. */
export function exchangeOf({ case: id, response, clockAheadMs = 0 }: Example): AnsweredExchange {
  const { request } = exampleCase(id);
  const { method, url, headers, body } = resolveRequest(request, 'https://api.example.com', exampleValues);
  const text = response.text ?? (response.body === undefined ? '' : JSON.stringify(response.body));
  return {
    caseId: id,
    attempt: 1,
    request: { method, url, headers, ...(typeof body === 'string' && { body }) },
    outcome: {
      kind: 'response',
      status: response.status,
      statusText: '',
      headers: headersOf(response),
      body: text,
      validUtf8: response.validUtf8 ?? true,
      receivedAt: exampleTime + clockAheadMs,
      durationMs: 20,
    },
  };
}

/** The context that a rule gets for an example. */
export function seenBy(example: Example): { readonly reading: Reading; readonly context: RuleContext } {
  const exchange = exchangeOf(example);
  const context = {
    case: exampleCase(example.case),
    now: exchange.outcome.receivedAt,
    secrets: [exampleValues.managementToken, examplePrivateKey],
    errorForm: example.errorForm ?? 'E3',
    ...(example.targetIsUp && { targetIsUp: true }),
  };
  return { reading: new Reading(exchange), context };
}
