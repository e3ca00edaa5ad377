import { displayWidth, shorten } from '../../lib/text-layout';
import type { RunEvent } from '../../report/types';
import { perSecond } from '../../report/view/load-text';
import { duration } from '../../report/view/text';

/** What the progress line shows: how many cases are done, what has failed so far, and the current theme. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly trouble: string;
  readonly theme: string;
  /** How many cases will be sent before what follows them. */
  readonly left: number;
  /** What follows the cases; nobody knows how long that takes. */
  readonly then: string;
}

/** Follows a run: what the line shows after each event; `undefined` if it does not change. */
export function createProgress(): (event: RunEvent) => Progress | undefined {
  const themes = new Map<string, string>();
  // Under load a case may finish more than once.
  const done = new Set<string>();
  const failed = new Set<string>();
  const errored = new Set<string>();
  /** Cases that will be sent. Those that stand for a part of exploring are not: they are done when it is. */
  const waiting = new Set<string>();
  const explored = new Set<string>();
  let theme = '';
  let then = '';
  let failedUnderLoad = 0;
  return (event) => {
    if (event.type === 'run-started') {
      for (const { id, theme: planned, tags } of event.cases) {
        themes.set(id, planned);
        (tags.includes('explore') ? explored : waiting).add(id);
      }
      if (explored.size > 0) then = 'exploring';
      if (event.run.repeat !== undefined || event.run.durationS !== undefined) then = 'load';
    } else if (event.type === 'case-planned') {
      const { id } = event.case;
      themes.set(id, event.case.theme);
      if (!done.has(id) && !explored.has(id)) waiting.add(id);
    } else if (event.type === 'case-started') theme = themes.get(event.id) ?? theme;
    else if (event.type === 'load') {
      theme = `under load: ${event.load.sent} sent, ${perSecond(event.load)} a second`;
      failedUnderLoad = event.load.failed;
    } else if (event.type === 'case-finished') {
      done.add(event.id);
      waiting.delete(event.id);
      if (event.verdict === 'failed') failed.add(event.id);
      if (event.verdict === 'errored') errored.add(event.id);
    } else return undefined;
    const trouble = [
      ...(failed.size > 0 ? [`${failed.size} failed`] : []),
      ...(errored.size > 0 ? [`${errored.size} without a response`] : []),
      ...(failedUnderLoad > 0 ? [`${failedUnderLoad} failed under load`] : []),
    ];
    return { done: done.size, total: themes.size, left: waiting.size, then, theme, trouble: trouble.join(', ') };
  };
}

/** The least time after which the rest is estimated, in milliseconds: the start of a run is slower than the rest. */
const leastElapsed = 1000;

/** How long the rest of the cases takes if they go on like this; empty if nothing is known yet. */
function leftText({ done, left, then }: Progress, elapsedMs: number): string {
  if (done === 0 || left === 0 || elapsedMs < leastElapsed) return '';
  const seconds = Math.max(1, Math.round(((elapsedMs / done) * left) / 1000));
  return `, about ${seconds} s left${then === '' ? '' : `, then ${then}`}`;
}

/** Progress as one line, narrower than the width. If there is little room, the theme is cut, not the failures. */
export function progressLine(progress: Progress, elapsedMs: number, width: number): string {
  const { done, total, theme, trouble } = progress;
  const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join('  ');
  const start = joined(`${done}/${total} done`, trouble, `${duration(elapsedMs)}${leftText(progress, elapsedMs)}`);
  const room = width - 1 - displayWidth(start) - 2;
  return shorten(joined(start, room < 4 ? '' : shorten(theme, room)), width - 1);
}
