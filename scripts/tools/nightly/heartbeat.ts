import type { Night, Problem } from './types';

/** What the heartbeat knows; times in milliseconds since the Unix epoch. */
export interface Heartbeat {
  /** When the last night uploaded its report. */
  readonly lastReport: number | undefined;
  /** When the nightly workflow was created: no night is missing before. */
  readonly since: number;
  readonly now: number;
  readonly run: string;
}

const dayMs = 24 * 3_600_000;
/** A day, and the longest delay of a scheduled run. */
const longestSilenceMs = dayMs + 6 * 3_600_000;

const key = 'no-run';

/**
 * A night whose only problem can be that no run took place, with the night before. Unlike other problems, it gets its
 * issue at once, so the night before has it as well.
 */
export function heartbeatNights({ lastReport, since, now, run }: Heartbeat): { tonight: Night; before: Night } {
  const late = now - (lastReport ?? since) > longestSilenceMs;
  const problem: Problem = {
    key,
    title: 'a night went by without a run',
    meaning: 'The nightly job left no report, so nothing is known about the target.',
    lines: [
      lastReport === undefined ? 'there has never been a report' : `last report: ${new Date(lastReport).toISOString()}`,
      'check: was the workflow disabled, did the installation fail, did the runner stop, is the run in the list?',
    ],
  };
  const at = (time: number): string => new Date(time).toISOString();
  const tonight = { run, at: at(now), problems: late ? [problem] : [], checked: [key] };
  return { tonight, before: { ...tonight, run: '0', at: at(now - dayMs) } };
}
