import { description } from './schema-mismatches';
import { inOtherUnit } from './time-unit';
import type { Rule } from './types';

const year10000 = 253_402_300_800_000;

export const tokenExpiry = {
  id: 'token-expiry',
  title: 'The claim exp and the property expires hold the same time.',
  evidence: ['T3'],
  appliesTo: (reading) => reading.succeeded && reading.claims !== undefined,
  check({ claims, expires }, { now }) {
    const exp = claims?.exp;
    if (typeof exp !== 'number' || !Number.isFinite(exp)) {
      return [
        {
          evidence: 'T3',
          kind: 'not-a-number',
          message: 'The claim exp of the token is not a number.',
          where: 'exp',
          expected: 'a number of seconds',
          actual: description(exp),
        },
      ];
    }
    if (expires === undefined || Math.abs(exp * 1000 - expires) <= 1000) return [];
    const differing = {
      evidence: 'T3',
      kind: 'other-time',
      message: 'The claim exp (seconds) and the property expires (milliseconds) do not hold the same time.',
    } as const;
    // Which of the two is wrong is known only if its unit is.
    const expiresInSeconds = inOtherUnit(expires, 'milliseconds', now);
    if (expiresInSeconds !== undefined)
      return [
        {
          ...differing,
          where: '/expires',
          expected: `within 1 s of exp: ${instant(exp * 1000)}`,
          actual: expiresInSeconds,
        },
      ];
    return [
      {
        ...differing,
        where: 'exp',
        expected: `within 1 s of expires: ${instant(expires)}`,
        actual:
          inOtherUnit(exp, 'seconds', now) ?? `${difference(exp * 1000 - expires)} expires: ${instant(exp * 1000)}`,
      },
    ];
  },
} as const satisfies Rule;

/** `1795399560.5 (2026-11-23T02:06:00.500Z)`: seconds, and the date if its year has four digits. */
function instant(milliseconds: number): string {
  const seconds = String(milliseconds / 1000);
  return Math.abs(milliseconds) < year10000 ? `${seconds} (${new Date(milliseconds).toISOString()})` : seconds;
}

/** `3,599.5 s after`. */
function difference(milliseconds: number): string {
  const [whole = '', part] = String(Math.round(Math.abs(milliseconds)) / 1000).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${part === undefined ? grouped : `${grouped}.${part}`} s ${milliseconds > 0 ? 'after' : 'before'}`;
}
