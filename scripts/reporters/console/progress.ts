import { plural } from '../../lib/plural';
import { displayWidth, shorten } from '../../lib/text-layout';
import type { RunEvent } from '../../verdict/types';

/** What the progress line shows: how many cases are done, the current theme, what has gone wrong so far. */
export interface Progress {
  readonly counts: string;
  readonly theme: string;
  readonly trouble: string;
}

/** Follows a run: what the line shows after each event; `undefined` where it does not change. */
export function createProgress(): (event: RunEvent) => Progress | undefined {
  const themes = new Map<string, string>();
  const counts = { done: 0, failed: 0, errored: 0 };
  let theme = '';
  return (event) => {
    if (event.type === 'run-started') for (const planned of event.cases) themes.set(planned.id, planned.theme);
    else if (event.type === 'case-started') theme = themes.get(event.id) ?? theme;
    else if (event.type === 'case-finished') {
      counts.done += 1;
      if (event.verdict === 'failed') counts.failed += 1;
      if (event.verdict === 'errored') counts.errored += 1;
    } else return undefined;
    const trouble = [
      ...(counts.failed > 0 ? [plural(counts.failed, 'failure')] : []),
      ...(counts.errored > 0 ? [`${counts.errored} without an answer`] : []),
    ];
    return { counts: `${counts.done}/${themes.size}`, theme, trouble: trouble.join(', ') };
  };
}

/** Progress as one line below the width. Where there is little room the theme gives way, not the failures. */
export function progressLine({ counts, theme, trouble }: Progress, width: number): string {
  const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join('  ');
  const room = width - 1 - displayWidth(joined(counts, trouble)) - 2;
  return shorten(joined(counts, room < 4 ? '' : shorten(theme, room), trouble), width - 1);
}
