import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';

/** How a signal ended a command. */
export type Stop = 'interrupted' | 'terminated';

/** Watches for the signals that end a command early. */
export interface Interruption {
  /** Aborted at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  readonly stoppedBy: () => Stop | undefined;
  /** The exit code of the signal, once one has been received. */
  readonly exitCode: () => (typeof exitCodes)[Stop] | undefined;
  /** Stops watching. */
  readonly release: () => void;
}

export function watchInterruption(io: Io): Interruption {
  const controller = new AbortController();
  let stop: Stop | undefined;
  const release = io.onSignal((signal) => {
    stop ??= signal === 'SIGINT' ? 'interrupted' : 'terminated';
    controller.abort();
  });
  return { signal: controller.signal, stoppedBy: () => stop, exitCode: () => stop && exitCodes[stop], release };
}
