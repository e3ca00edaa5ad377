import { join } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-write';
import { defined } from '../../lib/defined';
import { parseJson } from '../../lib/json';
import type { OutDir } from '../../run/out-dir';
import { resultOf } from '../check-partner';
import { makePartnersFolder, openFleetFolder, writeFleetReports } from '../fleet-folder';
import { fleetReport, summarizeFleet } from '../fleet-report';
import { outcomeWithout } from '../outcome';
import { safeName } from '../safe-name';
import type { FleetReport, FleetSummary, PartnerResult, StoredResult } from '../types';
import type { RedisConnection } from './connection';
import { type FleetKey, longestSealed } from './fleet-key';
import { type FleetQueue, jobCounts, jobIdOf, openJob, openQueue } from './job';
import { boundedJobsOf } from './redis-bounds';
import { type FleetStore, openFleet } from './store';
import { UnverifiedList } from './unverified';

/** The progress of a fleet. */
export interface FleetStatus {
  readonly fleet: string;
  readonly complete: boolean;
  readonly summary: FleetSummary;
  /** Partners by the state of their jobs. The queue gave up on `failed` ones. */
  readonly jobs: Awaited<ReturnType<typeof jobCounts>>;
  /** Absent if Redis does not tell this user. */
  readonly workers?: number;
  readonly unverified?: FleetReport['unverified'];
}

/** How many unverified jobs a report reads, in addition to those of the fleet. */
const mostForeignJobs = 1000;

/**
 * Reads the progress of a fleet.
 *
 * @param name the fleet that was enqueued last if it is missing
 * @throws UserError if there is no such fleet
 */
export async function fleetStatus(
  connection: RedisConnection,
  key: FleetKey,
  name: string | undefined,
): Promise<FleetStatus> {
  const { store, header } = await openFleet(connection.client, key, name);
  const queue = openQueue(connection, store.fleet);
  const unverified = new UnverifiedList();
  try {
    const jobs = await jobCounts(queue);
    const results = await store.read('result', unverified);
    const finished = [...results.values()].map(({ result }) => result);
    // CLIENT LIST needs a right that many users do not have, and nothing but this number depends on it.
    const workers = await queue.getWorkers().catch(() => undefined);
    return {
      fleet: store.fleet,
      complete: results.size >= header.partners,
      summary: summarizeFleet(finished, header.partners),
      jobs,
      ...defined({ workers: workers?.length, unverified: unverified.found }),
    };
  } finally {
    await queue.close();
  }
}

/** The partners that the queue gave up on, as results without a verdict. */
async function givenUp(
  queue: FleetQueue,
  store: FleetStore,
  partners: number,
  unverified: UnverifiedList,
): Promise<PartnerResult[]> {
  const results: PartnerResult[] = [];
  const most = partners + mostForeignJobs;
  const jobs = boundedJobsOf(store.client, queue.toKey('failed'), queue.toKey(''), most, longestSealed);
  for await (const { id, data, timestamp, processedOn, finishedOn, attemptsMade } of jobs) {
    const json = parseJson(data);
    const opened = openJob(store.key, store.place, json.ok ? json.value : undefined);
    if (!opened.ok) {
      unverified.add('job', id, opened.why);
      continue;
    }
    const title = 'Every worker that took this partner stopped or failed';
    const outcome = outcomeWithout(3, 'workers-failed', title, 'check it alone, in one process');
    const spent = {
      startedAt: new Date(processedOn || timestamp).toISOString(),
      durationMs: Math.max(0, finishedOn - (processedOn || finishedOn)),
      requests: 0,
      attempts: Math.max(1, attemptsMade),
    };
    results.push(resultOf(opened.job.partner, opened.job.mode, outcome, spent));
  }
  return results;
}

/** The partners that wait because no worker could check them, as results. */
async function returnedPartners(
  queue: FleetQueue,
  store: FleetStore,
  unverified: UnverifiedList,
): Promise<PartnerResult[]> {
  const results: PartnerResult[] = [];
  for (const [name, { result }] of await store.read('note', unverified)) {
    const state = await queue.getJobState(jobIdOf(store.fleet, name));
    if (state === 'waiting' || state === 'delayed' || state === 'prioritized') results.push(result);
  }
  return results;
}

/** Everything that a fleet has come to, by partner. */
async function resultsOf(
  connection: RedisConnection,
  store: FleetStore,
  partners: number,
  unverified: UnverifiedList,
): Promise<Map<string, StoredResult>> {
  const queue = openQueue(connection, store.fleet);
  try {
    const results = await store.read('result', unverified);
    const others = [
      ...(await givenUp(queue, store, partners, unverified)),
      ...(await returnedPartners(queue, store, unverified)),
    ];
    for (const result of others) if (!results.has(result.name)) results.set(result.name, { result });
    return results;
  } finally {
    await queue.close();
  }
}

/** Where and when to write the report of a fleet. */
export interface ReportOptions {
  readonly fleet?: string | undefined;
  readonly key: FleetKey;
  readonly out?: string | undefined;
  readonly cwd: string;
  readonly now: Date;
}

/**
 * Writes the reports of what a fleet has finished so far.
 *
 * @throws UserError if there is no such fleet, or another process writes to the folder
 */
export async function writeReports(
  connection: RedisConnection,
  { fleet: name, key, out, cwd, now }: ReportOptions,
): Promise<{ readonly report: FleetReport; readonly folder: OutDir }> {
  const { store, header: stored } = await openFleet(connection.client, key, name);
  const { digest: _, id: __, ...header } = stored;
  const unverified = new UnverifiedList();
  const results = await resultsOf(connection, store, header.partners, unverified);
  const { folder, before, release } = openFleetFolder({ out, cwd, name: store.fleet, now, mode: header.mode });
  try {
    makePartnersFolder(folder.path);
    const rows: PartnerResult[] = [];
    let ended = 0;
    for (const [partner, { result, digest }] of results) {
      ended = Math.max(ended, Date.parse(result.startedAt) + result.durationMs);
      const { report: file, ...bare } = result;
      const text = file === undefined || digest === undefined ? undefined : await store.report(partner, digest);
      if (text !== undefined) await writeFileAtomic(join(folder.path, 'partners', `${safeName(partner)}.json`), text);
      else if (file !== undefined) unverified.add('report', partner, 'not what the worker has signed');
      rows.push(text === undefined ? bare : { ...bare, report: `partners/${safeName(partner)}.json` });
    }
    const until = results.size >= header.partners ? ended : now.getTime();
    const durationMs = Math.max(0, until - Date.parse(header.startedAt));
    const report = fleetReport(header, rows, { durationMs, ...defined({ unverified: unverified.found }) }, before);
    await writeFleetReports(folder.path, report);
    return { report, folder };
  } finally {
    release();
  }
}
