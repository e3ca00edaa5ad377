import type { ClientState, Throttled } from '../history';
import type { ClientReading } from '../reading';
import type { ClientRule } from '../rule';
import { timeText } from '../time-text';
import type { ClientMismatch } from '../types';

/** A random backoff may be short, but hardly twice in a row. */
const atOnceMs = 25;
const inARow = 2;
/** Less than this is rounding. */
const toleranceMs = 100;

/** Whether a request came back before it should have, if it is a retry at all: it began after the 429 had arrived. */
function cameEarly({ endedAt, waitMs }: Throttled, startedAt: number): boolean {
  if (startedAt < endedAt) return false;
  return startedAt - endedAt < (waitMs === undefined ? atOnceMs : waitMs - toleranceMs);
}

/** The throttled request that this one repeats. */
const repeatedBy = (reading: ClientReading, client: ClientState, same: string): Throttled | undefined =>
  reading.call === undefined ? undefined : client.throttled.get(same);

export const clientBackoff = {
  id: 'client-backoff',
  title: 'The client waits before it repeats a request that got 429.',
  why: 'Immediate retries keep the limit exceeded, for this client and for all others.',
  remedy: 'Wait as long as Retry-After says; without it, wait longer after each 429 (exponential backoff with jitter).',
  evidence: ['E1e'],
  check({ reading, history }): ClientMismatch[] {
    if (reading.lacks('time')) return [];
    const client = history.clientOf(reading);
    const throttled = repeatedBy(reading, client, history.sameRequest(reading));
    const { startedAt } = reading.exchange;
    if (throttled === undefined || startedAt < throttled.endedAt) return [];
    throttled.early = cameEarly(throttled, startedAt) ? throttled.early + 1 : 0;
    const { waitMs, endedAt, early } = throttled;
    // Other workers of the client may send the same, and have not been told to wait.
    const needed = (waitMs === undefined ? inARow : 1) + client.mostAtOnce - 1;
    if (early < needed) return [];
    const after = startedAt - endedAt;
    const actual = after < 1000 ? 'after less than a second' : `after ${timeText(after)}`;
    return [
      waitMs === undefined
        ? {
            evidence: 'E1e',
            kind: 'no-wait',
            message: 'The client repeats a request after 429 without waiting.',
            where: 'requests',
            expected: 'a wait that grows with each 429',
            actual,
          }
        : {
            evidence: 'E1e',
            kind: 'too-early',
            message: 'The client ignores Retry-After: it repeats a request too early after 429.',
            where: 'requests',
            expected: `after ${timeText(waitMs)}`,
            actual,
          },
    ];
  },
} as const satisfies ClientRule;
