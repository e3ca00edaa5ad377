import { existsSync, lstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import { lockFolder } from '../lib/folder-lock';
import { jsonText } from '../lib/json-text';
import { makeFolders } from '../lib/make-folders';
import { UserError } from '../lib/user-error';
import { makeOutDir, type OutDir } from '../run/out-dir';
import type { CheckedPartner } from './check-partner';
import { earlierFleet } from './earlier-fleet';
import { fingerprintOf } from './fingerprint';
import { fleetCsv } from './formats/csv';
import { fleetJunit } from './formats/junit';
import { fleetHtml } from './formats/page';
import { type Journal, readJournal } from './journal';
import type { FleetMode, FleetReport, Partner, PartnerResult } from './types';

export const journalPath = (folder: string): string => join(folder, 'fleet.ndjson');

/** What is left to do in a folder that may hold an unfinished fleet. */
export interface Remainder {
  readonly journal?: Journal;
  readonly todo: readonly Partner[];
  /** Results of partners that are finished and unchanged. */
  readonly done: readonly PartnerResult[];
  /** Names of partners whose entry has changed since they were checked. */
  readonly changed: readonly string[];
}

/** @throws UserError if a folder holds no fleet to resume */
export function requireFleet(folder: string): void {
  if (!existsSync(journalPath(folder)))
    throw new UserError(`--resume: no fleet found in ${folder}`, 'start one with --out');
}

const modeNames: Readonly<Record<FleetMode, string>> = { credentials: 'credential checks', suite: 'suite runs' };

/**
 * Compares the partners with the journal of a folder. A finished fleet starts again, unless `resume` is set.
 *
 * @throws UserError for a journal that cannot be read, or that was written in another mode
 */
export function remainder(partners: readonly Partner[], mode: FleetMode, folder: string, resume: boolean): Remainder {
  const journal = readJournal(journalPath(folder));
  if (resume && !journal) throw new UserError(`--resume: no fleet found in ${folder}`, 'start one with --out');
  if (!journal || (journal.complete && !resume)) return { todo: partners, done: [], changed: [] };
  if (journal.header.mode !== mode)
    throw new UserError(
      `${folder} contains ${modeNames[journal.header.mode]}, not ${modeNames[mode]}`,
      'use another folder with --out',
    );
  const done: PartnerResult[] = [];
  const changed: string[] = [];
  const todo = partners.filter((partner) => {
    const before = journal.results.get(partner.name);
    if (before?.fingerprint === fingerprintOf(partner, mode)) {
      done.push(before);
      return false;
    }
    if (before) changed.push(partner.name);
    return true;
  });
  return { journal, todo, done, changed };
}

/** @throws UserError if the folder for the partners' own reports is a link: it may lead anywhere */
export function makePartnersFolder(folder: string): void {
  const path = join(folder, 'partners');
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new UserError(`${path} is a link`, 'use another folder with --out');
  makeFolders(path);
}

/** Writes a partner's own report, if it has one. */
export async function writePartnerReport(folder: string, { result, report }: CheckedPartner): Promise<void> {
  if (report && result.report !== undefined)
    await writeFileAtomic(join(folder, 'partners', basename(result.report)), `${jsonText(report, 2)}\n`);
}

/** The files of a fleet's report, by name. */
const reportFiles: Readonly<Record<string, (report: FleetReport) => string>> = {
  'fleet.json': (report) => `${jsonText(report, 2)}\n`,
  'fleet.html': fleetHtml,
  'fleet.csv': fleetCsv,
  'junit.xml': fleetJunit,
};

/** Writes the report of a fleet in every format. */
export async function writeFleetReports(folder: string, report: FleetReport): Promise<void> {
  for (const [name, text] of Object.entries(reportFiles)) await writeFileAtomic(join(folder, name), text(report));
}

/** The folder of a fleet, held by this process, and the fleet to compare with. */
export interface FleetFolder {
  readonly folder: OutDir;
  readonly before: FleetReport | undefined;
  /** Lets other processes use the folder. */
  readonly release: () => void;
}

/**
 * Opens the folder of a fleet: `reports/<UTC time>-<name>` without `out`, and then `reports/latest-fleet` points to it.
 *
 * @throws UserError if the folder cannot be written to, or another process uses it
 */
export function openFleetFolder(options: {
  readonly out: string | undefined;
  readonly cwd: string;
  readonly name: string;
  readonly now: Date;
  readonly mode: FleetMode;
}): FleetFolder {
  const { out, cwd, name, now, mode } = options;
  // Before the link to the latest fleet points to this one.
  const before = earlierFleet(out, cwd, mode);
  const folder = makeOutDir(out, cwd, name, now, 'latest-fleet');
  return { folder, before, release: lockFolder(folder.path, folder.shown) };
}
