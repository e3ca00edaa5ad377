import { setMaxListeners } from 'node:events';
import { resolve } from 'node:path';
import { UserError } from '../lib/user-error';
import { wait } from '../lib/wait';
import type { OutDir } from '../run/out-dir';
import { checkPartner, type PartnerTools } from './check-partner';
import {
  type FleetFolder,
  journalPath,
  makePartnersFolder,
  openFleetFolder,
  type Remainder,
  remainder,
  requireFleet,
  writeFleetReports,
  writePartnerReport,
} from './fleet-folder';
import { fleetReport } from './fleet-report';
import { type Clock, localGate } from './gate';
import { JournalWriter } from './journal';
import { type FleetPlan, fleetHeader } from './plan';
import type { FleetReport, PartnerResult } from './types';

const processClock: Clock = { now: () => performance.now(), sleep: wait };

export interface RunFleetOptions
  extends Pick<PartnerTools, 'env' | 'timeoutMs' | 'maxDurationMs' | 'retries' | 'random' | 'now'> {
  readonly cwd: string;
  /** The folder to write to; a new one if it is missing. */
  readonly out?: string | undefined;
  /** The folder of an earlier fleet to continue. */
  readonly resume?: string | undefined;
  /** The fleet to compare with; the latest if it is missing. */
  readonly since?: FleetReport | undefined;
  /** Partners checked at the same time. */
  readonly concurrency?: number | undefined;
  /** The clock of the rate limit; that of the process if it is missing. */
  readonly clock?: Clock | undefined;
  readonly signal: AbortSignal;
  /** The signal that stopped the fleet, once it has been received. */
  readonly stoppedBy: () => FleetReport['stopped'];
  /** Called before the first request. */
  readonly onStart: (remainder: Remainder) => void;
  readonly onResult: (result: PartnerResult) => void;
}

/**
 * Checks the partners of a plan in this process and writes the reports. A partner's report is written before its line
 * in the journal. Aborting the signal ends the fleet soon; partners in progress stay unfinished.
 *
 * @throws UserError for folders that contradict each other, cannot be written, or hold a fleet of another kind
 */
export async function runFleet(
  plan: FleetPlan,
  options: RunFleetOptions,
): Promise<{ readonly report: FleetReport; readonly folder: OutDir }> {
  const { cwd, out, resume, now } = options;
  if (out !== undefined && resume !== undefined && resolve(cwd, out) !== resolve(cwd, resume))
    throw new UserError('--out and --resume name different folders', 'remove one of them');
  const { mode } = plan;
  // Checked before the folder is made, so that a misspelt one is reported.
  if (resume !== undefined) requireFleet(resolve(cwd, resume));
  const startedAt = new Date(now());
  const opened = openFleetFolder({ out: resume ?? out, cwd, name: 'fleet', now: startedAt, mode });
  try {
    return { report: await runIn(opened, plan, options, startedAt), folder: opened.folder };
  } finally {
    opened.release();
  }
}

async function runIn(
  { folder, before }: FleetFolder,
  plan: FleetPlan,
  options: RunFleetOptions,
  startedAt: Date,
): Promise<FleetReport> {
  const { resume, signal, now, since, clock = processClock } = options;
  const { partners, mode } = plan;
  const rest = remainder(partners, mode, folder.path, resume !== undefined);
  makePartnersFolder(folder.path);
  options.onStart(rest);
  const header = fleetHeader(plan, startedAt);
  const started = performance.now();
  const journal = new JournalWriter(journalPath(folder.path), rest.journal ? undefined : header);
  const results = [...rest.done];
  const { env, timeoutMs, maxDurationMs, retries, random } = options;
  const { folder: secretsFolder, allowProduction } = plan;
  const tools: PartnerTools = {
    ...{ env, timeoutMs, maxDurationMs, retries, random, now, mode, allowProduction, folder: secretsFolder },
    gate: localGate(plan.rate, clock.now, clock.sleep),
  };
  setMaxListeners(0, signal);
  const waiting = rest.todo.values();
  const worker = async (): Promise<void> => {
    for (const partner of waiting) {
      const checked = await checkPartner(partner, tools, signal);
      if (!checked) return;
      await writePartnerReport(folder.path, checked);
      journal.finished(checked.result);
      results.push(checked.result);
      options.onResult(checked.result);
    }
  };
  const concurrency = options.concurrency ?? (plan.local ? 8 : 2);
  await Promise.all(Array.from({ length: Math.min(concurrency, rest.todo.length) }, worker));
  const complete = results.length === partners.length;
  journal.close(complete);
  const durationMs = Math.round(performance.now() - started);
  const stopped = complete ? undefined : options.stoppedBy();
  const report = fleetReport(header, results, { durationMs, ...(stopped && { stopped }) }, since ?? before);
  await writeFleetReports(folder.path, report);
  return report;
}
