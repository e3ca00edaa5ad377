import { isLoopback } from '../http/origin';
import type { Target } from '../http/types';
import type { SendingOptions } from './options';

/** What holds for a run, on the command line and in the library, if its options do not say otherwise. */
export const runDefaults = { timeoutMs: 10_000, retries: 2, maxDurationMs: 600_000 } as const;

/** The same for a check of credentials, alone or in a fleet. */
export const checkDefaults = { timeoutMs: runDefaults.timeoutMs, retries: 2, maxDurationMs: 60_000 } as const;

type Given = { readonly [Name in keyof SendingOptions]?: SendingOptions[Name] | undefined };

/**
 * How requests are sent, as far as options say it, with the defaults for the rest. Targets other than this machine get
 * fewer requests at once, and a rate.
 *
 * @param random from 0 to 1, for the seed
 */
export function sendingOf(
  { engine, concurrency, rate, timeoutMs, retries, seed }: Given & Pick<SendingOptions, 'engine'>,
  target: Pick<Target, 'baseUrl'>,
  random: () => number,
): SendingOptions {
  const isPolite = !isLoopback(target);
  return {
    engine,
    concurrency: concurrency ?? (isPolite ? 2 : 8),
    rate: rate ?? (isPolite ? 5 : undefined),
    timeoutMs: timeoutMs ?? runDefaults.timeoutMs,
    retries: retries ?? runDefaults.retries,
    seed: seed ?? Math.floor(random() * 2 ** 31),
  };
}
