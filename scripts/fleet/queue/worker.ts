import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../lib/user-error';
import { type CheckedPartner, checkPartner, type PartnerTools, resultOf } from '../check-partner';
import { isWorthRetrying, outcomeWithout } from '../outcome';
import type { FleetMode, Partner, PartnerResult } from '../types';
import type { RedisConnection } from './connection';
import { bullmq, type FleetJob, type FleetWorker, isPartnerJob, openQueue, queueOptions } from './job';
import { redisGate } from './redis-gate';
import { FleetStore } from './store';

export interface WorkOptions {
  readonly tools: Omit<PartnerTools, 'gate' | 'retries' | 'mode'>;
  /** Partners at once. */
  readonly concurrency: number;
  /** A worker that was not heard of for so long is taken for dead, and its partners go to others. */
  readonly stalledAfterMs: number;
  readonly signal: AbortSignal;
  /** Refuses a target that this worker was not told to send credentials to. */
  readonly allows: (partner: Partner) => boolean;
  readonly onResult: (result: PartnerResult) => void;
}

/** A partner that brings down worker after worker is given up in the end. */
const mostStalls = 50;
const lookEveryMs = 500;

/**
 * Works on a fleet until every partner is done, or until the signal is raised: partners under way go back then, and
 * this attempt does not count.
 *
 * @throws RedisTrouble where the connection is lost for good, UserError where there is no such fleet
 */
export async function work(connection: RedisConnection, fleet: string, options: WorkOptions): Promise<void> {
  const { tools, signal, allows, onResult } = options;
  const store = new FleetStore(connection.client, fleet);
  const header = await store.header();
  if (!header) throw new UserError(`there is no fleet ${fleet}`, 'payout-contract fleet enqueue partners.yaml');
  const gate = redisGate(connection.client, store.key('gate'), header.rate);
  const { Worker: BullWorker, WaitingError, UnrecoverableError } = bullmq();

  const settle = async (checked: CheckedPartner): Promise<string> => {
    if (await store.put(checked)) onResult(checked.result);
    return checked.result.verdict;
  };
  const refuse = (partner: Partner, mode: FleetMode): CheckedPartner => {
    const title = `The worker may not send credentials to ${partner.target}`;
    const outcome = outcomeWithout(
      2,
      'target-not-allowed',
      title,
      'start the worker with --allow-target, or --allow-production',
    );
    const startedAt = new Date(tools.now()).toISOString();
    return { result: resultOf(partner, mode, outcome, { startedAt, durationMs: 0, requests: 0, attempts: 1 }) };
  };
  const check = async (job: FleetJob, token: string): Promise<string> => {
    if (!isPartnerJob(job.data)) throw new UnrecoverableError('not a job of this tool');
    const { partner, mode } = job.data;
    if (await store.has(partner.name)) return 'done before';
    if (!allows(partner)) return settle(refuse(partner, mode));
    const checked = await checkPartner(partner, { ...tools, mode, gate, retries: 0 }, signal);
    if (!checked) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const attempts = job.attemptsMade + 1;
    if (isWorthRetrying(checked.result) && attempts < (job.opts.attempts ?? 1))
      throw new Error(checked.result.cause?.code ?? checked.result.verdict);
    return settle({ ...checked, result: { ...checked.result, attempts } });
  };

  const { concurrency, stalledAfterMs } = options;
  const worker = new BullWorker(fleet, (job, token) => check(job as FleetJob, token ?? ''), {
    ...queueOptions(connection),
    concurrency,
    lockDuration: stalledAfterMs,
    stalledInterval: stalledAfterMs,
    maxStalledCount: mostStalls,
    runRetryDelay: 1000,
    drainDelay: 1,
  }) as FleetWorker;
  // Its connections come back by themselves, or `lost` says that they do not.
  worker.on('error', () => undefined);
  const queue = openQueue(connection, fleet);
  queue.on('error', () => undefined);
  try {
    await Promise.race([connection.lost, untilDone(header.partners)]);
  } finally {
    await Promise.race([worker.close(), connection.lost.catch(() => undefined)]);
    await Promise.race([queue.close(), connection.lost.catch(() => undefined)]);
  }

  async function untilDone(partners: number): Promise<void> {
    while (!signal.aborted) {
      const { completed = 0, failed = 0 } = await queue.getJobCounts('completed', 'failed');
      if (completed + failed >= partners) return;
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
