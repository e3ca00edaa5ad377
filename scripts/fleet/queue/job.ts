import { createHash } from 'node:crypto';
import type { Job, Queue, QueueOptions, Worker } from 'bullmq';
import { isJsonObject } from '../../lib/json';
import { isPartner } from '../read-partners';
import type { FleetMode, Partner } from '../types';
import type { RedisConnection } from './connection';

/** The data of a job: a partner with references to its secrets, never the secrets. */
export interface PartnerJob {
  readonly partner: Partner;
  readonly mode: FleetMode;
}

export type FleetQueue = Queue<PartnerJob, string, string>;
export type FleetWorker = Worker<PartnerJob, string, string>;
export type FleetJob = Job<PartnerJob, string, string>;

/** Loads BullMQ when it is used, so that other commands do not wait for it. */
export const bullmq = (): typeof import('bullmq') => require('bullmq');

/** Options that a queue and its workers share. The version of Redis has been checked already. */
export const queueOptions = ({ client }: Pick<RedisConnection, 'client'>): QueueOptions => ({
  connection: client,
  prefix: 'payout-contract:fleet',
  skipVersionCheck: true,
});

export const openQueue = (connection: RedisConnection, fleet: string): FleetQueue =>
  new (bullmq().Queue)(fleet, queueOptions(connection)) as FleetQueue;

/** The same id for the same partner of a fleet, so that it is enqueued only once. */
export const jobIdOf = (fleet: string, name: string): string =>
  createHash('sha256').update(`${fleet}\n${name}`).digest('hex').slice(0, 32);

/** Whether data from the queue is a valid job. Anyone who can write to Redis can write anything. */
export const isPartnerJob = (data: unknown): data is PartnerJob =>
  isJsonObject(data) && (data.mode === 'credentials' || data.mode === 'suite') && isPartner(data.partner);
