import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; ends early, without an error, when the signal is raised. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** Gives out turns at most `rate` times a second; without a rate at once. */
export function pacer(rate: number | undefined, signal: AbortSignal): () => Promise<void> {
  let next = 0;
  return async () => {
    if (rate === undefined) return;
    const turn = Math.max(next, performance.now());
    next = turn + 1000 / rate;
    await wait(turn - performance.now(), signal);
  };
}

/** `items` in at most `parts` runs of about the same length, in order. */
export function divide<T>(items: readonly T[], parts: number): T[][] {
  const size = Math.max(1, Math.ceil(items.length / parts));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
