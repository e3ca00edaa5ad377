import type { Context } from '../behaviour';
import { entries, envelope } from '../changes';
import { type Reply, withHeader, withoutHeader } from '../http';
import { e2Body, e3Body, refuse } from '../refusal';
import type { Variant } from '../types';
import { everyRefusal, variantsOf } from './define';

const withoutBody = (reply: Reply): Reply => withoutHeader({ ...reply, body: '' }, 'Content-Type');

/** Servers whose refusals differ. */
export const errorVariants: readonly Variant[] = variantsOf({
  'envelope-e2': ['Returns errors in the 2019-08 format', () => ({ errorBody: e2Body })],
  'envelope-e2-empty-401': [
    'Returns errors in the 2019-08 format, and 401 and 403 without a body',
    () => ({
      errorBody: e2Body,
      reply: (reply) => (reply.status === 401 || reply.status === 403 ? withoutBody(reply) : reply),
    }),
  ],
  'envelope-e2-for-400-only': [
    'Returns 400 in the 2019-08 format, and every other error without a body',
    () => ({
      errorBody: e2Body,
      reply: (reply) => (reply.status > 400 ? withoutBody(reply) : reply),
    }),
  ],
  'envelope-e2-for-400-e3-for-others': [
    'Returns 400 in the 2019-08 format, and every other error in the 2019-09 format',
    () => ({ errorBody: (refusal, context) => (refusal.status === 400 ? e2Body(refusal) : e3Body(refusal, context)) }),
  ],
  'envelope-e3-for-401-only': [
    'Returns 401 in the 2019-09 format, and every other error in the 2019-08 format',
    () => ({ errorBody: (refusal, context) => (refusal.status === 401 ? e3Body(refusal, context) : e2Body(refusal)) }),
  ],
  'empty-401': [
    'Returns 401 without a body',
    everyRefusal((reply) => (reply.status === 401 ? withoutBody(reply) : reply)),
  ],
  'no-www-authenticate': [
    'Sends no WWW-Authenticate',
    everyRefusal((reply) => withoutHeader(reply, 'WWW-Authenticate')),
  ],
  'several-challenges': [
    'Sends a longer challenge, and a second one',
    everyRefusal((reply) => {
      if (reply.status !== 401) return reply;
      const longer = withHeader(reply, 'WWW-Authenticate', 'Bearer realm="imburse", error="invalid_token"');
      return { ...longer, headers: [...longer.headers, ['WWW-Authenticate', 'Hmac']] };
    }),
  ],
  'problem-json': [
    'Sends errors as application/problem+json',
    everyRefusal((reply) => withHeader(reply, 'Content-Type', 'application/problem+json')),
  ],
  'extra-error-properties': [
    'Adds properties to errors',
    envelope((body, { status }) => ({
      ...body,
      status,
      help: 'https://developer.imbursepayments.com/errors',
      errors: body.errors.map((entry) => ({ ...entry, severity: 'error', field: null })),
    })),
  ],
  'correlation-other-name': [
    'Uses another name for the inner correlation id, and more metadata',
    entries((entry, context) => {
      const requestCorrelation = context.behaviour.innerCorrelationId(context);
      return { ...entry, metadata: { limit: 50, requestCorrelation, attempt: '1' } };
    }),
  ],
  'correlation-id-short': [
    'Uses correlation ids that are not GUIDs',
    (baseline) => {
      const short = (context: Context): Context => ({
        ...context,
        correlationId: `0HM:${context.correlationId.slice(0, 8)}`,
      });
      return {
        outerCorrelationId: (context) => baseline.outerCorrelationId(short(context)),
        innerCorrelationId: (context) => baseline.innerCorrelationId(short(context)),
      };
    },
  ],
  'message-template-with-places': [
    'Uses message templates with placeholders',
    entries((entry) => ({ ...entry, messageTemplate: '{field} is not valid.' })),
  ],
  'first-error-only': ['Reports only the first of several faults', () => ({ reported: (codes) => codes.slice(0, 1) })],
  'errors-reversed': ['Reports the faults in another order', () => ({ reported: (codes) => codes.toReversed() })],
  'not-found-for-405': [
    'Returns 404 for other methods',
    () => ({ otherMethod: (context) => refuse({ status: 404, codes: ['RESOURCE_NOT_FOUND'] }, context) }),
  ],
  'bad-request-for-415': ['Returns 400 for another media type', () => ({ mediaTypeStatus: 400 })],
  'bad-request-for-413': ['Returns 400 for a body that is too large', () => ({ tooLargeStatus: 400 })],
});
