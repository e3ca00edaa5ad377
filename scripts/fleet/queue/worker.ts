import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { packageInfo } from '../../lib/package-root';
import { UserError } from '../../lib/user-error';
import { wait } from '../../lib/wait';
import { type CheckedPartner, checkPartner, type PartnerTools, resultOf } from '../check-partner';
import { isWorthRetrying, outcomeWithout } from '../outcome';
import type { FleetMode, Partner, PartnerCause, PartnerResult } from '../types';
import type { RedisConnection } from './connection';
import type { FleetKey } from './fleet-key';
import {
  bullmq,
  type FleetJob,
  type FleetQueue,
  type FleetWorker,
  jobCounts,
  openJob,
  openQueue,
  queueOptions,
  workerClass,
} from './job';
import { isLastingRefusal } from './redis-error';
import { redisGate } from './redis-gate';
import { type FleetStore, openFleet } from './store';
import type { TrustCheck } from './trust';

export interface WorkOptions {
  /** The fleet that was enqueued last if it is missing. */
  readonly fleet?: string | undefined;
  readonly key: FleetKey;
  readonly tools: Omit<PartnerTools, 'gate' | 'retries' | 'mode'>;
  /** Partners checked at the same time. */
  readonly concurrency: number;
  /** The partners of a worker without a sign of life for this long go to other workers. */
  readonly stalledAfterMs: number;
  readonly signal: AbortSignal;
  /** Why this worker leaves a partner to others. */
  readonly refuses: TrustCheck;
  readonly onResult: (result: PartnerResult) => void;
  /** A job that does not count, by its id. */
  readonly onUnverified: (id: string, why: string) => void;
}

/** After how many partners in a row that it cannot check a worker leaves the queue. */
const mostRefused = 3;
/** How long a partner that was given back is left to other workers. */
const giveBackMs = 1000;

/** The queue gives up on a partner after this many stalled workers. */
const mostStalls = 50;
const pollMs = 500;
/** An enqueuer adds jobs without a break as long as this. */
const mostEmptyPolls = 60;

/** Which partners were given back in a row. Where no other is left, the same one comes again. */
function couldNotCheck(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  if (distinct.length === names.length) return `it could not check ${names.length} partners in a row`;
  const more = distinct.length > 1 ? ` and ${distinct.length - 1} more` : '';
  return `it could not check ${distinct[0]}${more}, and had nothing else to check`;
}

/** The note that a partner was given back. */
function refusedResult(partner: Partner, mode: FleetMode, { code, title, next }: PartnerCause, now: number) {
  const spent = { startedAt: new Date(now).toISOString(), durationMs: 0, requests: 0, attempts: 1 };
  return resultOf(partner, mode, outcomeWithout(2, code, title, next), spent);
}

/**
 * Waits until there is nothing left to do. The queue is not trusted: its jobs may have been deleted, or cannot be
 * finished, so that it is also done if nothing has been left in it for a while, or if every partner has its result.
 */
async function untilDone(
  queue: FleetQueue,
  { store, partners }: { readonly store: FleetStore; readonly partners: number },
  isOver: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  let empty = 0;
  for (let polls = 1; !isOver(); polls += 1) {
    const { completed, failed, waiting, delayed, active } = await jobCounts(queue);
    empty = waiting + delayed + active === 0 ? empty + 1 : 0;
    // Jobs of strangers count among the failed ones, so that the others must be done.
    if (empty > mostEmptyPolls || (empty > 0 && completed + failed >= partners)) return;
    if (polls % 20 === 0 && (await store.finished()) >= partners) return;
    await wait(pollMs, signal);
  }
}

/** What a worker has done. */
export interface Worked {
  readonly fleet: string;
  /** Partners without a result that counts, also because the queue gave up on them. */
  readonly missing: number;
}

/**
 * Works on a fleet until every partner is finished or the signal is aborted. Partners in progress go back to the queue
 * then, and the attempt does not count.
 *
 * @throws RedisError if the connection is lost for good; UserError if there is no such fleet, if another version has
 *   enqueued it, or if this worker cannot check its partners
 */
