import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import pc from 'picocolors';
import { calledAs } from '../lib/called-as';
import { logLine } from '../lib/ci-commands';
import type { Env } from '../lib/io';
import { mapStrings } from '../lib/map-strings';
import type { Style } from '../lib/terminal-layout';
import { viewOf } from '../report/view';
import { repeatCommand } from '../report/view/repeat-command';
import type { ReportPath } from './console/ending';
import { createProgress, type Progress, progressLine } from './console/progress';
import { renderHeader, renderReport } from './console/render';
import type { Reporter, ReporterContext } from './types';

const longestText = 1500;
const clearLine = '\r\u001b[2K';
const usualWidth = 80;
const leastWidth = 20;
/** Between two updates of the progress line, in milliseconds: thousands of events a second would slow the run down. */
const tickMs = 100;

/** Prints the run for people: a progress line while it runs, if the output is a terminal, and the result at its end. */
export function create(context: ReporterContext): Reporter {
  const { stdout, detail = 'short' } = context;
  const interactive = context.interactive && detail !== 'quiet';
  const colours = pc.createColors(context.colour);
  const tool = calledAs(context.env ?? {});
  /** As wide as the terminal is now: it may be resized during the run. */
  const style = (): Style => ({ colours, width: widthOf(context) });
  const progress = createProgress();
  const startedAt = performance.now();
  let headed = detail === 'quiet';
  let shown: Progress | undefined;
  let ticking: NodeJS.Timeout | undefined;
  const draw = (): void => {
    if (shown) stdout.write(clearLine + progressLine(clean(shown), performance.now() - startedAt, style().width));
  };
  return {
    onEvent(event) {
      if (event.type === 'run-started' && !headed) {
        stdout.write(renderHeader(clean(event.run), event.cases, style()));
        headed = true;
      }
      if (!interactive) return;
      if (event.type === 'run-finished') {
        clearInterval(ticking);
        stdout.write(clearLine);
        return;
      }
      const next = progress(event);
      if (next === undefined) return;
      shown = next;
      if (ticking) return;
      ticking = setInterval(draw, tickMs).unref();
      draw();
    },
    onReport(report) {
      clearInterval(ticking);
      const cleaned = clean(report);
      if (!headed) stdout.write(renderHeader(cleaned, cleaned.cases, style()));
      const repeat = repeatCommand(cleaned, folderOf(context), tool);
      const path = pathOf(context);
      const closing = { ...(path && { path }), ...(repeat && { repeat }) };
      stdout.write(renderReport(viewOf(cleaned, tool), closing, detail, style()));
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
  return mapStrings(value, (text) => logLine(text, longestText));
}

/** What `--last-failed` takes: nothing if the run is the latest, else its folder; `undefined` if it is in no file. */
function folderOf({ isLatest, outDirShown, files = [] }: ReporterContext): string | undefined {
  if (!files.includes('run.json') && !files.includes('events.ndjson')) return undefined;
  return isLatest ? '' : clean(outDirShown);
}

/** The environment variables of terminals that support links (OSC 8). */
const linkingTerminals: Readonly<Record<string, RegExp>> = {
  TERM_PROGRAM: /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|Tabby|rio)$/,
  TERM: /^(?:xterm-kitty|xterm-ghostty|alacritty|foot)/,
  VTE_VERSION: /^(?:[5-9]\d{3}|\d{5,})$/,
  WT_SESSION: /./,
  KONSOLE_VERSION: /./,
  FORCE_HYPERLINK: /^(?!0$)./,
};

/** Whether the terminal supports links. Others may print the control codes. */
const makesLinks = (env: Env): boolean =>
  env.FORCE_HYPERLINK !== '0' &&
  Object.entries(linkingTerminals).some(([name, pattern]) => pattern.test(env[name] ?? ''));

/** The page for people, if it is written, else the folder, if anything is. No name can end the link: it is encoded. */
function pathOf({ outDir, outDirShown, files, interactive, env = {} }: ReporterContext): ReportPath | undefined {
  if (files?.length === 0) return undefined;
  const page = files?.includes('report.html') ? 'report.html' : '';
  const shown = posix.join(clean(outDirShown), page);
  return interactive && makesLinks(env) ? { shown, href: pathToFileURL(join(outDir, page)).href } : { shown };
}
