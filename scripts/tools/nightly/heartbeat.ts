import type { Cause, Night } from './types';

/** What the heartbeat goes by; times in milliseconds since the Unix epoch. */
export interface Heartbeat {
  /** When the last night left its report. */
  readonly lastReport: number | undefined;
  /** When the nightly workflow came to be: before its first night there is nothing to miss. */
  readonly since: number;
  readonly now: number;
  readonly run: string;
}

/** A night and as long again as its start may be late. */
const longestSilenceMs = 30 * 3_600_000;

const key = 'no-run';

/** Whether a night went by without a run, as a night that knows of nothing else. */
export function heartbeatNight({ lastReport, since, now, run }: Heartbeat): Night {
  const late = now - (lastReport ?? since) > longestSilenceMs;
  const cause: Cause = {
    key,
    title: 'a night went by without a run',
    says: 'The nightly job left no report. Nothing is known of the target since; it may hold the contract or not.',
    lines: [
      lastReport === undefined ? 'no report was ever left' : `last report: ${new Date(lastReport).toISOString()}`,
      'to look at: was the workflow disabled, did the installation fail, did the runner stop, is there a run in the list?',
    ],
  };
  return { run, at: new Date(now).toISOString(), causes: late ? [cause] : [], answered: [key] };
}

/** The night before, as far as a heartbeat knows one: that it is late needs no second look. */
export function nightBeforeHeartbeat({ at, causes, answered }: Night): Night {
  return { run: '0', at: new Date(Date.parse(at) - 24 * 3_600_000).toISOString(), causes, answered };
}
