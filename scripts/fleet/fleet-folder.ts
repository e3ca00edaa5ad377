import { basename, join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import { jsonText } from '../lib/json-text';
import { makeFolders } from '../lib/make-folders';
import { UserError } from '../lib/user-error';
import type { CheckedPartner } from './check-partner';
import { fingerprintOf } from './fingerprint';
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

export const makePartnersFolder = (folder: string): void => {
  makeFolders(join(folder, 'partners'));
};

/** Writes a partner's own report, if it has one. */
export async function writePartnerReport(folder: string, { result, report }: CheckedPartner): Promise<void> {
  if (report && result.report !== undefined)
    await writeFileAtomic(join(folder, 'partners', basename(result.report)), `${jsonText(report, 2)}\n`);
}

export const writeFleetReport = (folder: string, report: FleetReport): Promise<void> =>
  writeFileAtomic(join(folder, 'fleet.json'), `${jsonText(report, 2)}\n`);
