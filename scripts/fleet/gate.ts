import { wait } from '../lib/wait';

/** Limits the request rate of everything that shares it. */
export interface Gate {
  /** Resolves when one request may be sent to a host, or when the signal is aborted. First come first served. */
  take(signal: AbortSignal, host: string): Promise<void>;
  /** Holds back the requests to a host for a while, because it asked for it. */
  pause(ms: number, host: string): Promise<void>;
  /** How long the requests to a host are still held back. */
  pauseOf(host: string): Promise<number>;
}

/** Takes the next turn and returns 0, or returns the milliseconds to wait before trying again. */
export type TryTurn = () => number | Promise<number>;

type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** A monotonic clock in milliseconds, and how to wait by it. */
export interface Clock {
  readonly now: () => number;
  readonly sleep: Sleep;
}

/**
 * How many requests may follow each other without a pause after a delay, so that late timers do not lower the rate. It
 * is 4 % of a second's requests, so that no second has more than 5 % too many.
 */
export const burstOf = (rate: number): number => Math.max(1, Math.floor(rate / 25));

/** Waits until the pause of a host is over, so that it does not hold up the requests to others. */
export async function afterPause(
  pauseOf: () => number | Promise<number>,
  signal: AbortSignal,
  sleep: Sleep = wait,
): Promise<void> {
  for (let ms = await pauseOf(); ms > 0 && !signal.aborted; ms = await pauseOf()) await sleep(Math.ceil(ms), signal);
}

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
  const next = serial(tryTurn, sleep);
  const pausedUntil = new Map<string, number>();
  const pauseOf = (host: string): number => (pausedUntil.get(host) ?? 0) - now();
  return {
    take: async (signal, host) => {
      await afterPause(() => pauseOf(host), signal, sleep);
      await next(signal);
    },
    pause: async (ms, host) => {
      pausedUntil.set(host, Math.max(pausedUntil.get(host) ?? 0, now() + ms));
    },
    pauseOf: async (host) => Math.max(0, pauseOf(host)),
  };
}
