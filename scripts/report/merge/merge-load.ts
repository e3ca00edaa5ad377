import type { Load } from '../types';

/** Whether the runs went on at the same time, as shards do, or one after the other. */
export type Order = 'side by side' | 'one after the other';

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/**
 * The load of several runs as one; `undefined` for none. Counts add up. Percentiles do not, so a merged load has none;
 * each case keeps its own.
 */
export function mergeLoad(loads: readonly Load[], order: Order): Load | undefined {
  const [only, ...others] = loads;
  if (only === undefined || others.length === 0) return only;
  const durations = loads.map(({ durationMs }) => durationMs);
  const sum = (name: 'sent' | 'failed' | 'errored' | 'throttled'): number => total(loads.map((load) => load[name]));
  return {
    durationMs: order === 'side by side' ? Math.max(...durations) : total(durations),
    sent: sum('sent'),
    failed: sum('failed'),
    errored: sum('errored'),
    throttled: sum('throttled'),
    failures: mergeFailures(loads, order),
  };
}

function mergeFailures(loads: readonly Load[], order: Order): Load['failures'][number][] {
  const slices = new Map<string, Load['failures'][number]>();
  let offsetMs = 0;
  for (const { failures, durationMs } of loads) {
    for (const { fromMs, toMs, count } of failures) {
      const slice = { fromMs: fromMs + offsetMs, toMs: toMs + offsetMs };
      const key = `${slice.fromMs} ${slice.toMs}`;
      slices.set(key, { ...slice, count: count + (slices.get(key)?.count ?? 0) });
    }
    if (order === 'one after the other') offsetMs += durationMs;
  }
  return [...slices.values()].sort((a, b) => a.fromMs - b.fromMs);
}
