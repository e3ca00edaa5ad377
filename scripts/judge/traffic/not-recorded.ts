import { callOf } from '../../contract/calls';
import { requestExample } from '../../contract/calls/payout-token/schemas';
import type { CallId, ModelRequest, Prediction } from '../../contract/model';
import { opening } from '../../contract/model/reasons';
import { headerValue } from '../../lib/headers';
import { type RuleId, rules } from '../rules';
import type { Rule } from '../rules/types';
import type { NotRecorded } from './types';

/** What each rule reads besides the status. */
const needs: Readonly<Record<RuleId, readonly NotRecorded[]>> = {
  'call-offered': [],
  status: [],
  'server-error': [],
  'refusal-token': ['response-body', 'request-headers', 'authorization'],
  'secret-echo': [],
  'stack-trace': [],
  'media-type': ['response-headers', 'response-body'],
  'json-text': ['response-body', 'response-headers'],
  'success-body': ['response-body'],
  'token-form': ['response-body'],
  'token-expiry': ['response-body'],
  'token-times': ['response-body', 'time'],
  'token-references': ['response-body', 'request-body'],
  'error-body': ['response-body', 'response-headers'],
  'error-code': ['response-body', 'request-body'],
  'error-time': ['response-body', 'time'],
  correlation: ['response-body', 'request-headers'],
  'no-store': ['response-headers'],
  challenge: ['response-headers'],
  allow: ['response-headers'],
  'extra-properties': ['response-body'],
  'observed-success': ['response-body', 'response-headers', 'time'],
  'observed-envelope': ['response-body'],
  'observed-answer': [],
};

/** The rules that can judge an exchange of which these parts are missing. */
export const rulesWithout = (missing: ReadonlySet<NotRecorded>): readonly Rule[] =>
  missing.size === 0 ? rules : rules.filter(({ id }) => !needs[id].some((part) => missing.has(part)));

/** The request with what was not recorded as the documentation has it, so that what is there can be read. */
export function completed(
  request: ModelRequest,
  call: CallId,
  scheme: string,
  missing: ReadonlySet<NotRecorded>,
): ModelRequest {
  const without = (part: NotRecorded, name: string): boolean =>
    (missing.has('request-headers') || missing.has(part)) && headerValue(request.headers, name) === undefined;
  const takesBody = callOf(call).requestBody !== undefined;
  const body = takesBody && missing.has('request-body') ? JSON.stringify(requestExample) : request.body;
  return {
    ...request,
    headers: [
      ...request.headers,
      ...(without('authorization', 'authorization') ? [['Authorization', `${scheme} unrecorded`] as const] : []),
      ...(takesBody && without('request-headers', 'content-type')
        ? [['Content-Type', 'application/json'] as const]
        : []),
    ],
    ...(body !== undefined && { body }),
  };
}

const words: readonly (readonly [NotRecorded, string])[] = [
  ['request-headers', 'a part of the headers'],
  ['request-body', 'the body'],
];

/** What a fault in the missing part may be answered with. */
const statuses = [400, 401, 403, 413, 415];

/** The prediction as far as it does not depend on what is missing. */
export function loosened(prediction: Prediction, missing: ReadonlySet<NotRecorded>): Prediction {
  const openings = words.flatMap(([part, detail]) => (missing.has(part) ? [opening('not-recorded', { detail })] : []));
  if (openings.length === 0) return prediction;
  const { codes, ...rest } = prediction;
  const more = { openings: [...prediction.openings, ...openings] };
  if (rest.outcome === 'refused') return { ...rest, ...more, status: [...new Set([...rest.status, ...statuses])] };
  return rest.outcome === 'open'
    ? { ...rest, ...more }
    : { ...rest, ...more, outcome: 'open', status: [], evidence: 'C15a', rows: ['C15a'] };
}
