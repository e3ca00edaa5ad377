import type { OpenAPIV3_1 } from 'openapi-types';
import { optionsExample } from '../contract/calls/payout-options/schemas';
import { errorCodesExample, errorListExample } from '../contract/errors';
import type { EvidenceIds } from '../contract/evidence';
import { cases } from '../contract/index';
import type { ApiCall, CallId } from '../contract/types';

type ResponseObject = OpenAPIV3_1.ResponseObject;

/** Adds the evidence ids that part of an OpenAPI document rests on. */
export function withEvidence<T extends object>(ids: EvidenceIds, part: T): T & { 'x-evidence': EvidenceIds } {
  return { ...part, 'x-evidence': ids };
}

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const headers = (...names: string[]) => ({
  headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
});

const errorContent = { content: { 'application/json': { schema: schemaRef('Error') } } };

const errorExamples = {
  E2: { summary: 'The error body of the 2019-08 documentation', value: errorCodesExample },
  E3: { summary: 'The error body of the documentation since 2019-09', value: errorListExample },
};

/** Every refusal by its component name. */
const refusals = {
  RefusedInput: withEvidence(['E1', 'E2', 'E3', 'E4', 'R4', 'R4a'], {
    description:
      'The body is not a request, or a reference is missing or breaks a rule. Where a reference is at fault, a code names it: `…_REF_IS_REQUIRED`, `…_REF_LENGTH_OUT_OF_RANGE` or `…_REF_CONTAINS_INVALID_CHARACTERS`.',
    content: { 'application/json': { schema: schemaRef('Error'), examples: errorExamples } },
  }),
  BadRequest: withEvidence(['E1', 'E2', 'E3', 'E4'], {
    description: 'Bad request: a required parameter is missing, for instance.',
    ...errorContent,
  }),
  Unauthorized: withEvidence(['E1', 'E6', 'E8'], {
    description: 'No valid key. The body may be empty.',
    ...headers('WWW-Authenticate'),
    ...errorContent,
  }),
  RequestFailed: withEvidence(['E1'], { description: 'The request failed.', ...errorContent }),
  Forbidden: withEvidence(['E1', 'E8', 'H7'], {
    description: 'Not for this user or role. The body may be empty.',
    ...errorContent,
  }),
  NotFound: withEvidence(['E1'], { description: 'No such resource.', ...errorContent }),
  NotOffered: withEvidence(['E1', 'C9', 'H5'], {
    description: 'This environment does not, or no longer, offer the call at this path.',
    ...errorContent,
  }),
  MethodNotAllowed: withEvidence(['C14', 'C14a'], {
    description: 'The answer to any other method on this path, where that is not 404.',
    ...headers('Allow'),
    ...errorContent,
  }),
  Conflict: withEvidence(['E1'], { description: 'Conflict with the present state.', ...errorContent }),
  ContentTooLarge: withEvidence(['C15'], { description: 'The body is too large.', ...errorContent }),
  UnsupportedMediaType: withEvidence(['C15'], {
    description: 'The body does not say that it is JSON.',
    ...errorContent,
  }),
  TooManyRequests: withEvidence(['E1'], {
    description: 'Too many requests. Try again with an exponential backoff.',
    ...headers('Retry-After'),
    ...errorContent,
  }),
  ServerError: withEvidence(['E1'], { description: 'The server failed.', ...errorContent }),
} satisfies Record<string, ResponseObject>;

type Refusal = keyof typeof refusals;

const tokenContent = {
  content: {
    'application/json': {
      schema: schemaRef('TokenResponse'),
      examples: { documented: { $ref: '#/components/examples/TokenResponse' } },
    },
  },
};

/** Every success by its component name. */
const successes = {
  PayoutTokenIssued: withEvidence(['C5', 'C6', 'C6a', 'C8', 'C13', 'T8'], {
    description: 'The payout token, in `accessToken`.',
    ...headers('Cache-Control'),
    ...tokenContent,
  }),
  ManagementTokenIssued: withEvidence(['H5', 'C6', 'C6a', 'C13', 'T8'], {
    description: 'The management token, in `accessToken`.',
    ...headers('Cache-Control'),
    ...tokenContent,
  }),
  PayoutOptions: withEvidence(['C8', 'C6', 'C13'], {
    description: 'The ways in which the customer can be paid.',
    content: { 'application/json': { schema: schemaRef('PayoutOptions'), example: optionsExample } },
  }),
} satisfies Record<string, ResponseObject>;

/** What each call answers with when it accepts. */
const successOf: Readonly<Record<CallId, keyof typeof successes>> = {
  'payout-token': 'PayoutTokenIssued',
  'management-token': 'ManagementTokenIssued',
  'payout-options': 'PayoutOptions',
};

/** `components/responses`. */
export const responseComponents: Record<string, ResponseObject> = { ...successes, ...refusals };

/** What each call answers with, beside its successes, by status (E1). */
const documented: Readonly<Record<number, Refusal>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  402: 'RequestFailed',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  429: 'TooManyRequests',
  500: 'ServerError',
  501: 'ServerError',
  502: 'ServerError',
  503: 'ServerError',
  504: 'ServerError',
};

/** What the cases of a call expect on top of that (C14, C15), or say more exactly. */
const ofCall: Readonly<Record<CallId, Readonly<Record<number, Refusal>>>> = {
  'payout-token': {
    400: 'RefusedInput',
    404: 'NotOffered',
    405: 'MethodNotAllowed',
    413: 'ContentTooLarge',
    415: 'UnsupportedMediaType',
  },
  'management-token': { 404: 'NotOffered' },
  'payout-options': {},
};

/** The statuses by which a case of the call may be accepted. */
function successStatuses(call: CallId): number[] {
  const accepted = cases.filter((each) => each.call === call && each.expect.outcome === 'accepted');
  return [...new Set(accepted.flatMap((each) => each.expect.status))].sort();
}

/** All responses of a call: its success under each status that the contract accepts, then the refusals. */
export function responsesOf({ id }: ApiCall): Record<string, OpenAPIV3_1.ReferenceObject> {
  const names: [status: string, name: string][] = [
    ...successStatuses(id).map((status): [string, string] => [String(status), successOf[id]]),
    ...Object.entries({ ...documented, ...ofCall[id] }),
  ];
  return Object.fromEntries(names.map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]));
}
