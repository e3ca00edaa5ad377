import { whenAborted } from '../lib/when-aborted';

/** A signal that is aborted with another one, or when the time for a whole check is over. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether it was the time that ended it. */
  readonly isLate: () => boolean;
  /** Stops the clock while something else is waited for, such as a rate limit. */
  readonly exempt: <T>(work: () => Promise<T>) => Promise<T>;
  readonly release: () => void;
}

/** Limits the time for a whole check. */
export function deadlineAfter(ms: number, interruption: AbortSignal): Deadline {
  const controller = new AbortController();
  let late = false;
  let left = ms;
  let since = 0;
  let timer: NodeJS.Timeout;
  const start = (): void => {
    since = performance.now();
    timer = setTimeout(() => {
      late = !controller.signal.aborted;
      controller.abort();
    }, left);
  };
  start();
  const stopListening = whenAborted(interruption, () => controller.abort(interruption.reason));
  return {
    signal: controller.signal,
    isLate: () => late,
    exempt: async (work) => {
      clearTimeout(timer);
      left -= performance.now() - since;
      try {
        return await work();
      } finally {
        start();
      }
    },
    release: () => {
      clearTimeout(timer);
      stopListening();
    },
  };
}
