import type { ClientHistory, ClientState, SeenToken } from '../history';
import type { ClientRule } from '../rule';
import { timeText } from '../time-text';
import type { ClientMismatch } from '../types';

/** A client may get its next token some time before the last one expires. */
const refreshMs = 5 * 60_000;
/** How many tokens are allowed for each request that was ever sent at once: each worker may have its own token. */
const tokensPerWorker = 2;
/** While the client is still running, it may yet reuse a token, so more of them are needed to be sure. */
const tokensToBeSure = 10;

/** How long a token was still valid when the next one was asked for, if it was used once and left for that one. */
function leftOver({ uses, refused, receivedAt, lastUseEndedAt, expiresAt }: SeenToken, next: number): number {
  const isDone = uses === 1 && !refused && receivedAt !== undefined && receivedAt <= next && lastUseEndedAt <= next;
  return isDone && expiresAt !== undefined ? expiresAt - next : 0;
}

/** The mistake, if more tokens than these were used once and left although they were valid. */
function mistake(
  purpose: string,
  seen: readonly SeenToken[],
  least: number,
  { mostAtOnce }: ClientState,
): readonly ClientMismatch[] {
  const tokens = [...seen].sort((one, other) => (one.requestedAt ?? 0) - (other.requestedAt ?? 0));
  if (tokens.some(({ uses }) => uses > 1)) return [];
  const left = tokens.flatMap((token, index) => {
    const later = tokens.slice(index + 1).map(({ requestedAt = 0 }) => leftOver(token, requestedAt));
    return later.filter((each) => each > refreshMs).slice(0, 1);
  });
  if (left.length < Math.max(least, tokensPerWorker * mostAtOnce)) return [];
  const kind = purpose.startsWith('management') ? 'management' : 'payout';
  return [
    {
      evidence: 'C7',
      kind,
      message: `The client gets a new ${kind} token for every call, although the last one is still valid.`,
      where: 'requests',
      expected: 'one token until it expires',
      actual: `${left.length + 1} tokens; the last is valid for ${timeText(left.at(-1) ?? 0)} more`,
    },
  ];
}

export const clientTokenReuse = {
  id: 'client-token-reuse',
  title: 'The client uses a token until it expires.',
  why: 'A new token for each call doubles the requests and the waiting, and may run into the rate limit.',
  remedy: 'Keep the token with its `expires`, and get a new one only a minute before it expires.',
  evidence: ['C7'],
  check({ reading, history }) {
    const { issuedToken, call } = reading;
    if (issuedToken === undefined || call === undefined || reading.lacks('time')) return [];
    const client = history.clientOf(reading);
    const purpose = `${call} ${history.purposeOf(reading)}`;
    return mistake(purpose, client.issued.get(purpose) ?? [], tokensToBeSure, client);
  },
  settle(history: ClientHistory) {
    return [...history.clients()].flatMap((client) =>
      [...client.issued.entries()].flatMap(([purpose, tokens]) => mistake(purpose, tokens, tokensPerWorker, client)),
    );
  },
} as const satisfies ClientRule;
