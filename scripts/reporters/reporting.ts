import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { requireReplaceable } from '../lib/atomic-write';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { visible } from '../lib/terminal-text';
import { messageOf, UserError } from '../lib/user-error';
import type { RunEvent, RunReport } from '../report/types';
import { reporters } from '.';
import { externalReporter, longestHookMs, within } from './external';
import type { Reporter, ReporterContext, ReporterEntry } from './types';

/** The reporters if `--reporter` is not given. */
export const defaultReporters = 'console,json,junit,html,markdown,ndjson';

/** The reporters of `run` if `--reporter` is not given: GitHub Actions gets annotations too. */
export const defaultReportersIn = ({ GITHUB_ACTIONS }: Io['env']): string =>
  GITHUB_ACTIONS === 'true' ? `${defaultReporters},github` : defaultReporters;

const reporterNames = reporters.map(({ name }) => name).join(', ');

/** What `--reporter` takes, for its help. */
export const reporterHelp = `reporters, separated by commas: ${reporterNames}, or a path or package of your own (./mine.js)`;

/**
 * The reporters that a list names. Those that write to standard output come after the others, and those of someone else
 * last, so that whatever they do, the rest is written.
 *
 * @param cwd where files and packages of other reporters are looked for; absent if only our own may be named
 * @throws UserError for an unknown name, and for an empty list
 */
export function chooseReporters(list: string, cwd?: string): ReporterEntry[] {
  const names = [
    ...new Set(
      list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ];
  const chosen = names.map((name) => {
    const own = reporters.find((candidate) => candidate.name === name);
    const entry = own ?? (cwd === undefined ? undefined : externalReporter(name, cwd));
    if (entry) return entry;
    const others = cwd === undefined ? '' : ', or give a path (./mine.js) or package of your own';
    throw new UserError(`--reporter: unknown reporter "${name}"`, `choose from ${reporterNames}${others}`);
  });
  if (chosen.length === 0) throw new UserError('--reporter needs at least one name', `choose from ${reporterNames}`);
  const place = (entry: ReporterEntry): number =>
    entry.isExternal ? 2 * reporters.length : reporters.indexOf(entry) + (entry.ownsStdout ? reporters.length : 0);
  return chosen.sort((one, other) => place(one) - place(other));
}

/** Several reporters as one. If one fails, it is not called again, and the others continue. */
export interface ReporterGroup {
  onSecret(secret: string): void;
  onEvent(event: RunEvent): void;
  /** Resolves when every reporter has written its report or has failed. */
  onReport(report: RunReport): Promise<void>;
  /** The messages of the reporters that failed. */
  readonly failures: readonly string[];
}

/**
 * Opens the reporters.
 *
 * @throws UserError if one of them cannot write
 */
export async function createReporting(
  entries: readonly ReporterEntry[],
  context: ReporterContext,
): Promise<ReporterGroup> {
  const failures: string[] = [];
  const active = new Map<string, Reporter>();
  const external = new Set(entries.filter(({ isExternal }) => isExternal).map(({ name }) => name));
  for (const entry of entries) {
    try {
      if (entry.file !== undefined) checkWritable(context.outDir, entry.file);
      active.set(entry.name, await entry.create(context));
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(
        `the reporter ${entry.name} cannot write: ${messageOf(error)}`,
        'choose a writable folder with --out',
      );
    }
  }
  const drop = (name: string, error: unknown): void => {
    if (active.delete(name)) failures.push(visible(`the reporter ${name} failed: ${messageOf(error)}`));
  };
  const pending = new Set<Promise<void>>();
  /** Calls a hook of one reporter. If it throws, now or later, only this reporter stops. */
  const call = (name: string, hook: () => void | Promise<void>): void => {
    try {
      const result = hook();
      if (!(result instanceof Promise)) return;
      const bounded = external.has(name) ? within(result, longestHookMs, 'one of its hooks') : result;
      const settled: Promise<void> = bounded
        .catch((error: unknown) => drop(name, error))
        .finally(() => pending.delete(settled));
      pending.add(settled);
    } catch (error) {
      drop(name, error);
    }
  };
  const onSecret = (secret: string): void => {
    for (const [name, reporter] of active) call(name, () => reporter.onSecret?.(secret));
  };
  const onEvent = (event: RunEvent): void => {
    for (const [name, reporter] of active) call(name, () => reporter.onEvent?.(event));
  };
  const onReport = async (report: RunReport): Promise<void> => {
    await Promise.all(pending);
    for (const [name, reporter] of active) {
      call(name, () => reporter.onReport?.(report));
      await Promise.all(pending);
    }
  };
  return { onSecret, onEvent, onReport, failures };
}

/** Throws unless a file of this name can be created in the folder; permissions alone do not show that. */
function checkWritable(folder: string, file: string): void {
  requireReplaceable(join(folder, file));
  const probe = join(folder, `.${file}.${randomBytes(6).toString('hex')}.probe`);
  closeSync(openSync(probe, 'wx'));
  rmSync(probe);
}

/** The reporter of `--json`: the report itself is the output. */
export const jsonToStdout = (io: Io): ReporterEntry => ({
  name: 'stdout',
  ownsStdout: true,
  create: async () => ({
    onReport: (report) => {
      io.stdout.write(`${jsonText(report, 2)}\n`);
    },
  }),
});
