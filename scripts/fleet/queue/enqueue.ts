import { createHash } from 'node:crypto';
import { UserError } from '../../lib/user-error';
import { fingerprintOf } from '../fingerprint';
import { type FleetPlan, headerOf } from '../plan';
import type { RedisConnection } from './connection';
import { jobIdOf, openQueue } from './job';
import { FleetStore } from './store';

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

/**
 * Adds a job for each partner to the queue of a fleet. Existing jobs stay as they are, so that enqueueing again after
 * an interruption adds the missing ones.
 *
 * @returns the name of the fleet
 * @throws UserError if the fleet exists with other partners
 */
export async function enqueue(
  connection: RedisConnection,
  plan: FleetPlan,
  { retries, now, fleet = `fleet-${now.toISOString().replace(/[:.]/g, '-')}` }: EnqueueOptions,
): Promise<string> {
  const { partners, mode, rate } = plan;
  const store = new FleetStore(connection.client, fleet);
  const digest = digestOf(plan);
  const before = await store.header();
  if (before && before.digest !== digest)
    throw new UserError(
      `the fleet ${fleet} exists with other partners or another rate`,
      'use another name with --fleet',
    );
  const queue = openQueue(connection, fleet);
  try {
    if (!before) await store.begin({ ...headerOf(plan, now), fleet, digest });
    // A job sends at least one request, so no more jobs than this need to start. The gate limits the requests.
    if (rate !== undefined) await queue.setGlobalRateLimit(Math.ceil(rate), 1000);
    for (let start = 0; start < partners.length; start += chunk) {
      const jobs = partners.slice(start, start + chunk).map((partner) => ({
        name: 'partner',
        data: { partner, mode },
        opts: {
          jobId: jobIdOf(fleet, partner.name),
          attempts: 1 + retries,
          backoff: { type: 'exponential', delay: firstBackoffMs, jitter: 0.5 },
          stackTraceLimit: 0,
        },
      }));
      await queue.addBulk(jobs);
    }
  } finally {
    await queue.close();
  }
  return fleet;
}
