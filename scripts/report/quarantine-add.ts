import { isAbout } from './quarantine';
import type { Quarantine, QuarantineEntry, RunReport } from './types';
import { failing } from './view/finding-text';

/** The entries of a file after some were added, and how many of them are new or got a new date. */
export interface AddedEntries {
  readonly entries: readonly QuarantineEntry[];
  readonly added: number;
  readonly renewed: number;
}

/**
 * Adds an entry for each finding that fails a case of a run and that no entry covers yet. An entry of the same case and
 * rule that is there already gets the new date, owner and reason.
 *
 * @param allCases one entry for each rule, over all cases
 */
export function addEntries(
  { cases, strict }: Pick<RunReport, 'cases' | 'strict'>,
  before: readonly QuarantineEntry[],
  terms: Quarantine,
  allCases: boolean,
): AddedEntries {
  const entries = [...before];
  let [added, renewed] = [0, 0];
  const failed = cases.filter(({ verdict }) => verdict === 'failed' || verdict === 'errored');
  for (const { id, findings } of failed) {
    for (const { rule } of failing(findings, strict)) {
      const own = { case: allCases ? '*' : id, rule, ...terms };
      const same = entries.findIndex((entry) => entry.case === own.case && entry.rule === rule);
      const isCovered = entries.some((entry) => isAbout(entry, id, rule) && entry.expires >= terms.expires);
      if (isCovered) continue;
      if (same >= 0) {
        entries[same] = own;
        renewed += 1;
      } else {
        entries.push(own);
        added += 1;
      }
    }
  }
  return { entries, added, renewed };
}
