import { callOf } from '../../contract/calls';
import { rowOfStatus } from '../../contract/evidence';
import { conformingText, conforms, mustRefuse } from '../../contract/expectation';
import type { Reading } from './reading';
import type { Mismatch, Rule, RuleContext } from './types';

const redirects = ({ status }: Reading): boolean => status >= 300 && status < 400;

/** The row that this status breaks. Using a documented status against its meaning is worse than breaking an inferred row. */
function brokenRow(reading: Reading, { expect, provesCredentials }: RuleContext['case']): Mismatch['evidence'] {
  const { status } = reading;
  const keyRequired = expect.status.includes(401);
  // Even for a request that the evidence leaves open, the API does not redirect.
  if (expect.outcome === 'open') return 'E1';
  if (expect.outcome === 'accepted') {
    if (status === 204 || status === 205) return 'C5';
    if (reading.succeeded) return 'C6';
  }
  if (expect.status.includes(405)) return expect.evidence;
  if (mustRefuse(expect) && reading.succeeded) return rowOfStatus(keyRequired ? 401 : 400);
  const keyRefused = (status === 401 || status === 403) && !provesCredentials;
  return keyRefused ? rowOfStatus(keyRequired ? 401 : status) : expect.evidence;
}

export const status = {
  id: 'status',
  title: 'The status is one that the evidence names for this request.',
  evidence: ['C1', 'C5', 'C6', 'E1', 'E1a', 'E1b', 'E1c'],
  appliesTo: (reading, { case: { expect } }) =>
    reading.status < 500 && !reading.transient && !conforms(expect, reading.status),
  check(reading, context) {
    const { expect, call, provesCredentials } = context.case;
    if (reading.status === 404 && provesCredentials && callOf(call).notOffered) return [];
    // The rule refusal-token reports a token that should not have been issued.
    if (mustRefuse(expect) && reading.succeeded && reading.accessToken !== undefined) return [];
    const redirected = redirects(reading);
    return [
      {
        evidence: brokenRow(reading, context.case),
        kind: redirected ? 'redirect' : 'status',
        message: redirected
          ? 'The server redirects. Redirects are not followed.'
          : 'The response has an unexpected status.',
        where: 'status',
        expected: conformingText(expect),
        actual: redirected
          ? `${reading.status} to ${reading.header('location') ?? 'no location'}`
          : String(reading.status),
      },
    ];
  },
} as const satisfies Rule;
