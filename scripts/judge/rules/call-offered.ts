import type { Rule } from './types';

export const callOffered = {
  id: 'call-offered',
  title: 'The environment offers the call.',
  evidence: ['C9'],
  appliesTo: (reading, { case: { provesCredentials, call } }) =>
    reading.status === 404 && provesCredentials === true && call === 'payout-token',
  check: () => [
    {
      evidence: 'C9',
      message:
        'This environment does not offer the call (any longer): the documented request is answered 404. Check the base URL, or ask Imburse which call replaced it.',
      where: 'status',
      expected: '200 or 201',
      actual: '404',
    },
  ],
} as const satisfies Rule;
