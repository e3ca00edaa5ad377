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

/** In microseconds, within the range of a histogram. */
const recordable = (durationMs: number): number => Math.min(longestTime, Math.max(1, Math.round(durationMs * 1000)));

const hundredths = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

function responseTimes({ times, longest }: Counts): ResponseTimes {
  // A percentile is the upper edge of its bucket, which the longest time may not reach.
  const at = (percentile: number): number => hundredths(Math.min(longest, times.percentile(percentile) / 1000));
  return { p50: at(50), p90: at(90), p95: at(95), p99: at(99), max: hundredths(longest) };
}

/** The requests of a slice of time. */
interface Slice {
  sent: number;
  readonly times: RecordableHistogram;
}

const newSlice = (): Slice => ({ sent: 0, times: newCounts().times });

/** Two neighbours as one; there may be no second. */
function together(one: Slice, other: Slice | undefined): Slice {
  if (other !== undefined) {
    one.sent += other.sent;
    if (other.times.count > 0) one.times.add(other.times);
  }
  return one;
}

/** Counts the results of a sustained run, in memory that does not grow with it. */
export class LoadStatistics {
  readonly #all = newCounts();
  readonly #cases = new Map<string, Counts>();
  /** Failures by slice of time; with too many slices, each becomes twice as long. */
  #failures: number[] = [];
  #slices: Slice[] = [];
  #sliceMs = 1000;
  #throttled = 0;

  /**
   * @param atMs since the start of the sustained part; absent for the first pass, which is in no slice
   * @param durationMs how long the response took; absent if there was none
   */
  add(
    caseId: string,
    outcome: 'passed' | 'failed' | 'errored',
    atMs: number | undefined,
    durationMs: number | undefined,
  ): void {
    const own = this.#cases.get(caseId) ?? newCounts();
    this.#cases.set(caseId, own);
    for (const counts of [this.#all, own]) {
      counts.sent += 1;
      if (outcome !== 'passed') counts[outcome] += 1;
      if (durationMs === undefined) continue;
      counts.longest = Math.max(counts.longest, durationMs);
      counts.times.record(recordable(durationMs));
    }
    const at = this.#sliceAt(atMs ?? 0);
    if (outcome === 'failed') this.#failures[at] = (this.#failures[at] ?? 0) + 1;
    if (atMs === undefined) return;
    while (this.#slices.length <= at) this.#slices.push(newSlice());
    const slice = this.#slices[at]!;
    slice.sent += 1;
    if (durationMs !== undefined) slice.times.record(recordable(durationMs));
  }

  throttle(): void {
    this.#throttled += 1;
  }

  #sliceAt(atMs: number): number {
    while (atMs >= mostSlices * this.#sliceMs) {
      const [halves, slices] = [this.#failures, this.#slices];
      this.#failures = Array.from(
        { length: Math.ceil(halves.length / 2) },
        (_, index) => (halves[2 * index] ?? 0) + (halves[2 * index + 1] ?? 0),
      );
      this.#slices = Array.from({ length: Math.ceil(slices.length / 2) }, (_, index) =>
        together(slices[2 * index]!, slices[2 * index + 1]),
      );
      this.#sliceMs *= 2;
    }
    return Math.floor(atMs / this.#sliceMs);
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
      ...{ responseTimes: responseTimes(this.#all), failures, slices: this.#shownSlices(durationMs) },
    };
  }

  /** The last slice ends with the load. */
  #shownSlices(durationMs: number): NonNullable<Load['slices']>[number][] {
    return this.#slices.map(({ sent, times }, index) => {
      const [fromMs, toMs] = [index * this.#sliceMs, (index + 1) * this.#sliceMs];
      const at = (percentile: number): number => hundredths(times.percentile(percentile) / 1000);
      const until = Math.max(fromMs + 1, Math.min(toMs, Math.round(durationMs)));
      return { fromMs, toMs: until, sent, ...(times.count > 0 && { p50: at(50), p95: at(95), p99: at(99) }) };
    });
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
