import type { Reading } from './reading';
import type { Mismatch, Rule, RuleContext } from './types';

const list = (statuses: readonly number[]): string => statuses.join(' or ');

const redirects = ({ status }: Reading): boolean => status >= 300 && status < 400;

/** The row that this status breaks: a documented status used against its meaning weighs more than an inferred one. */
function brokenRow(reading: Reading, { expect, provesCredentials }: RuleContext['case']): Mismatch['evidence'] {
  const { status } = reading;
  // Whatever the answer to such a request: the statuses of the API know no redirect.
  if (expect.outcome === 'observed') return 'E1';
  if (expect.outcome === 'accepted') {
    if (status === 204 || status === 205) return 'C5';
    if (reading.succeeded) return 'C6';
  } else if (reading.succeeded && !expect.status.includes(405)) return 'E1';
  const keyRefused = (status === 401 || status === 403) && !provesCredentials;
  return keyRefused && !expect.status.includes(405) ? 'E1' : expect.evidence;
}

export const status = {
  id: 'status',
  title: 'The status is the one that the evidence names for this request.',
  evidence: ['C1', 'C5', 'C6', 'E1'],
  appliesTo: (reading, { case: { expect } }) =>
    reading.status < 500 &&
    reading.status !== 429 &&
    (expect.outcome === 'observed' ? redirects(reading) : !expect.status.includes(reading.status)),
  check(reading, context) {
    const { expect, call, provesCredentials } = context.case;
    if (reading.status === 404 && provesCredentials && call === 'payout-token') return [];
    // A token issued where it should be refused is the business of the rule refusal-token.
    if (expect.outcome === 'refused' && reading.succeeded && reading.accessToken !== undefined) return [];
    const redirected = redirects(reading);
    return [
      {
        evidence: brokenRow(reading, context.case),
        message: redirected
          ? 'The server redirects; redirects are not followed.'
          : 'The status is not the expected one.',
        where: 'status',
        expected: expect.outcome === 'observed' ? 'a success or a refusal' : list(expect.status),
        actual: redirected ? `${reading.status} to ${reading.header('location') ?? 'nowhere'}` : String(reading.status),
      },
    ];
  },
} as const satisfies Rule;
