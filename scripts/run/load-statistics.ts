import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { CaseLoad, Load, ResponseTimes } from '../report/types';

/** At most this many slices of time show when expectations were broken. */
const mostSlices = 60;

/** An hour, in microseconds: no time limit of a request is longer. */
const longestTime = 3_600_000_000;

interface Counts {
  sent: number;
  failed: number;
  errored: number;
  /** In milliseconds. */
  longest: number;
  /** In microseconds. */
  readonly times: RecordableHistogram;
}

/** Two significant digits: enough to tell response times apart, in 25 KB for each case. */
const newCounts = (): Counts => ({
  ...{ sent: 0, failed: 0, errored: 0, longest: 0 },
  times: createHistogram({ lowest: 1, highest: longestTime, figures: 2 }),
});

const hundredths = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

function responseTimes({ times, longest }: Counts): ResponseTimes {
  // A percentile is the upper edge of its bucket, which the longest time may not reach.
  const at = (percentile: number): number => hundredths(Math.min(longest, times.percentile(percentile) / 1000));
  return { p50: at(50), p90: at(90), p95: at(95), p99: at(99), max: hundredths(longest) };
}

/** Counts the results of a sustained run, in memory that does not grow with it. */
export class LoadStatistics {
  readonly #all = newCounts();
  readonly #cases = new Map<string, Counts>();
  /** Failures by slice of time; with too many slices, each becomes twice as long. */
  #failures: number[] = [];
  #sliceMs = 1000;
  #throttled = 0;

  /**
   * @param atMs since the start of the sustained part
   * @param durationMs how long the response took; absent if there was none
   */
  add(caseId: string, outcome: 'passed' | 'failed' | 'errored', atMs: number, durationMs: number | undefined): void {
    const own = this.#cases.get(caseId) ?? newCounts();
    this.#cases.set(caseId, own);
    for (const counts of [this.#all, own]) {
      counts.sent += 1;
      if (outcome !== 'passed') counts[outcome] += 1;
      if (durationMs === undefined) continue;
      counts.longest = Math.max(counts.longest, durationMs);
      counts.times.record(Math.min(longestTime, Math.max(1, Math.round(durationMs * 1000))));
    }
    if (outcome === 'failed') this.#fail(atMs);
  }

  throttle(): void {
    this.#throttled += 1;
  }

  #fail(atMs: number): void {
    while (atMs >= mostSlices * this.#sliceMs) {
      const halves = this.#failures;
      this.#failures = Array.from(
        { length: Math.ceil(halves.length / 2) },
        (_, index) => (halves[2 * index] ?? 0) + (halves[2 * index + 1] ?? 0),
      );
      this.#sliceMs *= 2;
    }
    const slice = Math.floor(atMs / this.#sliceMs);
    this.#failures[slice] = (this.#failures[slice] ?? 0) + 1;
  }

  /** The load, `durationMs` after the start. */
  load(durationMs: number): Required<Load> {
    const { sent, failed, errored } = this.#all;
    const failures = Array.from(this.#failures, (count = 0, index) => ({
      fromMs: index * this.#sliceMs,
      toMs: (index + 1) * this.#sliceMs,
      count,
    })).filter(({ count }) => count > 0);
    return {
      ...{ durationMs: Math.round(durationMs), sent, failed, errored, throttled: this.#throttled },
      ...{ responseTimes: responseTimes(this.#all), failures },
    };
  }

  cases(): Record<string, CaseLoad> {
    return Object.fromEntries(
      [...this.#cases].map(([id, counts]) => {
        const { sent, failed, errored } = counts;
        return [id, { sent, failed, errored, responseTimes: responseTimes(counts) }];
      }),
    );
  }
}
