import { posix } from 'node:path';
import pc from 'picocolors';
import { defuseCiCommands } from '../lib/ci-commands';
import { mapStrings } from '../lib/map-strings';
import { visible } from '../lib/terminal-text';
import { cut, shorten } from '../lib/text-layout';
import type { RunReport } from '../verdict/types';
import type { Style } from './console/format';
import { createProgress } from './console/progress';
import { renderHeader, renderReport } from './console/render';
import type { Ending } from './console/verdict-lines';
import type { Reporter, ReporterContext } from './types';

const longestText = 1500;
const clearLine = '\r\u001b[2K';

/** Prints the run for people: a progress line while it runs, where that is allowed, and the whole at its end. */
export function create(context: ReporterContext): Reporter {
  const { stdout, interactive } = context;
  const style: Style = { colours: pc.createColors(context.colour), width: widthOf(context) };
  const progress = createProgress();
  let headed = false;
  let ending: Ending | undefined;
  return {
    onEvent(event) {
      if (event.type === 'run-started') {
        stdout.write(renderHeader(clean(event.run), event.cases.length, style));
        headed = true;
      }
      if (event.type === 'run-finished') ending = clean({ ...event });
      if (!interactive) return;
      const line = progress(event);
      if (event.type === 'run-finished') stdout.write(clearLine);
      else if (line !== undefined) stdout.write(clearLine + shorten(clean(line), style.width - 1));
    },
    onReport(report) {
      const shown = withoutExchangeText(report);
      if (!headed) stdout.write(renderHeader(shown, shown.cases.length, style));
      stdout.write(renderReport(shown, ending ?? endingOf(report), pathsOf(context), style));
    },
  };
}

function widthOf({ stdout, interactive }: ReporterContext): number {
  return stdout.columns ?? (interactive ? 80 : Number.POSITIVE_INFINITY);
}

/** The only way for text of the run to the terminal: bounded, with nothing in it that a terminal or a CI log obeys. */
function clean<T>(value: T): T {
  return mapStrings(value, (text) => defuseCiCommands(visible(cut(text, longestText))));
}

function withoutExchangeText(report: RunReport): RunReport {
  const bare = report.cases.map((result) => ({
    ...result,
    exchanges: result.exchanges.map(({ attempt, request, response, failure }) => ({
      attempt,
      request: { method: request.method, url: '', headers: {} },
      ...(response && { response: { ...response, headers: {}, body: '' } }),
      ...(failure && { failure }),
    })),
  }));
  return clean({ ...report, cases: bare });
}

/** For a report that is rendered again, without its events. */
function endingOf({ stopped, error }: RunReport): Ending {
  return clean({ ...(stopped && { stopped }), ...(error !== undefined && { error }) });
}

function pathsOf({ outDirShown, files }: ReporterContext): string[] {
  const folder = clean(outDirShown);
  return files === undefined ? [folder] : files.map((file) => posix.join(folder, file));
}
