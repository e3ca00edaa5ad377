import type { Histogram } from 'hdr-histogram-js';
import type { CaseLoad, Load, ResponseTimes } from '../report/types';

type Build = typeof import('hdr-histogram-js').build;

/** So many slices of time at most show when expectations were broken. */
const mostSlices = 60;

interface Counts {
  sent: number;
  failed: number;
  errored: number;
  /** In microseconds. */
  readonly times: Histogram;
}

/** Two significant digits: enough to tell response times apart, and a few kilobytes for each case. */
const newCounts = (build: Build): Counts => ({
  sent: 0,
  failed: 0,
  errored: 0,
  times: build({ bitBucketSize: 32, autoResize: true, numberOfSignificantValueDigits: 2, useWebAssembly: false }),
});

const milliseconds = (microseconds: number): number => Math.round(microseconds / 10) / 100;

function responseTimes({ times }: Counts): ResponseTimes {
  const max = milliseconds(times.maxValue);
  // A percentile is the upper edge of its part of the scale, which the longest time may not reach.
  const at = (percentile: number): number => Math.min(max, milliseconds(times.getValueAtPercentile(percentile)));
  return { p50: at(50), p90: at(90), p99: at(99), max };
}

/** Counts what a sustained run sees, in memory that does not grow with it. */
export class LoadStatistics {
  readonly #build: Build = (require('hdr-histogram-js') as typeof import('hdr-histogram-js')).build;
  readonly #all = newCounts(this.#build);
  readonly #cases = new Map<string, Counts>();
  /** Failures by slice of time; when there are too many slices, each becomes twice as long. */
  #failures: number[] = [];
  #sliceMs = 1000;
  #throttled = 0;

  /**
   * @param atMs since the start of the sustained part
   * @param durationMs how long the answer took; absent where none came
   */
  add(caseId: string, outcome: 'passed' | 'failed' | 'errored', atMs: number, durationMs: number | undefined): void {
    const own = this.#cases.get(caseId) ?? newCounts(this.#build);
    this.#cases.set(caseId, own);
    for (const counts of [this.#all, own]) {
      counts.sent += 1;
      if (outcome !== 'passed') counts[outcome] += 1;
      if (durationMs !== undefined) counts.times.recordValue(Math.max(1, Math.round(durationMs * 1000)));
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

  /** As it stands `durationMs` after the start. */
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
