import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunReport } from '../../../schemas/compiled/documents';
import { writeFileAtomic } from '../../lib/atomic-write';
import { jsonValue } from '../../lib/json';
import { messageOf, UserError } from '../../lib/user-error';
import type { RunReport } from '../../report/types';
import { nightOf } from './problems';
import type { Night } from './types';

/** How many nights are kept. */
const mostNights = 90;

/** One folder per night. Names start with the time, so that they sort by it: `2026-03-01T021700Z-run-123`. */
const folderPattern = /^\d{4}-\d{2}-\d{2}T\d{6}Z-run-(\d+)$/;

const folderOf = (report: RunReport, run: string): string =>
  `${new Date(report.startedAt).toISOString().slice(0, 19).replaceAll(':', '')}Z-run-${run}`;

/**
 * Reads a `run.json`.
 *
 * @throws UserError if it cannot be read or is invalid
 */
export async function readRun(path: string): Promise<RunReport> {
  const next = 'give the run.json of a run by this version';
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new UserError(`the report cannot be read: ${messageOf(error)}`, next);
  });
  const report = jsonValue(text);
  if (!isRunReport(report)) throw new UserError(`${path} is not a valid run report`, next);
  return report;
}

/** The nights in a folder, oldest first. Unreadable ones are skipped and passed to `warn`. */
export async function readHistory(dir: string, warn: (line: string) => void): Promise<Night[]> {
  await mkdir(dir, { recursive: true });
  const nights: Night[] = [];
  for (const name of (await readdir(dir)).sort()) {
    const [, run] = folderPattern.exec(name) ?? [];
    if (run === undefined) continue;
    try {
      const night = nightOf(await readRun(join(dir, name, 'run.json')), run);
      if (night) nights.push(night);
    } catch (error) {
      warn(`skipped in the history: ${messageOf(error)}`);
    }
  }
  return nights;
}

/** Adds a night to the history, replaces an earlier attempt of the same run, and deletes the oldest nights. */
export async function keepNight(dir: string, report: RunReport, run: string): Promise<void> {
  const kept = (await readdir(dir)).filter((name) => folderPattern.test(name)).sort();
  const own = folderOf(report, run);
  const earlier = kept.filter((name) => name !== own && name.endsWith(`-run-${run}`));
  await mkdir(join(dir, own), { recursive: true });
  await writeFileAtomic(join(dir, own, 'run.json'), `${JSON.stringify(report)}\n`);
  const others = kept.filter((name) => name !== own && !earlier.includes(name));
  const surplus = others.slice(0, Math.max(0, others.length + 1 - mostNights));
  for (const name of [...earlier, ...surplus]) await rm(join(dir, name), { recursive: true });
}
