import { isToken } from '../authorization';
import { expiryOf } from '../reading';
import type { ClientRule } from '../rule';
import { timeText } from '../time-text';

/** A request takes time, and clocks differ a little. */
const graceMs = 30_000;

export const clientTokenExpired = {
  id: 'client-token-expired',
  title: 'The client does not send a token after it has expired.',
  why: 'Each such request is lost: it gets 401, and the user waits for the next one.',
  remedy:
    'Compare `expires` with the clock before each request, and get a new token a minute before the old one expires.',
  evidence: ['C7'],
  check({ reading }) {
    const { call, token, serverTime } = reading;
    if (reading.lacks('time')) return [];
    if (call === undefined || token === undefined || !isToken(token)) return [];
    const expiresAt = expiryOf(token);
    const ago = expiresAt === undefined ? 0 : serverTime - expiresAt;
    if (ago <= graceMs) return [];
    return [
      {
        evidence: 'C7',
        kind: 'expired',
        message: 'The client sends a token that has expired.',
        where: 'Authorization',
        expected: 'a token that is valid',
        actual: `it expired ${timeText(ago)} before`,
      },
    ];
  },
} as const satisfies ClientRule;
