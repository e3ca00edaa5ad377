import { callOf } from '../../contract/calls';
import { mayIssueToken } from '../../contract/expectation';
import { headerValues } from '../../lib/headers';
import type { Reading } from './reading';
import { mismatchIf, type Rule } from './types';

/** The whole header, which may be sent on several lines. */
const cacheControl = ({ exchange }: Reading): string =>
  headerValues(exchange.outcome.headers, 'cache-control').join(', ');

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
