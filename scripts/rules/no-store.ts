import type { Rule } from './types';

export const noStore = {
  id: 'no-store',
  title: 'A token response forbids storing it.',
  evidence: ['T8'],
  appliesTo: (reading, { case: { expect, call } }) =>
    reading.succeeded && expect.outcome !== 'refused' && call !== 'payout-options',
  check: (reading) =>
    /\bno-store\b/i.test(reading.header('cache-control') ?? '')
      ? []
      : [
          {
            evidence: 'T8',
            message: 'A cache may keep this token.',
            where: 'Cache-Control',
            expected: 'no-store',
            actual: reading.header('cache-control') ?? 'no Cache-Control',
          },
        ],
} as const satisfies Rule;
