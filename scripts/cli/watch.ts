import { unwatchFile, watchFile } from 'node:fs';
import { resolve } from 'node:path';
import { logLine } from '../lib/ci-commands';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { visible } from '../lib/terminal-text';
import type { RunReport } from '../report/types';
import { changesBetween } from '../report/view/changes';
import { verdictView } from '../report/view/verdict';
import type { ReporterEntry } from '../reporters/types';
import { watchInterruption } from './interruption';

const longestLine = 300;
const pollMs = 300;

/** Runs once, with a reporter that gets the report; the console is left out from the second run on. */
export type RunOnce = (reporter: ReporterEntry, isFirst: boolean) => Promise<number>;

function changedLines(before: RunReport, after: RunReport): string {
  const lines = changesBetween(before, after);
  const said = [...(lines.length === 0 ? ['Nothing changed.'] : lines), '', verdictView(after).headline];
  return said.map((line) => `${logLine(line, longestLine)}\n`).join('');
}

/** Waits for Enter, for a change of the file, or for the end: of the input, or by a signal. */
function waiter(io: Io, file: string | undefined): { next: () => Promise<'again' | 'end'>; close: () => void } {
  const input = io.stdin?.[Symbol.asyncIterator]();
  let pending: Promise<'again' | 'end'> | undefined;
  const entered = (): Promise<'again' | 'end'> => {
    pending ??= input!.next().then(({ done }) => {
      pending = undefined;
      return done ? 'end' : 'again';
    });
    return pending;
  };
  const path = file === undefined ? undefined : resolve(io.cwd, file);
  let onChange = (): void => undefined;
  let changed = false;
  if (path !== undefined)
    watchFile(path, { interval: pollMs }, () => {
      changed = true;
      onChange();
    });
  const fileChanged = (): Promise<'again'> =>
    new Promise((done) => {
      onChange = () => {
        changed = false;
        done('again');
      };
      if (changed) onChange();
    });
  const next = async (): Promise<'again' | 'end'> => {
    const { signal, release } = watchInterruption(io);
    const stopped = new Promise<'end'>((done) => signal.addEventListener('abort', () => done('end')));
    try {
      return await Promise.race([
        stopped,
        ...(input ? [entered()] : []),
        ...(path === undefined ? [] : [fileChanged()]),
      ]);
    } finally {
      // A change during the next run must not be told to this wait, which is over.
      onChange = () => undefined;
      release();
    }
  };
  return { next, close: () => path !== undefined && unwatchFile(path) };
}

/**
 * Runs again and again, at Enter or when a file changes, and prints only what differs from the run before.
 *
 * @returns the exit code of the last run
 */
export async function watchRuns(runOnce: RunOnce, file: string | undefined, io: Io): Promise<number> {
  const { next, close } = waiter(io, file);
  let before: RunReport | undefined;
  const reporter: ReporterEntry = {
    name: 'watch',
    ownsStdout: true,
    create: async () => ({
      onReport: (report) => {
        if (before) io.stdout.write(changedLines(before, report));
        before = report;
      },
    }),
  };
  try {
    for (;;) {
      const exitCode = await runOnce(reporter, before === undefined);
      if (exitCode === exitCodes.interrupted || exitCode === exitCodes.terminated) return exitCode;
      io.stdout.write(
        `\nPress Enter to run again${file === undefined ? '' : `, or change ${visible(file)}`}; Ctrl+C stops.\n`,
      );
      if ((await next()) === 'end') return exitCode;
    }
  } finally {
    close();
  }
}
