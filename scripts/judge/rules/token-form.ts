import { callOf } from '../../contract/calls';
import { jwsProblem } from '../../lib/jws-header';
import type { Mismatch, Rule } from './types';

export const tokenForm = {
  id: 'token-form',
  title: 'The header and payload of the token are JSON objects, and it is signed.',
  evidence: ['T6'],
  appliesTo: (reading, { case: { call } }) =>
    reading.succeeded && callOf(call).success.issues !== undefined && reading.accessToken !== undefined,
  check({ token }) {
    const mismatch = (more: Omit<Mismatch, 'evidence' | 'where'>): Mismatch[] => [
      { evidence: 'T6', where: '/accessToken', ...more },
    ];
    if (!token.ok)
      return mismatch({
        kind: `unreadable.${token.problem}`,
        message: `The token cannot be read: ${token.message}.`,
        expected: 'a compact JWS',
      });
    if (token.jws.duplicates.length > 0) {
      return mismatch({
        kind: 'duplicate-name',
        message: 'An object in the token has a duplicate name: readers may take either value.',
        expected: 'each name once',
        actual: `more than one: ${token.jws.duplicates.slice(0, 5).join(', ')}`,
      });
    }
    const problem = jwsProblem(token.jws);
    if (!problem) return [];
    const { kind, message, expected, actual, source } = problem;
    return mismatch({ kind, message, expected: `${expected} (${source})`, actual });
  },
} as const satisfies Rule;
