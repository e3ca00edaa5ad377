import { description } from './schema-mismatches';
import type { Rule } from './types';

export const tokenExpiry = {
  id: 'token-expiry',
  title: 'The claim exp and the property expires are the same instant.',
  evidence: ['T3'],
  appliesTo: (reading, { case: { expect } }) =>
    reading.succeeded && expect.outcome !== 'refused' && reading.claims !== undefined,
  check({ claims, expires }) {
    const exp = claims?.exp;
    if (typeof exp !== 'number' || !Number.isFinite(exp)) {
      return [
        {
          evidence: 'T3',
          message: 'The token has no claim exp that is a number.',
          where: 'exp',
          expected: 'a number of seconds',
          actual: description(exp),
        },
      ];
    }
    if (expires === undefined || Math.abs(exp * 1000 - expires) <= 1000) return [];
    return [
      {
        evidence: 'T3',
        message: 'The claim exp (seconds) and the property expires (milliseconds) are not the same instant.',
        where: 'exp',
        expected: `${expires / 1000} ± 1`,
        actual: String(exp),
      },
    ];
  },
} as const satisfies Rule;
