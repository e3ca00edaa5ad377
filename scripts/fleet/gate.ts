import { wait } from '../lib/wait';

/** Lets requests through, at most so many a second over everything that shares it. */
export interface Gate {
  /** Resolves when one request may be sent, or when the signal is raised. In the order in which they came. */
  take(signal: AbortSignal): Promise<void>;
  /** Nothing is let through for so long: a target asked for patience. */
  pause(ms: number): Promise<void>;
}

/** How long to wait for the next turn in milliseconds; 0 takes it. */
export type TryTurn = () => number | Promise<number>;

/**
 * How many requests may come at once after a delay, so that the rate is reached in spite of late timers: 4 % of a
 * second's, so that no second has 5 % too many.
 */
export const burstOf = (rate: number): number => Math.max(1, Math.floor(rate / 25));

/**
 * Asks for turns one after the other. A turn is taken when it is used and never ahead, so that a process which stalls
 * or dies leaves no turns behind that come due together.
 */
export function serial(tryTurn: TryTurn): (signal: AbortSignal) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  const turn = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const ms = await tryTurn();
      if (ms <= 0) return;
      await wait(Math.ceil(ms), signal);
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
 * @param rate requests a second; `undefined` lets everything through, but for pauses
 * @param now in milliseconds, never going back
 */
export function localGate(rate: number | undefined, now: () => number): Gate {
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
    take: serial(tryTurn),
    pause: async (ms) => {
      full = Math.max(full, now() + ms + slack);
    },
  };
}
