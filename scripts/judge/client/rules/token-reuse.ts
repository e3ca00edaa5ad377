import type { SeenToken } from '../history';
import type { ClientRule } from '../rule';
import { timeText } from '../time-text';
import type { ClientMismatch } from '../types';

/** A client may get its next token some time before the last one expires. */
const refreshMs = 5 * 60_000;
/** So many tokens for each request that was ever under way at once: workers may hold a token each. */
const tokensPerWorker = 2;

/** Used once and left, though it could have been used for the request that followed. */
const wasWasted = ({ uses, refused, receivedAt, lastUseEndedAt, expiresAt }: SeenToken, now: number): boolean =>
  uses === 1 &&
  !refused &&
  receivedAt !== undefined &&
  receivedAt <= now &&
  lastUseEndedAt <= now &&
  expiresAt !== undefined &&
  expiresAt - now > refreshMs;

export const tokenReuse = {
  id: 'client-token-reuse',
  title: 'The client uses a token until it expires.',
  why: 'A new token for each call doubles the requests and the waiting, and may run into the rate limit.',
  remedy: 'Keep the token with its `expires`, and get a new one only a minute before.',
  evidence: ['C7'],
  check({ reading, history }): ClientMismatch[] {
    const { issuedToken, call, exchange } = reading;
    if (issuedToken === undefined || call === undefined || reading.lacks('time')) return [];
    const client = history.clientOf(reading);
    const before = client.issued.get(`${call} ${history.purposeOf(reading)}`) ?? [];
    if (before.some(({ uses }) => uses > 1)) return [];
    const wasted = before.filter((token) => wasWasted(token, exchange.startedAt));
    if (wasted.length < tokensPerWorker * client.mostAtOnce) return [];
    const left = Math.max(...wasted.map(({ expiresAt }) => (expiresAt ?? 0) - exchange.startedAt));
    return [
      {
        evidence: 'C7',
        message: `The client gets a new ${call === 'management-token' ? 'management' : 'payout'} token for every call, although the last one is still valid.`,
        where: 'requests',
        expected: 'one token until it expires',
        actual: `${wasted.length + 1} tokens; the last is valid for ${timeText(left)} more`,
      },
    ];
  },
} as const satisfies ClientRule;
