import { setTimeout as sleep } from 'node:timers/promises';

/** Waits. Returns early, without an error, when the signal is aborted. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
}
