import type { EvidenceId } from '../contract/evidence';
import type { Mismatch, Rule } from './types';

/** Lifetimes are recorded by order of magnitude, so that a record stays the same from run to run. */
function lifetime(ms: number): string {
  const buckets = [
    [60_000, 'under a minute'],
    [600_000, 'minutes'],
    [7_200_000, 'about an hour'],
    [172_800_000, 'hours'],
    [2_678_400_000, 'days'],
  ] as const;
  return buckets.find(([limit]) => ms < limit)?.[1] ?? 'over a month';
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
    record('C6a', 'This success status is used.', 'status', String(reading.status));
    if (reading.token.ok) record('T1a', 'This algorithm is used.', 'alg', String(reading.token.jws.header.alg));
    if (reading.claims)
      record('T4', 'The token has these claims.', 'claims', Object.keys(reading.claims).sort().join(', '));
    if (reading.expires !== undefined)
      record('T4', 'The token lives this long.', '/expires', lifetime(reading.expires - now));
    return seen;
  },
} as const satisfies Rule;
