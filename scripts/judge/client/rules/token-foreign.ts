import { isToken } from '../authorization';
import { expiryOf } from '../reading';
import type { ClientRule } from '../rule';

export const clientTokenForeign = {
  id: 'client-token-foreign',
  title: 'The client sends tokens as this environment issued them.',
  why: 'An environment knows only its own tokens. One of another environment, or one that was changed on the way, gets 401.',
  remedy: 'Get the token from the host that you call, and send its text unchanged.',
  evidence: ['C11'],
  check({ reading: { security, token, serverTime }, history, knowledge: { issued } }) {
    if (security === undefined || security === 'hmac' || issued === undefined) return [];
    if (token === undefined || !isToken(token) || issued(token)) return [];
    if (history.token(token)?.issuedBy !== undefined) return [];
    // Said by the rule about expired tokens.
    if ((expiryOf(token) ?? Number.POSITIVE_INFINITY) < serverTime) return [];
    return [
      {
        evidence: 'C11',
        kind: 'foreign',
        message: 'The client sends a token that this environment did not issue, or changes it.',
        where: 'Authorization',
        expected: 'a token of this environment',
        actual: 'another token',
      },
    ];
  },
} as const satisfies ClientRule;
