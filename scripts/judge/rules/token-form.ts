import { callOf } from '../../contract/calls';
import { description } from './schema-mismatches';
import type { Mismatch, Rule } from './types';

/** Lengths of an HMAC signature in bytes (RFC 7518 §3.2); other algorithms' vary. */
const hmacBytes: Readonly<Record<string, number>> = { HS256: 32, HS384: 48, HS512: 64 };

export const tokenForm = {
  id: 'token-form',
  title: 'The header and payload of the token are JSON objects, and it is signed.',
  evidence: ['T6'],
  appliesTo: (reading, { case: { call } }) =>
    reading.succeeded && callOf(call).success.issuesToken && reading.accessToken !== undefined,
  check({ token }) {
    const mismatch = (more: Omit<Mismatch, 'evidence' | 'where'>): Mismatch[] => [
      { evidence: 'T6', where: '/accessToken', ...more },
    ];
    if (!token.ok)
      return mismatch({ message: `The token cannot be read: ${token.message}.`, expected: 'a compact JWS' });
    if (token.jws.duplicates.length > 0) {
      return mismatch({
        message: 'An object in the token has a duplicate name: readers may take either value.',
        expected: 'each name once',
        actual: `more than one: ${token.jws.duplicates.slice(0, 5).join(', ')}`,
      });
    }
    const { alg } = token.jws.header;
    if (typeof alg !== 'string' || alg === '') {
      return mismatch({
        message: 'The header of the token does not name an algorithm.',
        expected: 'alg',
        actual: description(alg),
      });
    }
    if (alg.toLowerCase() === 'none')
      return mismatch({ message: 'The token is not signed.', expected: 'a signature', actual: `alg ${alg}` });
    const bytes = hmacBytes[alg];
    if (bytes !== undefined && token.jws.signatureBytes !== bytes) {
      return mismatch({
        message: 'The signature does not have the length that its algorithm produces.',
        expected: `${bytes} bytes for ${alg}`,
        actual: `${token.jws.signatureBytes} bytes`,
      });
    }
    return [];
  },
} as const satisfies Rule;
