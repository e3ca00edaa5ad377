import type { EvidenceId } from '../../contract/evidence';
import { description } from './schema-mismatches';
import type { Mismatch, Rule } from './types';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Lifetimes are recorded by order of magnitude, so that a record stays the same from run to run. No limit is a lifetime
 * that anybody would choose: a second more or less must not look like a change.
 */
function lifetime(ms: number): string {
  const buckets = [
    [0.8 * minute, 'less than a minute'],
    [17 * minute, 'minutes'],
    [2.7 * hour, 'about an hour'],
    [2.7 * day, 'hours'],
    [40 * day, 'days'],
  ] as const;
  return buckets.find(([limit]) => ms < limit)?.[1] ?? 'months';
}

export const observedSuccess = {
  id: 'observed-success',
  title: 'What the evidence leaves open about a success is recorded.',
  evidence: ['C6a', 'T1a', 'T4'],
  appliesTo: (reading, { case: { tags, expect } }) =>
    reading.succeeded && tags.includes('probe') && expect.outcome === 'accepted',
  check(reading, { now }) {
    const seen: Mismatch[] = [];
    const record = (evidence: EvidenceId, message: string, where: string, actual: string) =>
      seen.push({ evidence, message, where, actual });
    record('C6a', 'Success status.', 'status', String(reading.status));
    if (reading.token.ok) {
      const { alg } = reading.token.jws.header;
      record('T1a', 'Signing algorithm.', 'alg', typeof alg === 'string' ? alg : description(alg));
    }
    if (reading.claims) record('T4', 'Claims of the token.', 'claims', Object.keys(reading.claims).sort().join(', '));
    if (reading.expires !== undefined)
      record('T4', 'Lifetime of the token.', '/expires', lifetime(reading.expires - now));
    return seen;
  },
} as const satisfies Rule;
