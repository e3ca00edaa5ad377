import { callOf } from '../../contract/calls';
import type { Rule } from './types';

export const callOffered = {
  id: 'call-offered',
  title: 'The environment offers the call.',
  evidence: ['C9'],
  appliesTo: (reading, { case: { provesCredentials, call } }) =>
    reading.status === 404 && provesCredentials === true && callOf(call).notOffered !== undefined,
  check: (_reading, { case: { call, expect } }) => [
    {
      evidence: callOf(call).notOffered!,
      kind: 'not-offered',
      message:
        'This environment does not offer the call, or no longer does: it returned 404 for the documented request. Check the base URL, or ask Imburse which call replaced this one.',
      where: 'status',
      expected: expect.status.join(' or '),
      actual: '404',
    },
  ],
} as const satisfies Rule;
