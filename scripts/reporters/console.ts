import { posix } from 'node:path';
import pc from 'picocolors';
import { defuseCiCommands } from '../lib/ci-commands';
import { mapStrings } from '../lib/map-strings';
import type { Style } from '../lib/terminal-layout';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import { viewOf } from '../report/view';
import { createProgress, progressLine } from './console/progress';
import { renderHeader, renderReport } from './console/render';
import type { Reporter, ReporterContext } from './types';

const longestText = 1500;
const clearLine = '\r\u001b[2K';
const usualWidth = 80;
const leastWidth = 20;

/** Prints the run for people: a progress line while it runs, if the output is a terminal, and the result at its end. */
export function create(context: ReporterContext): Reporter {
  const { stdout, interactive } = context;
  const colours = pc.createColors(context.colour);
  /** As wide as the terminal is now: it may be resized during the run. */
  const style = (): Style => ({ colours, width: widthOf(context) });
  const progress = createProgress();
  let headed = false;
  return {
    onEvent(event) {
      if (event.type === 'run-started') {
        stdout.write(renderHeader(clean(event.run), event.cases.length, style()));
        headed = true;
      }
      if (!interactive) return;
      const shown = progress(event);
      if (event.type === 'run-finished') stdout.write(clearLine);
      else if (shown !== undefined) stdout.write(clearLine + progressLine(clean(shown), style().width));
    },
    onReport(report) {
      const shown = clean(report);
      if (!headed) stdout.write(renderHeader(shown, shown.cases.length, style()));
      stdout.write(renderReport(viewOf(shown), pathsOf(context), style()));
    },
  };
}

/** The width of the terminal, or the usual one if the terminal does not know; other output has no limit. */
function widthOf({ stdout, interactive }: ReporterContext): number {
  if (stdout.columns) return Math.max(leastWidth, stdout.columns);
  return interactive || stdout.columns === 0 ? usualWidth : Number.POSITIVE_INFINITY;
}

/** Makes text safe to print: bounded, and with nothing in it that a terminal or a CI log obeys. All text passes here. */
function clean<T>(value: T): T {
  return mapStrings(value, (text) => defuseCiCommands(visible(cut(text, longestText))));
}

function pathsOf({ outDirShown, files }: ReporterContext): string[] {
  const folder = clean(outDirShown);
  return files === undefined ? [folder] : files.map((file) => posix.join(folder, file));
}
