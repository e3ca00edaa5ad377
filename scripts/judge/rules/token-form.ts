import { description } from './schema-mismatches';
import type { Mismatch, Rule } from './types';

/** Lengths of an HMAC signature in bytes (RFC 7518 §3.2); other algorithms' vary. */
const hmacBytes: Readonly<Record<string, number>> = { HS256: 32, HS384: 48, HS512: 64 };

export const tokenForm = {
  id: 'token-form',
  title: 'The header and payload of the token are JSON objects, and it is signed.',
  evidence: ['T6'],
  appliesTo: (reading, { case: { expect, call } }) =>
    reading.succeeded && expect.outcome !== 'refused' && call !== 'payout-options' && reading.accessToken !== undefined,
  check({ token }) {
    const mismatch = (more: Omit<Mismatch, 'evidence' | 'where'>): Mismatch[] => [
      { evidence: 'T6', where: '/accessToken', ...more },
    ];
    if (!token.ok)
      return mismatch({ message: `The token cannot be read: ${token.message}.`, expected: 'a compact JWS' });
    if (token.jws.duplicates.length > 0) {
      return mismatch({
        message: 'A name stands twice in one object of the token: which one counts is left to the reader.',
        expected: 'each name once',
        actual: `${token.jws.duplicates.slice(0, 5).join(', ')} twice or more`,
      });
    }
    const { alg } = token.jws.header;
    if (typeof alg !== 'string' || alg === '') {
      return mismatch({
        message: 'The header of the token names no algorithm.',
        expected: 'alg',
        actual: description(alg),
      });
    }
    if (alg.toLowerCase() === 'none')
      return mismatch({ message: 'The token is not signed.', expected: 'a signature', actual: `alg ${alg}` });
    const bytes = hmacBytes[alg];
    if (bytes !== undefined && token.jws.signatureBytes !== bytes) {
      return mismatch({
        message: 'The signature has not the length of its algorithm.',
        expected: `${bytes} bytes for ${alg}`,
        actual: `${token.jws.signatureBytes} bytes`,
      });
    }
    return [];
  },
} as const satisfies Rule;
