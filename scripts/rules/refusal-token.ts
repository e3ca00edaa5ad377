import type { Reading } from './reading';
import type { Rule } from './types';

/** `accessToken`, or anything in the body that reads as a signed token and was not sent. */
function issuedToken(reading: Reading): boolean {
  if (reading.accessToken !== undefined) return true;
  const sent = reading.exchange.request.headers.map(([, value]) => value).join('\n');
  const tokens = reading.body.match(/eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g) ?? [];
  return tokens.some((token) => !sent.includes(token) && !reading.exchange.request.url.includes(token));
}

export const refusalToken = {
  id: 'refusal-token',
  title: 'No token is issued for a request that must be refused, nor in a refusal.',
  evidence: ['C8', 'C14', 'E1', 'R1', 'R2', 'R3'],
  appliesTo: (reading, { case: { expect } }) => expect.outcome === 'refused' || !reading.succeeded,
  check: (reading, { case: { expect } }) =>
    issuedToken(reading)
      ? [
          {
            evidence: expect.outcome === 'refused' ? (expect.tokenBreaks ?? expect.evidence) : 'E1',
            message: reading.succeeded
              ? 'The server issued a token for a request that it must refuse.'
              : 'The server refuses the request and sends a token all the same.',
            where: 'body',
            expected: expect.outcome === 'refused' ? `${expect.status.join(' or ')} and no token` : 'no token',
            actual: `${reading.status} with a token`,
            unsafe: expect.unsafe === true || !reading.succeeded,
          },
        ]
      : [],
} as const satisfies Rule;
