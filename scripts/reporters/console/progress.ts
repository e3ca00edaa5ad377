import { plural } from '../../lib/plural';
import type { RunEvent } from '../../verdict/types';

/** The text of the progress line after each event; `undefined` where it does not change. */
export type Progress = (event: RunEvent) => string | undefined;

/** Follows a run: how many cases are done, the current theme, what has gone wrong so far. */
export function createProgress(): Progress {
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
    return [`${counts.done}/${themes.size}`, theme, trouble.join(', ')].filter((part) => part !== '').join('  ');
  };
}
