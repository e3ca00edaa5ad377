import { createHash } from 'node:crypto';
import { UserError } from '../../lib/user-error';
import { fingerprintOf } from '../fingerprint';
import type { FleetHeader, Partner } from '../types';
import type { RedisConnection } from './connection';
import { jobIdOf, openQueue } from './job';
import { FleetStore } from './store';

/** Jobs that one command to Redis takes. */
const chunk = 200;
const firstBackoffMs = 1000;

/**
 * Puts a job for each partner into the queue of the fleet. Those that are there already stay as they are, so that
 * enqueueing again after an interruption adds what was missing.
 *
 * @param attempts at a partner without a verdict
 * @throws UserError where the fleet exists with other partners
 */
export async function enqueue(
  connection: RedisConnection,
  fleet: string,
  header: FleetHeader,
  partners: readonly Partner[],
  attempts: number,
): Promise<void> {
  const { mode, rate } = header;
  const store = new FleetStore(connection.client, fleet);
  const fingerprints = partners.map((partner) => fingerprintOf(partner, mode)).join('\n');
  const plan = createHash('sha256')
    .update(`${rate ?? ''}\n${fingerprints}`)
    .digest('hex');
  const before = await store.header();
  if (before && before.plan !== plan)
    throw new UserError(`there is a fleet ${fleet} with other partners or another rate`, 'choose another --fleet');
  const queue = openQueue(connection, fleet);
  try {
    if (!before) await store.begin({ ...header, fleet }, plan);
    // A job sends one request or more: so many a second may start. What a request counts, the gate holds to.
    if (rate !== undefined) await queue.setGlobalRateLimit(Math.ceil(rate), 1000);
    for (let start = 0; start < partners.length; start += chunk) {
      const jobs = partners.slice(start, start + chunk).map((partner) => ({
        name: 'partner',
        data: { partner, mode },
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
}
