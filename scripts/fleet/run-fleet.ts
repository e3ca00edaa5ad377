import { setMaxListeners } from 'node:events';
import { checkPartner, type PartnerTools } from './check-partner';
import { journalPath, type Remainder, writePartnerReport } from './fleet-folder';
import { JournalWriter } from './journal';
import type { FleetHeader, PartnerResult } from './types';

export interface RunFleetOptions {
  readonly tools: PartnerTools;
  /** Partners that are under way at once. */
  readonly concurrency: number;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onResult: (result: PartnerResult) => void;
}

/**
 * Checks what remains of a fleet, and writes each partner's report and then its line in the journal as it is done.
 * Raising the signal ends it soon: partners under way are left undone.
 *
 * @returns the results of all that are done, those of before included
 */
export async function runFleet(
  header: FleetHeader,
  { journal: before, todo, done }: Remainder,
  { tools, concurrency, folder, signal, onResult }: RunFleetOptions,
): Promise<PartnerResult[]> {
  setMaxListeners(0, signal);
  const journal = new JournalWriter(journalPath(folder), before === undefined);
  if (before === undefined) journal.started(header);
  const results = [...done];
  const waiting = todo.values();
  const worker = async (): Promise<void> => {
    for (const partner of waiting) {
      const checked = await checkPartner(partner, tools, signal);
      if (!checked) return;
      await writePartnerReport(folder, checked);
      journal.finished(checked.result);
      results.push(checked.result);
      onResult(checked.result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, todo.length) }, worker));
  journal.close(results.length === header.partners);
  return results;
}
