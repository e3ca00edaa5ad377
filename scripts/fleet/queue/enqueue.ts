import { createHash, randomUUID } from 'node:crypto';
import { UserError } from '../../lib/user-error';
import { fingerprintOf } from '../fingerprint';
import { type FleetPlan, fleetHeader } from '../plan';
import type { RedisConnection } from './connection';
import type { FleetKey } from './fleet-key';
import { jobIdOf, openQueue, type PartnerJob } from './job';
import { beginFleet, FleetStore, headerOfFleet } from './store';
import { UnverifiedList } from './unverified';

export interface EnqueueOptions {
  /** The name of the fleet; made from the time if it is missing. */
  readonly fleet?: string | undefined;
  /** Further attempts at a partner without a verdict. */
  readonly retries: number;
  readonly now: Date;
}

/** Jobs per command to Redis. */
const chunk = 200;
const firstBackoffMs = 1000;

function digestOf({ partners, mode, rate }: FleetPlan): string {
  const fingerprints = partners.map((partner) => fingerprintOf(partner, mode)).join('\n');
  return createHash('sha256')
    .update(`${rate ?? ''}\n${fingerprints}`)
    .digest('hex');
}

/** What was enqueued. */
export interface Enqueued {
  readonly fleet: string;
  /** Partners that had been finished before. */
  readonly finished: number;
}

/**
 * Adds a job for each partner to the queue of a fleet. Existing jobs stay as they are, so that enqueueing again after
 * an interruption adds the missing ones.
 *
 * @throws UserError if the fleet exists with other partners, or was signed with another key
 */
export async function enqueue(
  connection: RedisConnection,
  key: FleetKey,
  plan: FleetPlan,
  { retries, now, fleet = `fleet-${now.toISOString().replace(/[:.]/g, '-')}` }: EnqueueOptions,
): Promise<Enqueued> {
  const { partners, mode, rate } = plan;
  const digest = digestOf(plan);
  const before = await headerOfFleet(connection.client, key, fleet);
  if (before && before.digest !== digest)
    throw new UserError(
      `the fleet ${fleet} already exists, with other partners or another rate`,
      'use another name with --fleet',
    );
  const header = before ?? { ...fleetHeader(plan, now), fleet, digest, id: randomUUID() };
  const store = new FleetStore(connection.client, fleet, key, header.id);
  const finished = before ? (await store.read('result', new UnverifiedList())).size : 0;
  const queue = openQueue(connection, fleet);
  try {
    if (!before) await beginFleet(connection.client, key, header, fleet);
    // A job sends at least one request, so no more jobs than this need to start. The gate limits the requests.
    if (rate !== undefined) await queue.setGlobalRateLimit(Math.ceil(rate), 1000);
    const attempts = 1 + retries;
    for (let start = 0; start < partners.length; start += chunk) {
      const jobs = partners.slice(start, start + chunk).map((partner) => ({
        name: 'partner',
        data: key.seal('job', store.place, { partner, mode, attempts } satisfies PartnerJob),
        opts: {
          jobId: jobIdOf(fleet, partner.name),
          attempts,
          backoff: { type: 'exponential', delay: firstBackoffMs, jitter: 0.5 },
          stackTraceLimit: 0,
        },
      }));
      await queue.addBulk(jobs);
    }
  } finally {
    await queue.close();
  }
  return { fleet, finished };
}
