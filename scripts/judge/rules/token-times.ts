import { description } from './schema-mismatches';
import { inOtherUnit } from './time-unit';
import type { Mismatch, Rule } from './types';

const skewMs = 60_000;

/** A time as people read it, if it is in the range of Date. */
function shown(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${ms} ms`;
}

export const tokenTimes = {
  id: 'token-times',
  title: 'The token is valid when it is received.',
  evidence: ['T7'],
  // Whether it should have been issued or not.
  appliesTo: (reading) => reading.succeeded && reading.accessToken !== undefined,
  check(reading, { now }) {
    const mismatches: Mismatch[] = [];
    const { expires, claims } = reading;
    if (expires !== undefined && reading.byBothClocks(now, (time) => expires <= time - skewMs)) {
      mismatches.push({
        evidence: 'T7',
        kind: 'expired',
        message: 'The token had already expired when it was received.',
        where: '/expires',
        expected: `after ${shown(now)}`,
        actual: inOtherUnit(expires, 'milliseconds', now) ?? shown(expires),
      });
    }
    for (const name of ['iat', 'nbf']) {
      const claim = claims?.[name];
      if (claim === undefined) continue;
      if (typeof claim !== 'number') {
        mismatches.push({
          evidence: 'T7',
          kind: 'not-a-number',
          message: `The claim ${name} is not a number.`,
          where: name,
          expected: 'a number of seconds',
          actual: description(claim),
        });
      } else if (reading.byBothClocks(now, (time) => claim * 1000 > time + skewMs)) {
        mismatches.push({
          evidence: 'T7',
          kind: 'in-the-future',
          message: `The claim ${name} is in the future.`,
          where: name,
          expected: `not after ${shown(now)}`,
          actual: inOtherUnit(claim, 'seconds', now) ?? shown(claim * 1000),
        });
      }
    }
    return mismatches;
  },
} as const satisfies Rule;