export async function work(connection: RedisConnection, options: WorkOptions): Promise<Worked> {
  const { tools, signal, concurrency, stalledAfterMs, key } = options;
  setMaxListeners(0, signal);
  const { store, header } = await openFleet(connection.client, key, options.fleet);
  const { version } = packageInfo();
  if (header.tool.version !== version)
    throw new UserError(
      `fleet ${store.fleet} was enqueued by version ${header.tool.version}, but this worker is version ${version}`,
      `start a worker of version ${header.tool.version}, or enqueue the fleet again`,
    );
  const identity = { host: hostname(), process: process.pid, version };
  let refused: string[] = [];
  let blind: PartnerCause | undefined;
  const gate = redisGate(connection.client, store.redisKey('gate'), header.rate);
  const { DelayedError, WaitingError, UnrecoverableError } = bullmq();
  const BullWorker = workerClass();

  const finish = async (checked: CheckedPartner): Promise<string> => {
    const result = { ...checked.result, worker: identity };
    if (await store.put({ ...checked, result })) options.onResult(result);
    return result.verdict;
  };
  /** Gives a partner back to the queue if this worker may not or cannot check it: another one may. */
  const giveBack = async (partner: Partner, mode: FleetMode, job: FleetJob, token: string): Promise<void> => {
    const cause = options.refuses(partner, mode);
    if (!cause) {
      refused = [];
      await store.removeNote(partner.name);
      return;
    }
    if (!blind) refused.push(partner.name);
    if (refused.length >= mostRefused) blind ??= cause;
    await store.note({ ...refusedResult(partner, mode, cause, tools.now()), worker: identity });
    await job.moveToDelayed(Date.now() + giveBackMs, token);
    throw new DelayedError();
  };
  const check = async (job: FleetJob, token: string): Promise<string> => {
    const opened = openJob(key, store.place, job.data);
    if (!opened.ok) {
      options.onUnverified(String(job.id), opened.why);
      throw new UnrecoverableError(opened.why);
    }
    const { partner, mode, attempts: most } = opened.job;
    if (await store.has(partner.name)) return 'already finished';
    await giveBack(partner, mode, job, token);
    const checked = await checkPartner(partner, { ...tools, mode, gate, retries: 0 }, signal);
    if (!checked) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const attempts = Math.max(0, Math.trunc(Number(job.attemptsMade)) || 0) + 1;
    if (isWorthRetrying(checked.result) && attempts < most)
      throw new Error(checked.result.cause?.code ?? checked.result.verdict);
    return finish({ ...checked, result: { ...checked.result, attempts } });
  };

  // What Redis goes on refusing ends the worker; otherwise connections are restored by themselves, or `lost` rejects.
  let deny = (_error: unknown): void => undefined;
  const denied = new Promise<never>((_, reject) => {
    deny = (error) => {
      if (isLastingRefusal(error)) reject(error);
    };
  });
  denied.catch(() => undefined);
  const checked = (job: FleetJob, token: string): Promise<string> =>
    check(job, token).catch((error: unknown) => {
      deny(error);
      throw error;
    });
  const worker = new BullWorker(store.fleet, (job, token) => checked(job as FleetJob, token ?? ''), {
    ...queueOptions(connection),
    concurrency,
    lockDuration: stalledAfterMs,
    stalledInterval: stalledAfterMs,
    maxStalledCount: mostStalls,
    runRetryDelay: 1000,
    drainDelay: 1,
  }) as FleetWorker;
  const queue = openQueue(connection, store.fleet);
  worker.on('error', deny);

  const isOver = (): boolean => signal.aborted || blind !== undefined;
  try {
    const done = untilDone(queue, { store, partners: header.partners }, isOver, signal);
    await Promise.race([connection.lost, denied, done]);
  } finally {
    const ended = Promise.race([connection.lost, denied]).catch(() => undefined);
    for (const each of [worker, queue]) await Promise.race([each.close().catch(() => undefined), ended]);
  }
  if (blind)
    throw new UserError(
      `this worker (${identity.host}, version ${version}) left the fleet: ${couldNotCheck(refused)}; ${blind.title}`,
      `${blind.next}; other workers go on`,
    );
  return {
    fleet: store.fleet,
    missing: signal.aborted ? 0 : Math.max(0, header.partners - (await store.finished())),
  };
}
