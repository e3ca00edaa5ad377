import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { packageInfo } from '../../lib/package-root';
import { UserError } from '../../lib/user-error';
import { wait } from '../../lib/wait';
import { UnreadableSecret } from '../../run/environment/secret-file';
import { type CheckedPartner, checkPartner, type PartnerTools, resultOf } from '../check-partner';
import { isWorthRetrying, outcomeWithout } from '../outcome';
import { settingsOfPartner } from '../secrets';
import type { FleetMode, Partner, PartnerResult } from '../types';
import type { RedisConnection } from './connection';
import { bullmq, type FleetJob, type FleetWorker, isPartnerJob, openQueue, queueOptions } from './job';
import { redisGate } from './redis-gate';
import { openFleet } from './store';

export interface WorkOptions {
  /** The fleet that was enqueued last if it is missing. */
  readonly fleet?: string | undefined;
  readonly tools: Omit<PartnerTools, 'gate' | 'retries' | 'mode'>;
  /** Partners checked at the same time. */
  readonly concurrency: number;
  /** The partners of a worker without a sign of life for this long go to other workers. */
  readonly stalledAfterMs: number;
  readonly signal: AbortSignal;
  /** Whether this worker may send credentials to the partner's target. */
  readonly allows: (partner: Partner) => boolean;
  readonly onResult: (result: PartnerResult) => void;
}

/** A worker that cannot read the secrets of so many partners in a row leaves the queue. */
const mostUnreadable = 3;
/** How long a partner that was given back is left to other workers. */
const giveBackMs = 1000;

/** The queue gives up on a partner after this many stalled workers. */
const mostStalls = 50;
const pollMs = 500;

function refuse(partner: Partner, mode: FleetMode, now: number): CheckedPartner {
  const title = `The worker may not send credentials to ${partner.target}`;
  const next = 'start the worker with --allow-target, or --allow-production';
  const spent = { startedAt: new Date(now).toISOString(), durationMs: 0, requests: 0, attempts: 1 };
  return { result: resultOf(partner, mode, outcomeWithout(2, 'target-not-allowed', title, next), spent) };
}

/**
 * Works on a fleet until every partner is finished or the signal is aborted. Partners in progress go back to the queue
 * then, and the attempt does not count.
 *
 * @returns the name of the fleet
 * @throws RedisError if the connection is lost for good; UserError if there is no such fleet, if another version has
 *   enqueued it, or if this worker cannot read the secrets of its partners
 */
export async function work(connection: RedisConnection, options: WorkOptions): Promise<string> {
  const { tools, signal, concurrency, stalledAfterMs } = options;
  setMaxListeners(0, signal);
  const { store, header } = await openFleet(connection.client, options.fleet);
  const { version } = packageInfo();
  if (header.tool.version !== version)
    throw new UserError(
      `fleet ${store.fleet} was enqueued by version ${header.tool.version}, but this worker is version ${version}`,
      `start a worker of version ${header.tool.version}, or enqueue the fleet again`,
    );
  const identity = { host: hostname(), process: process.pid, version };
  let unreadable = 0;
  let blind: UnreadableSecret | undefined;
  const gate = redisGate(connection.client, store.key('gate'), header.rate);
  const { Worker: BullWorker, DelayedError, WaitingError, UnrecoverableError } = bullmq();

  const finish = async (checked: CheckedPartner): Promise<string> => {
    const result = { ...checked.result, worker: identity };
    if (await store.put({ ...checked, result })) options.onResult(result);
    return result.verdict;
  };
  /** Gives a partner back to the queue if this worker cannot read its secrets: another one may. */
  const requireSecrets = async ({ name, ...partner }: Partner, job: FleetJob, token: string): Promise<void> => {
    try {
      settingsOfPartner({ name, ...partner }, tools);
      unreadable = 0;
    } catch (error) {
      if (!(error instanceof UnreadableSecret)) return;
      unreadable += 1;
      if (unreadable >= mostUnreadable) blind ??= error;
      await store.noteUnreadable(name, error.message);
      await job.moveToDelayed(Date.now() + giveBackMs, token);
      throw new DelayedError();
    }
  };
  const check = async (job: FleetJob, token: string): Promise<string> => {
    if (!isPartnerJob(job.data)) throw new UnrecoverableError('not a job of this tool');
    const { partner, mode } = job.data;
    if (await store.has(partner.name)) return 'already finished';
    if (!options.allows(partner)) return finish(refuse(partner, mode, tools.now()));
    await requireSecrets(partner, job, token);
    const checked = await checkPartner(partner, { ...tools, mode, gate, retries: 0 }, signal);
    if (!checked) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const attempts = job.attemptsMade + 1;
    if (isWorthRetrying(checked.result) && attempts < (job.opts.attempts ?? 1))
      throw new Error(checked.result.cause?.code ?? checked.result.verdict);
    return finish({ ...checked, result: { ...checked.result, attempts } });
  };

  const worker = new BullWorker(store.fleet, (job, token) => check(job as FleetJob, token ?? ''), {
    ...queueOptions(connection),
    concurrency,
    lockDuration: stalledAfterMs,
    stalledInterval: stalledAfterMs,
    maxStalledCount: mostStalls,
    runRetryDelay: 1000,
    drainDelay: 1,
  }) as FleetWorker;
  const queue = openQueue(connection, store.fleet);
  // Their connections are restored by themselves, or `lost` rejects.
  worker.on('error', () => undefined);
  queue.on('error', () => undefined);

  const untilDone = async (): Promise<void> => {
    while (!signal.aborted && !blind) {
      const { completed = 0, failed = 0 } = await queue.getJobCounts('completed', 'failed');
      if (completed + failed >= header.partners) return;
      await wait(pollMs, signal);
    }
  };
  try {
    await Promise.race([connection.lost, untilDone()]);
  } finally {
    for (const each of [worker, queue]) await Promise.race([each.close(), connection.lost.catch(() => undefined)]);
  }
  if (blind)
    throw new UserError(
      `this worker (${identity.host}, version ${version}) left the fleet: it cannot read the secrets of ${mostUnreadable} partners in a row; ${blind.message}`,
      'give the worker the secrets that the partners file names, then start it again; other workers go on',
    );
  return store.fleet;
}
