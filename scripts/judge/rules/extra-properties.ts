import type { Rule } from './types';

const promised = new Set(['accessToken', 'expires']);

export const extraProperties = {
  id: 'extra-properties',
  title: 'The success body has no more properties than are documented.',
  evidence: ['T9'],
  appliesTo: (reading, { case: { call, tags } }) =>
    reading.succeeded && call !== 'payout-options' && tags.includes('probe'),
  check(reading) {
    const extra = Object.keys(reading.object ?? {}).filter((name) => !promised.has(name));
    return extra.length > 0
      ? [
          {
            evidence: 'T9',
            message: 'Properties of the success body beyond the documented ones.',
            where: '/',
            actual: extra.sort().join(', '),
          },
        ]
      : [];
  },
} as const satisfies Rule;
