import { plural } from '../../lib/plural';
import { displayWidth, shorten } from '../../lib/text-layout';
import type { RunEvent } from '../../report/types';
import { perSecond } from '../../report/view/load-text';

/** What the progress line shows: how many cases are done, the current theme, and what has failed so far. */
export interface Progress {
  readonly counts: string;
  readonly theme: string;
  readonly trouble: string;
}

/** Follows a run: what the line shows after each event; `undefined` if it does not change. */
export function createProgress(): (event: RunEvent) => Progress | undefined {
  const themes = new Map<string, string>();
  // Under load a case may finish more than once.
  const done = new Set<string>();
  const failed = new Set<string>();
  const errored = new Set<string>();
  let theme = '';
  let failedUnderLoad = 0;
  return (event) => {
    if (event.type === 'run-started') for (const planned of event.cases) themes.set(planned.id, planned.theme);
    else if (event.type === 'case-planned') themes.set(event.case.id, event.case.theme);
    else if (event.type === 'case-started') theme = themes.get(event.id) ?? theme;
    else if (event.type === 'load') {
      theme = `under load: ${event.load.sent} sent, ${perSecond(event.load)} a second`;
      failedUnderLoad = event.load.failed;
    } else if (event.type === 'case-finished') {
      done.add(event.id);
      if (event.verdict === 'failed') failed.add(event.id);
      if (event.verdict === 'errored') errored.add(event.id);
    } else return undefined;
    const trouble = [
      ...(failed.size > 0 ? [plural(failed.size, 'failure')] : []),
      ...(errored.size > 0 ? [`${errored.size} without a response`] : []),
      ...(failedUnderLoad > 0 ? [`${failedUnderLoad} failed under load`] : []),
    ];
    return { counts: `${done.size}/${themes.size}`, theme, trouble: trouble.join(', ') };
  };
}

/** Progress as one line, narrower than the width. If there is little room, the theme is cut, not the failures. */
export function progressLine({ counts, theme, trouble }: Progress, width: number): string {
  const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join('  ');
  const room = width - 1 - displayWidth(joined(counts, trouble)) - 2;
  return shorten(joined(counts, room < 4 ? '' : shorten(theme, room), trouble), width - 1);
}
