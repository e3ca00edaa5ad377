import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunReport } from '../../../schemas/compiled/documents';
import { writeFileAtomic } from '../../lib/atomic-write';
import { parseJson } from '../../lib/json';
import { messageOf, UserError } from '../../lib/user-error';
import type { RunReport } from '../../report/types';
import { nightOf } from './causes';
import type { Night } from './types';

/** How many nights are kept. */
const mostNights = 90;

/** One folder a night, its start first, so that their names sort by time: `2026-03-01T021700Z-run-123`. */
const folderPattern = /^\d{4}-\d{2}-\d{2}T\d{6}Z-run-(\d+)$/;

const folderOf = (report: RunReport, run: string): string =>
  `${new Date(report.startedAt).toISOString().slice(0, 19).replaceAll(':', '')}Z-run-${run}`;

/** A `run.json`; throws a `UserError` where it is none. */
export async function readRun(path: string): Promise<RunReport> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new UserError(`the report cannot be read: ${messageOf(error)}`, 'name the run.json of a run');
  });
  const json = parseJson(text);
  if (!json.ok || !isRunReport(json.value))
    throw new UserError(`${path} is not a report of this version`, 'name the run.json of a run');
  return json.value;
}

/** The nights that are kept in a folder, oldest first; what cannot be read is left out, and told of. */
export async function readHistory(dir: string, tell: (line: string) => void): Promise<Night[]> {
  await mkdir(dir, { recursive: true });
  const nights: Night[] = [];
  for (const name of (await readdir(dir)).sort()) {
    const [, run] = folderPattern.exec(name) ?? [];
    if (run === undefined) continue;
    try {
      const night = nightOf(await readRun(join(dir, name, 'run.json')), run);
      if (night) nights.push(night);
    } catch (error) {
      tell(`left out of the history: ${messageOf(error)}`);
    }
  }
  return nights;
}

/** Keeps a night, in place of an earlier attempt of the same run, and lets go of the oldest ones. */
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
