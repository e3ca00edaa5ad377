import { createHash } from 'node:crypto';
import type { Job, Queue, QueueOptions, Worker } from 'bullmq';
import { isStoredJob } from '../../../schemas/compiled/stored';
import { parseJson } from '../../lib/json';
import { isPartner } from '../read-partners';
import type { Partner, StoredJob } from '../types';
import type { RedisConnection } from './connection';
import type { FleetKey, Sealed } from './fleet-key';

/** A job whose partner is valid, also in what its schema cannot express. */
export type PartnerJob = StoredJob & { readonly partner: Partner };

export type FleetQueue = Queue<Sealed, string, string>;
export type FleetWorker = Worker<Sealed, string, string>;
export type FleetJob = Job<Sealed, string, string>;

/** Loads BullMQ when it is used, so that other commands do not wait for it. */
export const bullmq = (): typeof import('bullmq') => require('bullmq');

/** Options that a queue and its workers share. The version of Redis has been checked already. */
export const queueOptions = ({ client }: Pick<RedisConnection, 'client'>): QueueOptions => ({
  connection: client,
  prefix: 'payout-contract:fleet',
  skipVersionCheck: true,
});

export function openQueue(connection: RedisConnection, fleet: string): FleetQueue {
  const queue = new (bullmq().Queue)(fleet, queueOptions(connection)) as FleetQueue;
  // Its connection is restored by itself, or `lost` rejects; what Redis refuses, the command itself rejects.
  queue.on('error', () => undefined);
  return queue;
}

/** Jobs by their state. */
export async function jobCounts(queue: FleetQueue) {
  const counts = await queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed');
  const { waiting = 0, prioritized = 0, delayed = 0, active = 0, completed = 0, failed = 0 } = counts;
  return { waiting: waiting + prioritized, delayed, active, completed, failed };
}

/** The worker of BullMQ, which a job whose data is not JSON does not stop: it gets `null` in its place. */
export function workerClass(): typeof Worker {
  const { Job: PlainJob, Worker: PlainWorker } = bullmq();
  class AnyJob extends PlainJob {
    static override fromJSON<T, R, N extends string>(
      ...[queue, json, jobId]: Parameters<typeof Job.fromJSON>
    ): Job<T, R, N> {
      const data = parseJson(json.data || '{}').ok ? json.data : 'null';
      return PlainJob.fromJSON<T, R, N>(queue, { ...json, data }, jobId);
    }
  }
  return class extends PlainWorker {
    protected override get Job(): typeof Job {
      return AnyJob as typeof Job;
    }
  } as typeof Worker;
}

/** The same id for the same partner of a fleet, so that it is enqueued only once. */
export const jobIdOf = (fleet: string, name: string): string =>
  createHash('sha256').update(`${fleet}\n${name}`).digest('hex').slice(0, 32);

const isPartnerJob = (data: unknown): data is PartnerJob => isStoredJob(data) && isPartner(data.partner);

/** A job that someone with the key has made for this fleet, or why it does not count. */
export function openJob(
  key: FleetKey,
  place: readonly string[],
  data: unknown,
): { readonly ok: true; readonly job: PartnerJob } | { readonly ok: false; readonly why: string } {
  const opened = key.open('job', place, data);
  if (!opened.ok) return opened;
  return isPartnerJob(opened.value) ? { ok: true, job: opened.value } : { ok: false, why: 'not valid' };
}
