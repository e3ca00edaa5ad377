import { join } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-write';
import { makeFolders } from '../../lib/make-folders';
import { UserError } from '../../lib/user-error';
import { resultOf } from '../check-partner';
import { fleetReport, summarizeFleet } from '../fleet-report';
import { outcomeWithout } from '../outcome';
import { safeName } from '../safe-name';
import type { FleetReport, FleetSummary, PartnerResult } from '../types';
import type { RedisConnection } from './connection';
import { isPartnerJob, openQueue } from './job';
import { FleetStore } from './store';

/** How far a fleet is. */
export interface FleetStatus {
  readonly fleet: string;
  readonly complete: boolean;
  readonly summary: FleetSummary;
  /** Partners by where their jobs are. `failed` were given up by the queue. */
  readonly jobs: Readonly<Record<'waiting' | 'delayed' | 'active' | 'completed' | 'failed', number>>;
  readonly workers: number;
}

const noFleet = (fleet: string): UserError =>
  new UserError(`there is no fleet ${fleet}`, 'payout-contract fleet enqueue partners.yaml');

/** The results of a fleet, each partner once. */
async function collect(store: FleetStore): Promise<Map<string, PartnerResult>> {
  const results = new Map<string, PartnerResult>();
  for await (const result of store.results()) results.set(result.name, result);
  return results;
}

/** @throws UserError where there is no such fleet */
export async function statusOf(connection: RedisConnection, fleet: string): Promise<FleetStatus> {
  const store = new FleetStore(connection.client, fleet);
  const header = await store.header();
  if (!header) throw noFleet(fleet);
  const queue = openQueue(connection, fleet);
  try {
    const counts = await queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed');
    const { waiting = 0, prioritized = 0, delayed = 0, active = 0, completed = 0, failed = 0 } = counts;
    const results = await collect(store);
    return {
      fleet,
      complete: results.size >= header.partners,
      summary: summarizeFleet([...results.values()], header.partners),
      jobs: { waiting: waiting + prioritized, delayed, active, completed, failed },
      workers: (await queue.getWorkers()).length,
    };
  } finally {
    await queue.close();
  }
}

/** Jobs that the queue gave up, as results: no verdict. */
async function givenUp(connection: RedisConnection, fleet: string): Promise<PartnerResult[]> {
  const queue = openQueue(connection, fleet);
  try {
    const jobs = await queue.getFailed(0, -1);
    return jobs.flatMap(({ data, attemptsMade, finishedOn = 0, processedOn = finishedOn, timestamp }) => {
      if (!isPartnerJob(data)) return [];
      const title = 'Its workers died or broke off, time and again';
      const outcome = outcomeWithout(3, 'given-up', title, 'check it alone, in one process');
      const spent = {
        startedAt: new Date(processedOn || timestamp).toISOString(),
        durationMs: Math.max(0, finishedOn - processedOn),
        requests: 0,
        attempts: Math.max(1, attemptsMade),
      };
      return [resultOf(data.partner, data.mode, outcome, spent)];
    });
  } finally {
    await queue.close();
  }
}

/**
 * The report of a fleet as far as it is done, with each partner's own report written below `folder`.
 *
 * @throws UserError where there is no such fleet
 */
export async function reportOf(
  connection: RedisConnection,
  fleet: string,
  folder: string,
  now: number,
): Promise<FleetReport> {
  const store = new FleetStore(connection.client, fleet);
  const stored = await store.header();
  if (!stored) throw noFleet(fleet);
  const { plan: _, ...header } = stored;
  const results = await collect(store);
  for (const result of await givenUp(connection, fleet))
    if (!results.has(result.name)) results.set(result.name, result);
  makeFolders(join(folder, 'partners'));
  let ended = 0;
  for (const { name, startedAt, durationMs, report } of results.values()) {
    ended = Math.max(ended, Date.parse(startedAt) + durationMs);
    const text = report === undefined ? undefined : await store.report(name);
    if (text !== undefined) await writeFileAtomic(join(folder, 'partners', `${safeName(name)}.json`), text);
  }
  const until = results.size >= header.partners ? ended : now;
  const durationMs = Math.max(0, until - Date.parse(header.startedAt));
  return fleetReport(header, [...results.values()], { durationMs });
}
