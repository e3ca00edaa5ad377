import type { CaseResult, CaseVerdict } from '../types';

/** An exchange on the clock of its run, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly verdict: CaseVerdict;
}

/** A part of the scale of response times, in milliseconds, and the number of responses in it. */
export interface Slot {
  readonly upTo: number;
  readonly count: number;
}

/** The exchanges whose start is known, in order; one without a response ends where it starts. */
export function spansOf(cases: readonly CaseResult[]): Span[] {
  return cases
    .flatMap(({ verdict, exchanges }) =>
      exchanges.flatMap(({ startedMs: from, response }) =>
        from === undefined ? [] : [{ from, to: from + (response?.timings.totalMs ?? 0), verdict }],
      ),
    )
    .sort((a, b) => a.from - b.from);
}

/** The first lane that is free at the start of each span, and the number of lanes that this takes. */
export function lanesOf(spans: readonly Span[]): { readonly lanes: number[]; readonly count: number } {
  const free: number[] = [];
  const lanes = spans.map(({ from, to }) => {
    const found = free.findIndex((end) => end <= from);
    const lane = found === -1 ? free.length : found;
    free[lane] = Math.max(to, from);
    return lane;
  });
  return { lanes, count: free.length };
}

/** All response times, shortest first. */
export function timesOf(cases: readonly CaseResult[]): number[] {
  return cases
    .flatMap(({ exchanges }) => exchanges.flatMap(({ response }) => response?.timings.totalMs ?? []))
    .sort((a, b) => a - b);
}

/** Steps that grow by about half each time, so that the scale covers both 5 ms and 5 s. */
const steps = [1, 1.5, 2, 3, 5, 7] as const;

/** The responses by time, from the first slot that has one to the last. `times` are sorted. */
export function slotsOf(times: readonly number[]): Slot[] {
  const longest = times.at(-1) ?? 0;
  const bounds: number[] = [];
  for (let power = 1; (bounds.at(-1) ?? -1) < longest; power *= 10) {
    bounds.push(...steps.map((step) => Math.round(step * power * 10) / 10));
  }
  const slots = bounds.map((upTo, index) => {
    const over = bounds[index - 1] ?? -1;
    return { upTo, count: times.filter((time) => time > over && time <= upTo).length };
  });
  const first = slots.findIndex(({ count }) => count > 0);
  const last = slots.findLastIndex(({ count }) => count > 0);
  return first === -1 ? [] : slots.slice(first, last + 1);
}

/** The time that this share of the sorted times took at most. */
export function percentile(times: readonly number[], share: number): number {
  return times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? 0;
}
