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

/** What is still to be done in a folder that may hold part of a fleet already. */
export interface Remainder {
  readonly journal?: Journal;
  readonly todo: readonly Partner[];
  /** Results that stand, of partners that are as they were. */
  readonly done: readonly PartnerResult[];
  /** Names of partners that `partners.yaml` describes otherwise than when they were checked. */
  readonly changed: readonly string[];
}

/**
 * Compares the partners with the journal of a folder. A fleet that was finished begins anew, unless `resume`.
 *
 * @throws UserError for a journal that cannot be read, or of another kind of check
 */
export function remainder(partners: readonly Partner[], mode: FleetMode, folder: string, resume: boolean): Remainder {
  const journal = readJournal(journalPath(folder));
  if (resume && !journal) throw new UserError(`--resume: ${folder} holds no fleet`, 'start one with --out');
  if (!journal || (journal.complete && !resume)) return { todo: partners, done: [], changed: [] };
  if (journal.header.mode !== mode) {
    const was = journal.header.mode === 'suite' ? 'runs of the suite' : 'credential checks';
    throw new UserError(`${folder} holds a fleet of ${was}`, 'choose another folder with --out');
  }
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
