import { callOf } from '../../contract/calls';
import { mayIssueToken } from '../../contract/expectation';
import { listedValue } from '../../lib/headers';
import type { Reading } from './reading';
import { mismatchIf, type Rule } from './types';

const cacheControl = ({ exchange }: Reading): string => listedValue(exchange.outcome.headers, 'cache-control') ?? '';

export const noStore = {
  id: 'no-store',
  title: 'A token response tells caches not to store it.',
  evidence: ['T8'],
  appliesTo: (reading, { case: { expect, call } }) =>
    reading.succeeded && mayIssueToken(expect) && callOf(call).success.issues !== undefined,
  check: (reading) =>
    mismatchIf(!/\bno-store\b/i.test(cacheControl(reading)), {
      evidence: 'T8',
      kind: 'storable',
      message: 'Caches may store this token.',
      where: 'Cache-Control',
      expected: 'no-store',
      actual: cacheControl(reading) || 'no Cache-Control',
    }),
} as const satisfies Rule;
