import type { OpenAPIV3_1 } from 'openapi-types';
import { calls } from '../../contract/calls';
import { errorCodesExample, errorListExample } from '../../contract/errors';
import type { EvidenceIds } from '../../contract/evidence';
import type { ApiCall, RefusalName, Success } from '../../contract/types';

type ResponseObject = OpenAPIV3_1.ResponseObject;

/** Adds the evidence ids that a part of the OpenAPI document rests on. */
export function withEvidence<T extends object>(ids: EvidenceIds, part: T): T & { 'x-evidence': EvidenceIds } {
  return { ...part, 'x-evidence': ids };
}

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const headers = (...names: string[]) => ({
  headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
});

const errorExamples = {
  E2: { summary: 'The error body of the 2019-08 documentation', value: errorCodesExample },
  E3: { summary: 'The error body of the documentation since 2019-09', value: errorListExample },
};

/** An error body with an example of its own. The contract leaves the names of these codes open (E4). */
function errorContent(errorCode: string, message: string) {
  const value = {
    ...errorListExample,
    errors: errorListExample.errors.map((each) => ({ ...each, errorCode, message, messageTemplate: message })),
  };
  const examples = { E3: { summary: 'Invented: the contract leaves the name of the code open', value } };
  return { content: { 'application/json': { schema: schemaRef('Error'), examples } } };
}

/** Every refusal by its component name. */
const refusals = {
  RefusedInput: withEvidence(['E1a', 'E2', 'E3', 'E4', 'R4', 'R4a'], {
    description:
      'The body is not a valid request, or a reference is missing or invalid. If a reference is invalid, a code names it: `…_REF_IS_REQUIRED`, `…_REF_LENGTH_OUT_OF_RANGE` or `…_REF_CONTAINS_INVALID_CHARACTERS`.',
    content: { 'application/json': { schema: schemaRef('Error'), examples: errorExamples } },
  }),
  BadRequest: withEvidence(['E1a', 'E2', 'E3', 'E4'], {
    description: 'Bad request: for example, a required parameter is missing.',
    ...errorContent('BAD_REQUEST', 'The request is not valid.'),
  }),
  Unauthorized: withEvidence(['E1b', 'E6', 'E8'], {
    description: 'The request has no valid API key or token. The body may be empty.',
    ...headers('WWW-Authenticate'),
    ...errorContent('UNAUTHORISED', 'The request has no valid credentials.'),
  }),
  RequestFailed: withEvidence(['E1'], {
    description: 'The request failed.',
    ...errorContent('REQUEST_FAILED', 'The request failed.'),
  }),
  Forbidden: withEvidence(['E1c', 'E8', 'H7'], {
    description: 'The user or role is not allowed to make this request. The body may be empty.',
    ...errorContent('FORBIDDEN', 'The role is not allowed to make this request.'),
  }),
  NotFound: withEvidence(['E1d'], {
    description: 'The resource does not exist.',
    ...errorContent('NOT_FOUND', 'The resource does not exist.'),
  }),
  NotOffered: withEvidence(['E1d', 'C9', 'H5'], {
    description: 'This environment does not offer the call at this path, or no longer does.',
    ...errorContent('NOT_FOUND', 'The resource does not exist.'),
  }),
  MethodNotAllowed: withEvidence(['C14', 'C14a'], {
    description: 'The response to any other method on this path, unless that is 404.',
    ...headers('Allow'),
    ...errorContent('METHOD_NOT_ALLOWED', 'The method is not supported.'),
  }),
  Conflict: withEvidence(['E1'], {
    description: 'The request conflicts with the current state.',
    ...errorContent('CONFLICT', 'The request conflicts with the current state.'),
  }),
  ContentTooLarge: withEvidence(['C15'], {
    description: 'The body is too large.',
    ...errorContent('CONTENT_TOO_LARGE', 'The body is too large.'),
  }),
  UnsupportedMediaType: withEvidence(['C15'], {
    description: 'The body does not have a JSON media type.',
    ...errorContent('UNSUPPORTED_MEDIA_TYPE', 'The media type is not supported.'),
  }),
  TooManyRequests: withEvidence(['E1e'], {
    description: 'Too many requests. Retry with an exponential backoff.',
    ...headers('Retry-After'),
    ...errorContent('TOO_MANY_REQUESTS', 'Too many requests.'),
  }),
  ServerError: withEvidence(['E1f'], {
    description: 'The server failed.',
    ...errorContent('INTERNAL_SERVER_ERROR', 'The server failed.'),
  }),
} satisfies Record<RefusalName, ResponseObject> & Record<string, ResponseObject>;

type RefusalResponse = keyof typeof refusals;

function successResponse({ description, evidence, body, issues }: Success): ResponseObject {
  const documented = {
    summary: 'The documented response',
    ...(body.exampleNote && { description: body.exampleNote }),
    value: body.example,
  };
  return withEvidence(evidence, {
    description,
    ...(issues && headers('Cache-Control')),
    content: { 'application/json': { schema: schemaRef(body.component), examples: { documented } } },
  });
}

/** `components/responses`. */
export const responseComponents: Record<string, ResponseObject> = {
  ...Object.fromEntries(calls.map(({ success }) => [success.component, successResponse(success)])),
  ...refusals,
};

/** How every call may refuse a request, by status (E1); a call may describe a refusal more closely. */
const documented: Readonly<Record<number, RefusalResponse>> = {
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

/** All responses of a call: its success under each status that the contract accepts, then the refusals. */
export function responsesOf({ success, refusals }: ApiCall): Record<string, OpenAPIV3_1.ReferenceObject> {
  const names: [status: string, name: string][] = [
    ...success.status.map((status): [string, string] => [String(status), success.component]),
    ...Object.entries({ ...documented, ...refusals }),
  ];
  return Object.fromEntries(names.map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]));
}
