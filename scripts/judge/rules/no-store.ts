import { headerValues } from '../../lib/headers';
import type { Reading } from './reading';
import type { Rule } from './types';

/** All of it: a header may come in several lines. */
const cacheControl = ({ exchange }: Reading): string =>
  headerValues(exchange.outcome.headers, 'cache-control').join(', ');

export const noStore = {
  id: 'no-store',
  title: 'A token response forbids storing it.',
  evidence: ['T8'],
  appliesTo: (reading, { case: { expect, call } }) =>
    reading.succeeded && expect.outcome !== 'refused' && call !== 'payout-options',
  check: (reading) =>
    /\bno-store\b/i.test(cacheControl(reading))
      ? []
      : [
          {
            evidence: 'T8',
            message: 'A cache may keep this token.',
            where: 'Cache-Control',
            expected: 'no-store',
            actual: cacheControl(reading) || 'no Cache-Control',
          },
        ],
} as const satisfies Rule;
