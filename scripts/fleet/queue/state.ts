import { join } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-write';
import { makeOutDir, type OutDir } from '../../run/out-dir';
import { resultOf } from '../check-partner';
import { makePartnersFolder, writeFleetReport } from '../fleet-folder';
import { fleetReport, summarizeFleet } from '../fleet-report';
import { outcomeWithout } from '../outcome';
import { safeName } from '../safe-name';
import type { FleetReport, FleetSummary, PartnerResult } from '../types';
import type { RedisConnection } from './connection';
import { type FleetQueue, isPartnerJob, openQueue } from './job';
import { type FleetStore, openFleet } from './store';

/** The progress of a fleet. */
export interface FleetStatus {
  readonly fleet: string;
  readonly complete: boolean;
  readonly summary: FleetSummary;
  /** Partners by the state of their jobs. The queue gave up on `failed` ones. */
  readonly jobs: Readonly<Record<'waiting' | 'delayed' | 'active' | 'completed' | 'failed', number>>;
  readonly workers: number;
}

/**
 * Reads the progress of a fleet.
 *
 * @param name the fleet that was enqueued last if it is missing
 * @throws UserError if there is no such fleet
 */
export async function statusOf(connection: RedisConnection, name: string | undefined): Promise<FleetStatus> {
  const { store, header } = await openFleet(connection.client, name);
  const queue = openQueue(connection, store.fleet);
  try {
    const counts = await queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed');
    const { waiting = 0, prioritized = 0, delayed = 0, active = 0, completed = 0, failed = 0 } = counts;
    const results = await store.results();
    return {
      fleet: store.fleet,
      complete: results.size >= header.partners,
      summary: summarizeFleet([...results.values()], header.partners),
      jobs: { waiting: waiting + prioritized, delayed, active, completed, failed },
      workers: (await queue.getWorkers()).length,
    };
  } finally {
    await queue.close();
  }
}

/** The partners that the queue gave up on, as results without a verdict. */
async function givenUp(queue: FleetQueue): Promise<PartnerResult[]> {
  const jobs = await queue.getFailed(0, -1);
  return jobs.flatMap(({ data, attemptsMade, finishedOn = 0, processedOn = finishedOn, timestamp }) => {
    if (!isPartnerJob(data)) return [];
    const title = 'Every worker that took this partner stopped or failed';
    const outcome = outcomeWithout(3, 'given-up', title, 'check it alone, in one process');
    const spent = {
      startedAt: new Date(processedOn || timestamp).toISOString(),
      durationMs: Math.max(0, finishedOn - processedOn),
      requests: 0,
      attempts: Math.max(1, attemptsMade),
    };
    return [resultOf(data.partner, data.mode, outcome, spent)];
  });
}

/** The partners that still wait because no worker could read their secrets, as results. */
async function unreadable(queue: FleetQueue, store: FleetStore): Promise<PartnerResult[]> {
  const why = await store.unreadable();
  if (why.size === 0) return [];
  const jobs = await queue.getJobs(['waiting', 'delayed', 'prioritized']);
  return jobs.flatMap((job) => {
    const message = job && isPartnerJob(job.data) ? why.get(job.data.partner.name) : undefined;
    if (!job || message === undefined) return [];
    const outcome = outcomeWithout(2, 'setting-unusable', message, 'start a worker that has the secret');
    const spent = { startedAt: new Date(job.timestamp).toISOString(), durationMs: 0, requests: 0, attempts: 1 };
    return [resultOf(job.data.partner, job.data.mode, outcome, spent)];
  });
}

/** Where and when to write the report of a fleet. */
export interface ReportOptions {
  readonly fleet?: string | undefined;
  readonly out?: string | undefined;
  readonly cwd: string;
  readonly now: Date;
}

/**
 * Writes the reports of what a fleet has finished so far.
 *
 * @throws UserError if there is no such fleet
 */
export async function writeReports(
  connection: RedisConnection,
  { fleet: name, out, cwd, now }: ReportOptions,
): Promise<{ readonly report: FleetReport; readonly folder: OutDir }> {
  const { store, header: stored } = await openFleet(connection.client, name);
  const { digest: _, ...header } = stored;
  const results = await store.results();
  const queue = openQueue(connection, store.fleet);
  try {
    for (const result of [...(await givenUp(queue)), ...(await unreadable(queue, store))])
      if (!results.has(result.name)) results.set(result.name, result);
  } finally {
    await queue.close();
  }
  const folder = makeOutDir(out, cwd, store.fleet, now, 'latest-fleet');
  makePartnersFolder(folder.path);
  let ended = 0;
  for (const { name: partner, startedAt, durationMs, report } of results.values()) {
    ended = Math.max(ended, Date.parse(startedAt) + durationMs);
    const text = report === undefined ? undefined : await store.report(partner);
    if (text !== undefined) await writeFileAtomic(join(folder.path, 'partners', `${safeName(partner)}.json`), text);
  }
  const until = results.size >= header.partners ? ended : now.getTime();
  const durationMs = Math.max(0, until - Date.parse(header.startedAt));
  const report = fleetReport(header, [...results.values()], { durationMs });
  await writeFleetReport(folder.path, report);
  return { report, folder };
}
