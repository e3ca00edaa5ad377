import type { ClientRule } from '../rule';
import { timeText } from '../time-text';
import type { ClientMismatch } from '../types';

/** A random backoff may be short, but hardly twice in a row. */
const atOnceMs = 25;
const inARow = 2;
/** Less than this is rounding. */
const toleranceMs = 100;

export const clientBackoff = {
  id: 'client-backoff',
  title: 'The client waits before it repeats a request that got 429.',
  why: 'Immediate retries keep the limit exceeded, for this client and for all others.',
  remedy: 'Wait as long as Retry-After says; without it, wait longer after each 429 (exponential backoff with jitter).',
  evidence: ['E1e'],
  check({ reading, history }): ClientMismatch[] {
    if (reading.call === undefined || reading.lacks('time')) return [];
    const client = history.clientOf(reading);
    const throttled = client.throttled.get(history.sameRequest(reading));
    const after = throttled === undefined ? -1 : reading.exchange.startedAt - throttled.endedAt;
    // A retry begins after the 429 has arrived.
    if (throttled === undefined || after < 0) return [];
    const { waitMs } = throttled;
    const isEarly = after < (waitMs === undefined ? atOnceMs : waitMs - toleranceMs);
    throttled.early = isEarly ? throttled.early + 1 : 0;
    // Other workers of the client may send the same, and have not been told to wait.
    const needed = (waitMs === undefined ? inARow : 1) + client.mostAtOnce - 1;
    if (throttled.early < needed) return [];
    const said =
      waitMs === undefined
        ? {
            kind: 'no-wait',
            message: 'The client repeats a request after 429 without waiting.',
            expected: 'a wait that grows with each 429',
          }
        : {
            kind: 'too-early',
            message: 'The client ignores Retry-After: it repeats a request too early after 429.',
            expected: `after ${timeText(waitMs)}`,
          };
    const actual = after < 1000 ? 'after less than a second' : `after ${timeText(after)}`;
    return [{ evidence: 'E1e', where: 'requests', ...said, actual }];
  },
} as const satisfies ClientRule;
