import { wait } from '../lib/wait';

/** Limits the request rate of everything that shares it. */
export interface Gate {
  /** Resolves when one request may be sent, first come first served, or when the signal is aborted. */
  take(signal: AbortSignal): Promise<void>;
  /** Holds back all requests for a while, because a target asked for it. */
  pause(ms: number): Promise<void>;
}

/** Takes the next turn and returns 0, or returns the milliseconds to wait before trying again. */
export type TryTurn = () => number | Promise<number>;

type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/**
 * How many requests may follow each other without a pause after a delay, so that late timers do not lower the rate. It
 * is 4 % of a second's requests, so that no second has more than 5 % too many.
 */
export const burstOf = (rate: number): number => Math.max(1, Math.floor(rate / 25));

/**
 * Takes turns one after the other. A turn is taken when it is used, never in advance, so a process that stalls or dies
 * leaves no unused turns behind.
 */
export function serial(tryTurn: TryTurn, sleep: Sleep = wait): (signal: AbortSignal) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const turn = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const ms = await tryTurn();
      if (ms <= 0) return;
      await sleep(Math.ceil(ms), signal);
    }
  };
  return (signal) => {
    const mine = last.then(() => turn(signal));
    last = mine.catch(() => undefined);
    return mine;
  };
}

/**
 * A token bucket within this process (GCRA), empty at first.
 *
 * @param rate requests per second; without it, only pauses hold requests back
 * @param now a monotonic clock in milliseconds
 */
export function localGate(rate: number | undefined, now: () => number, sleep?: Sleep): Gate {
  const interval = rate === undefined ? 0 : 1000 / rate;
  const slack = rate === undefined ? 0 : (burstOf(rate) - 1) * interval;
  /** When the bucket will be full again. */
  let full = now() + slack;
  const tryTurn = (): number => {
    const time = now();
    const ms = full - slack - time;
    if (ms <= 0) full = Math.max(full, time) + interval;
    return ms;
  };
  return {
    take: serial(tryTurn, sleep),
    pause: async (ms) => {
      full = Math.max(full, now() + ms + slack);
    },
  };
}
