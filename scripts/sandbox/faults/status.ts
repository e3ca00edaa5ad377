import { jsonValue } from '../../lib/json';
import type { Context } from '../behaviour';
import { readObject, referenceNames } from '../references';
import { internalError } from '../refusal';
import { jsonReply } from '../replies';
import type { Change, Fault } from '../types';
import { group, instead, onSuccess } from './define';

const status =
  (successStatus: number): Change =>
  () => ({ successStatus });

/** Throws for invalid input. */
const crashOn =
  (trigger: (context: Context) => boolean): Change =>
  (baseline) => ({
    refusal: (refusal, context) =>
      context.call === 'payout' && [400, 413, 415].includes(refusal.status) && trigger(context)
        ? internalError
        : baseline.refusal(refusal, context),
  });

const text = ({ request }: Context): string => Buffer.from(request.body).toString('utf8');

/** Throws for a reference. */
const crashOnReference = (trigger: (value: unknown) => boolean): Change =>
  crashOn(({ request }) => {
    const body = readObject(request.body);
    return body !== undefined && referenceNames.some((name) => trigger(body[name]));
  });

const crashOnText = (trigger: (value: string) => boolean): Change =>
  crashOnReference((value) => typeof value === 'string' && trigger(value));

/** Faults of the status, for valid and invalid requests. */
export const statusFaults: readonly Fault[] = [
  ...group('deviation', ['C6'], {
    'status-202': ['Returns 202 with a valid token', status(202)],
    'status-203': ['Returns 203 with a valid token', status(203)],
    'status-206': ['Returns 206 with a valid token', status(206)],
  }),
  ...group('violation', ['C5'], {
    'status-204': [
      'Returns 204 without a body',
      onSuccess((reply) => ({ ...reply, status: 204, headers: [], body: '' })),
    ],
    'status-302': [
      'Redirects the documented request to a login page',
      onSuccess(() => ({ status: 302, headers: [['Location', '/login']], body: '' })),
    ],
  }),
  ...group('violation', ['C9'], {
    'call-not-offered': [
      'Returns 404 for the whole call',
      (baseline) => ({
        admit: (context) =>
          context.call === 'payout' ? { status: 404, codes: ['RESOURCE_NOT_FOUND'] } : baseline.admit(context),
      }),
    ],
  }),
  ...group('violation', ['E1a', 'E1b'], {
    'errors-with-status-200': ['Returns 200 and the error in the body for invalid input', instead(400, 200)],
    'unauthorised-with-status-200': ['Returns 200 and the error in the body for a refused token', instead(401, 200)],
    'unauthorised-with-status-403': ['Returns 403 for a refused token', instead(401, 403)],
    'unauthorised-with-status-400': ['Returns 400 for a refused token', instead(401, 400)],
    'unauthorised-with-status-404': ['Returns 404 for a refused token', instead(401, 404)],
    'unauthorised-with-redirect': [
      'Redirects requests with a refused token to a login page',
      (baseline) => ({
        refusal: (refusal, context) =>
          refusal.status === 401
            ? { status: 302, codes: refusal.codes, headers: [['Location', '/login']] }
            : baseline.refusal(refusal, context),
      }),
    ],
  }),
  ...group('deviation', ['R4'], {
    'invalid-input-with-status-422': ['Returns 422 for invalid input', instead(400, 422)],
    'invalid-input-with-status-409': ['Returns 409 for invalid input', instead(400, 409)],
    'invalid-input-with-status-404': ['Returns 404 for invalid input', instead(400, 404)],
  }),
  ...group('violation', ['R4'], {
    'invalid-input-with-status-500': ['Returns 500 for all invalid input', instead(400, 500)],
    'malformed-json-500': [
      'Returns 500 for malformed JSON',
      crashOn((context) => context.request.body.length > 0 && jsonValue(text(context)) === undefined),
    ],
    'empty-body-500': ['Returns 500 for an empty body', crashOn(({ request }) => request.bodySize === 0)],
    'array-body-500': [
      'Returns 500 for a JSON array as body',
      crashOn((context) => Array.isArray(jsonValue(text(context)))),
    ],
    'string-body-500': [
      'Returns 500 for a JSON string as body',
      crashOn((context) => typeof jsonValue(text(context)) === 'string'),
    ],
    'invalid-utf8-500': [
      'Returns 500 for invalid UTF-8',
      crashOn(({ request }) => Buffer.compare(Buffer.from(Buffer.from(request.body).toString()), request.body) !== 0),
    ],
    'deep-nesting-500': [
      'Returns 500 for deeply nested JSON',
      crashOn((context) => (text(context).match(/[[{]/g)?.length ?? 0) > 1000),
    ],
    'missing-reference-500': ['Returns 500 for a missing reference', crashOnReference((value) => value === undefined)],
    'null-reference-500': ['Returns 500 for a reference that is null', crashOnReference((value) => value === null)],
    'empty-reference-500': ['Returns 500 for an empty reference', crashOnText((value) => value === '')],
    'number-reference-500': [
      'Returns 500 for a reference that is a number',
      crashOnReference((value) => typeof value === 'number'),
    ],
    'object-reference-500': [
      'Returns 500 for a reference that is an object',
      crashOnReference((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
    ],
    'long-reference-500': ['Returns 500 for a reference of 51 characters', crashOnText((value) => value.length > 50)],
    'nul-reference-500': ['Returns 500 for NUL in a reference', crashOnText((value) => value.includes('\0'))],
    'quote-reference-500': ['Returns 500 for a quote in a reference', crashOnText((value) => /['"]/.test(value))],
    'emoji-reference-500': [
      'Returns 500 for a character outside the basic plane in a reference',
      crashOnText((value) => /[\u{10000}-\u{10ffff}]/u.test(value)),
    ],
  }),
  ...group('violation', ['C15'], {
    'large-body-500': ['Returns 500 for a body that is too large', instead(413, 500)],
    'other-media-type-500': ['Returns 500 for a body of another media type', instead(415, 500)],
    'missing-content-type-500': [
      'Returns 500 for a request without Content-Type',
      crashOn(({ request }) => request.header('content-type') === undefined),
    ],
  }),
  ...group('deviation', ['C15'], {
    'other-media-type-403': ['Returns 403 for a body of another media type', instead(415, 403)],
    'other-media-type-accepted': [
      'Accepts text/plain as JSON and issues a token',
      (baseline) => ({
        acceptsMediaType: (type) => type?.startsWith('text/plain') === true || baseline.acceptsMediaType(type),
      }),
    ],
    'missing-content-type-accepted': [
      'Issues a token for a request without Content-Type',
      (baseline) => ({ acceptsMediaType: (type) => type === undefined || baseline.acceptsMediaType(type) }),
    ],
    'any-media-type-accepted': ['Ignores Content-Type', () => ({ acceptsMediaType: () => true })],
    'large-body-204': [
      'Returns an empty 204 for a body that is too large',
      (baseline) => ({
        reply: (reply, context) =>
          reply.status === 413 ? { status: 204, headers: [], body: '' } : baseline.reply(reply, context),
      }),
    ],
  }),
  ...group('violation', ['C6'], {
    'success-500': [
      'Returns 500 for the documented request',
      onSuccess((_reply, context) => jsonReply(500, context.behaviour.errorBody(internalError, context), context)),
    ],
  }),
];
