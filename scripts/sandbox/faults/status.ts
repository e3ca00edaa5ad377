import type { Context } from '../behaviour';
import { readObject, referenceNames } from '../references';
import { internalError } from '../refusal';
import { jsonReply } from '../replies';
import type { Change, Fault } from '../types';
import { group, onSuccess } from './define';

const status =
  (successStatus: number): Change =>
  () => ({ successStatus });

/** Answers refusals of one status with another. */
const instead =
  (from: number, to: number): Change =>
  (baseline) => ({
    refusal: (refusal, context) => {
      const before = baseline.refusal(refusal, context);
      return before.status === from ? { ...before, status: to } : before;
    },
  });

/** Breaks down over a request that should be refused for its input. */
const crashOn =
  (trigger: (context: Context) => boolean): Change =>
  (baseline) => ({
    refusal: (refusal, context) =>
      context.call === 'payout' && [400, 413, 415].includes(refusal.status) && trigger(context)
        ? internalError
        : baseline.refusal(refusal, context),
  });

const text = ({ request }: Context): string => Buffer.from(request.body).toString('utf8');

/** Breaks down over a reference. */
const crashOnReference = (trigger: (value: unknown) => boolean): Change =>
  crashOn(({ request }) => {
    const body = readObject(request.body);
    return body !== undefined && referenceNames.some((name) => trigger(body[name]));
  });

const crashOnText = (trigger: (value: string) => boolean): Change =>
  crashOnReference((value) => typeof value === 'string' && trigger(value));

function parses(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The wrong status, for good requests and for bad ones. */
export const statusFaults: readonly Fault[] = [
  ...group('deviation', ['C6'], {
    'status-202': ['Answers 202 with a good token', status(202)],
    'status-203': ['Answers 203 with a good token', status(203)],
    'status-206': ['Answers 206 with a good token', status(206)],
  }),
  ...group('violation', ['C5'], {
    'status-204': [
      'Answers 204 without a body',
      onSuccess((reply) => ({ ...reply, status: 204, headers: [], body: '' })),
    ],
    'status-302': [
      'Redirects the documented request to a login page',
      onSuccess(() => ({ status: 302, headers: [['Location', '/login']], body: '' })),
    ],
  }),
  ...group('violation', ['C9'], {
    'call-not-offered': [
      'Answers 404 for the whole call',
      (baseline) => ({
        admit: (context) =>
          context.call === 'payout' ? { status: 404, codes: ['RESOURCE_NOT_FOUND'] } : baseline.admit(context),
      }),
    ],
  }),
  ...group('violation', ['E1'], {
    'errors-with-status-200': ['Answers refused input with 200 and the error in the body', instead(400, 200)],
    'unauthorised-with-status-200': ['Answers a refused token with 200 and the error in the body', instead(401, 200)],
    'unauthorised-with-status-403': ['Answers a refused token with 403', instead(401, 403)],
    'unauthorised-with-status-400': ['Answers a refused token with 400', instead(401, 400)],
    'unauthorised-with-status-404': ['Answers a refused token with 404', instead(401, 404)],
    'unauthorised-with-redirect': [
      'Redirects a refused token to a login page',
      (baseline) => ({
        refusal: (refusal, context) =>
          refusal.status === 401
            ? { status: 302, codes: refusal.codes, headers: [['Location', '/login']] }
            : baseline.refusal(refusal, context),
      }),
    ],
  }),
  ...group('deviation', ['R4'], {
    'invalid-input-with-status-422': ['Answers refused input with 422', instead(400, 422)],
    'invalid-input-with-status-409': ['Answers refused input with 409', instead(400, 409)],
    'invalid-input-with-status-404': ['Answers refused input with 404', instead(400, 404)],
  }),
  ...group('violation', ['R4'], {
    'invalid-input-with-status-500': ['Answers all refused input with 500', instead(400, 500)],
    'malformed-json-500': [
      'Breaks down over malformed JSON',
      crashOn((context) => context.request.body.length > 0 && parses(text(context)) === undefined),
    ],
    'empty-body-500': ['Breaks down over an empty body', crashOn(({ request }) => request.bodySize === 0)],
    'array-body-500': [
      'Breaks down over a JSON array as body',
      crashOn((context) => Array.isArray(parses(text(context)))),
    ],
    'string-body-500': [
      'Breaks down over a JSON string as body',
      crashOn((context) => typeof parses(text(context)) === 'string'),
    ],
    'invalid-utf8-500': [
      'Breaks down over invalid UTF-8',
      crashOn(({ request }) => Buffer.compare(Buffer.from(Buffer.from(request.body).toString()), request.body) !== 0),
    ],
    'deep-nesting-500': [
      'Breaks down over deeply nested JSON',
      crashOn((context) => (text(context).match(/[[{]/g)?.length ?? 0) > 1000),
    ],
    'missing-reference-500': ['Breaks down over a missing reference', crashOnReference((value) => value === undefined)],
    'null-reference-500': ['Breaks down over a reference that is null', crashOnReference((value) => value === null)],
    'empty-reference-500': ['Breaks down over an empty reference', crashOnText((value) => value === '')],
    'number-reference-500': [
      'Breaks down over a reference that is a number',
      crashOnReference((value) => typeof value === 'number'),
    ],
    'object-reference-500': [
      'Breaks down over a reference that is an object',
      crashOnReference((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
    ],
    'long-reference-500': ['Breaks down over a reference of 51 characters', crashOnText((value) => value.length > 50)],
    'nul-reference-500': ['Breaks down over NUL in a reference', crashOnText((value) => value.includes('\0'))],
    'quote-reference-500': ['Breaks down over a quote in a reference', crashOnText((value) => /['"]/.test(value))],
    'emoji-reference-500': [
      'Breaks down over a character outside the basic plane in a reference',
      crashOnText((value) => /[\u{10000}-\u{10ffff}]/u.test(value)),
    ],
  }),
  ...group('violation', ['C15'], {
    'large-body-500': ['Breaks down over a body that is too large', instead(413, 500)],
    'other-media-type-500': ['Breaks down over a body of another media type', instead(415, 500)],
    'missing-content-type-500': [
      'Breaks down over a request without Content-Type',
      crashOn(({ request }) => request.header('content-type') === undefined),
    ],
  }),
  ...group('deviation', ['C15'], {
    'other-media-type-403': ['Answers a body of another media type with 403', instead(415, 403)],
    'other-media-type-accepted': [
      'Takes text/plain for JSON and issues a token',
      (baseline) => ({
        acceptsMediaType: (type) => type?.startsWith('text/plain') === true || baseline.acceptsMediaType(type),
      }),
    ],
    'missing-content-type-accepted': [
      'Issues a token for a request without Content-Type',
      (baseline) => ({ acceptsMediaType: (type) => type === undefined || baseline.acceptsMediaType(type) }),
    ],
    'any-media-type-accepted': ['Does not look at Content-Type', () => ({ acceptsMediaType: () => true })],
    'large-body-204': [
      'Answers a body that is too large with an empty 204',
      (baseline) => ({
        reply: (reply, context) =>
          reply.status === 413 ? { status: 204, headers: [], body: '' } : baseline.reply(reply, context),
      }),
    ],
  }),
  ...group('violation', ['C6'], {
    'success-500': [
      'Answers the documented request with 500',
      onSuccess((_reply, context) => jsonReply(500, context.behaviour.errorBody(internalError, context), context)),
    ],
  }),
];
