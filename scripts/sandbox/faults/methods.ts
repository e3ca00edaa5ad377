import type { Context } from '../behaviour';
import { grant, receivedReferences } from '../calls/payout';
import { type Reply, withoutHeader } from '../http';
import { internalError, refuse } from '../refusal';
import { jsonReply } from '../replies';
import type { Change, Fault } from '../types';
import { group, mapReferences } from './define';

/** Handles other methods on the path of the payout call. */
const other =
  (answer: (context: Context) => Reply | undefined | Promise<Reply | undefined>): Change =>
  (baseline) => ({
    otherMethod: async (context, allowed) =>
      (context.call === 'payout' ? await answer(context) : undefined) ?? baseline.otherMethod(context, allowed),
  });

/** Issues a token for another method, if the caller is known. */
const issues = (method: string, also: (context: Context) => boolean = () => true): Change =>
  other(async (context) => {
    if (context.request.method !== method || !also(context)) return undefined;
    const refusal = await context.behaviour.authenticate('management', context);
    if (refusal) return refuse(refusal, context);
    const references = mapReferences(receivedReferences(context), (value) => value ?? 'unknown');
    return grant(references, context);
  });

/** Faults of other methods on the path. */
export const methodFaults: readonly Fault[] = [
  ...group('violation', ['C14'], {
    'get-issues-token': ['Issues a token for GET', issues('GET')],
    'put-issues-token': ['Issues a token for PUT', issues('PUT')],
    'patch-issues-token': ['Issues a token for PATCH', issues('PATCH')],
    'delete-issues-token': ['Issues a token for DELETE', issues('DELETE')],
    'override-from-get-issues-token': [
      'Issues a token for GET that X-HTTP-Method-Override makes a POST',
      issues('GET', ({ request }) => request.header('x-http-method-override') === 'POST'),
    ],
    'override-from-put-issues-token': [
      'Issues a token for PUT that X-Method-Override makes a POST',
      issues('PUT', ({ request }) => request.header('x-method-override') === 'POST'),
    ],
    'other-methods-500': ['Returns 500 for other methods', other((context) => refuse(internalError, context))],
    'other-methods-501': [
      'Returns 501 for other methods',
      other((context) => refuse({ status: 501, codes: ['NOT_IMPLEMENTED'] }, context)),
    ],
  }),
  ...group('deviation', ['C14'], {
    'other-methods-200': [
      'Returns 200 and an empty object for other methods',
      other((context) => jsonReply(200, {}, context)),
    ],
    'other-methods-400': [
      'Returns 400 for other methods',
      other((context) => refuse({ status: 400, codes: ['METHOD_NOT_ALLOWED'] }, context)),
    ],
    'get-redirects': [
      'Redirects GET to the documentation',
      other(({ request }) =>
        request.method === 'GET' ? { status: 302, headers: [['Location', '/docs']], body: '' } : undefined,
      ),
    ],
  }),
  ...group('warning', ['C14a'], {
    'allow-missing': [
      'Sends 405 without Allow',
      (baseline) => ({
        otherMethod: async (context, allowed) => withoutHeader(await baseline.otherMethod(context, allowed), 'Allow'),
      }),
    ],
  }),
];
