import type { Command } from 'commander';
import { hosts } from '../contract/hosts';
import { targetOf } from '../fleet/check-partner';
import { writeFleetReport } from '../fleet/fleet-folder';
import { connectRedis, type RedisConnection, RedisTrouble, troubleOf } from '../fleet/queue/connection';
import type { WorkOptions } from '../fleet/queue/worker';
import type { FleetHeader, Partner } from '../fleet/types';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { packageInfo } from '../lib/package-root';
import { plural } from '../lib/plural';
import { visible } from '../lib/terminal-text';
import { UserError } from '../lib/user-error';
import { makeOutDir } from '../run/out-dir';
import { isLoopback } from '../run/target';
import { clean } from './check-credentials-text';
import { example, type Finish } from './command';
import { type FleetOptions, openPartners, politeRate, printFleet } from './fleet';
import { countsText } from './fleet-text';
import { positiveNumber, repeatable, wholeNumber } from './parse';

interface Named {
  readonly fleet?: string;
  readonly json?: true;
}

interface EnqueueOptions extends FleetOptions, Named {
  readonly retries: number;
}

interface WorkerOptions extends Named {
  readonly concurrency: number;
  readonly timeout: number;
  readonly allowProduction?: true;
  readonly allowTarget?: readonly string[];
  readonly stalledAfter: number;
  readonly redisPatience: number;
}

interface ReportOptions extends Named {
  readonly out?: string;
}

const patienceMs = 10_000;

function fleetName(text: string): string {
  if (!/^[A-Za-z][A-Za-z0-9._-]{0,79}$/.test(text))
    throw new UserError('--fleet is no name: a letter, then letters, digits, dots, dashes', 'as in --fleet nightly');
  return text;
}

/** Connects, and says in one line what stands in the way of that; 3 then. */
async function withRedis(
  patience: number,
  io: Io,
  act: (connection: RedisConnection) => Promise<number>,
): Promise<number> {
  let connection: RedisConnection | undefined;
  try {
    connection = await connectRedis(io.env.REDIS_URL, patience);
    for (const note of connection.notes) io.stderr.write(`note: ${visible(note)}\n`);
    return await Promise.race([act(connection), connection.lost]);
  } catch (error) {
    // What Redis itself refuses, once it is connected, comes as a reply.
    const replied = error instanceof Error && error.name === 'ReplyError' && connection !== undefined;
    const trouble = replied ? troubleOf(error, connection?.shown ?? '') : error;
    if (!(trouble instanceof RedisTrouble)) throw error;
    io.stderr.write(`error: ${visible(trouble.message)}\n  next: ${trouble.remedy}\n`);
    return exitCodes.noVerdict;
  } finally {
    await connection?.close();
  }
}

/** The fleet that is named, or the last one. */
async function chosenFleet({ fleet }: Named, { client }: RedisConnection): Promise<string> {
  const { FleetStore } = require('../fleet/queue/store') as typeof import('../fleet/queue/store');
  const found = fleet ?? (await FleetStore.latest(client));
  if (found === undefined) throw new UserError('there is no fleet', 'payout-contract fleet enqueue partners.yaml');
  return found;
}

async function enqueueFile(file: string, options: EnqueueOptions, io: Io): Promise<number> {
  const { partners, polite } = openPartners(file, options.allowProduction === true, io.cwd);
  const rate = options.rate ?? (polite ? politeRate : undefined);
  const now = new Date();
  const fleet = options.fleet ?? `fleet-${now.toISOString().replace(/[:.]/g, '-')}`;
  const header: FleetHeader = {
    schemaVersion: 1,
    tool: packageInfo(),
    mode: options.suite ? 'suite' : 'credentials',
    startedAt: now.toISOString(),
    partners: partners.length,
    ...(rate !== undefined && { rate }),
  };
  return withRedis(patienceMs, io, async (connection) => {
    const { enqueue } = require('../fleet/queue/enqueue') as typeof import('../fleet/queue/enqueue');
    await enqueue(connection, fleet, header, partners, 1 + options.retries);
    const limit = rate === undefined ? '' : `, at most ${rate} requests a second`;
    io.stdout.write(
      options.json
        ? `${jsonText({ fleet, partners: partners.length, ...(rate !== undefined && { rate }) })}\n`
        : `Fleet ${fleet}: ${plural(partners.length, 'partner')} in the queue${limit}.\n`,
    );
    return exitCodes.ok;
  });
}

/** Imburse's own hosts and this machine, and what the operator of the worker names: no word of the queue adds to it. */
function allowed(options: WorkerOptions): (partner: Partner) => boolean {
  const named = (options.allowTarget ?? []).map((text) => {
    const { baseUrl } = targetOf({ name: '', target: text }, options.allowProduction === true);
    return new URL(baseUrl).origin;
  });
  const origins = new Set<string>([...Object.values(hosts), ...named]);
  return (partner) => {
    try {
      const target = targetOf(partner, options.allowProduction === true);
      return isLoopback(target) || origins.has(new URL(target.baseUrl).origin);
    } catch {
      return false;
    }
  };
}

async function startWorker(options: WorkerOptions, io: Io): Promise<number> {
  const allows = allowed(options);
  const controller = new AbortController();
  let stopped: 130 | 143 | undefined;
  const silence = io.onSignal((signal) => {
    stopped ??= signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
    controller.abort();
  });
  try {
    return await withRedis(options.redisPatience * 1000, io, async (connection) => {
      const fleet = await chosenFleet(options, connection);
      const { work } = require('../fleet/queue/worker') as typeof import('../fleet/queue/worker');
      let done = 0;
      const settings: WorkOptions = {
        tools: {
          ...{ env: io.env, folder: io.cwd, allowProduction: options.allowProduction === true },
          ...{ timeoutMs: options.timeout, random: Math.random, now: Date.now },
        },
        concurrency: options.concurrency,
        stalledAfterMs: options.stalledAfter * 1000,
        signal: controller.signal,
        allows,
        onResult: (result) => {
          done += 1;
          io.stdout.write(
            options.json ? `${jsonText(result)}\n` : `${result.verdict.padEnd(15)}${clean(result.name)}\n`,
          );
        },
      };
      await work(connection, fleet, settings);
      io.stderr.write(
        `${stopped ? 'Interrupted' : `Fleet ${fleet} is done`}; ${plural(done, 'partner')} by this worker.\n`,
      );
      return stopped ?? exitCodes.ok;
    });
  } finally {
    silence();
  }
}

const showStatus = (options: Named, io: Io): Promise<number> =>
  withRedis(patienceMs, io, async (connection) => {
    const { statusOf } = require('../fleet/queue/state') as typeof import('../fleet/queue/state');
    const status = await statusOf(connection, await chosenFleet(options, connection));
    const { fleet, summary, jobs, workers, complete } = status;
    const text = [
      `Fleet ${fleet}: ${complete ? 'complete' : 'not complete'}`,
      `Partners  ${summary.done} of ${summary.partners} done: ${countsText(summary)}`,
      `Jobs      ${jobs.waiting} waiting, ${jobs.delayed} to be tried again, ${jobs.active} active, ${jobs.completed} completed, ${jobs.failed} given up`,
      `Workers   ${workers}`,
    ];
    io.stdout.write(options.json ? `${jsonText(status, 2)}\n` : `${text.join('\n')}\n`);
    return exitCodes.ok;
  });

const writeReport = (options: ReportOptions, io: Io): Promise<number> =>
  withRedis(patienceMs, io, async (connection) => {
    const { reportOf } = require('../fleet/queue/state') as typeof import('../fleet/queue/state');
    const fleet = await chosenFleet(options, connection);
    const folder = makeOutDir(options.out, io.cwd, fleet, new Date());
    const report = await reportOf(connection, fleet, folder.path, Date.now());
    await writeFleetReport(folder.path, report);
    printFleet(report, folder.shown, options.json === true, io);
    return report.exitCode;
  });

const named = (command: Command, which: string): Command =>
  command.option('--fleet <name>', which, fleetName).option('--json', 'for machines');

/** The commands for many machines: each reads REDIS_URL. BullMQ and ioredis are loaded by them alone. */
export function defineQueue(fleet: Command, io: Io, finish: Finish): void {
  const add = (name: string, summary: string, which = 'which fleet (the one that was enqueued last)'): Command =>
    named(fleet.command(name).description(summary), which);
  const naming = 'how it is named (fleet-<UTC time>); one that is there already is completed';
  const enqueueCommand = add('enqueue', 'put a job for each partner into the queue on Redis', naming)
    .argument('<file>', 'the partners, as for fleet itself')
    .option('--suite', 'run the suite at each partner')
    .option('--allow-production', 'partners at production too; the workers must allow it as well')
    .option(
      '--rate <r>',
      'at most this many requests a second over all workers (no limit; 5 where some target is not this machine)',
      positiveNumber,
    )
    .option('--retries <n>', 'at a partner without a verdict', wholeNumber(0, 10), 2)
    .action(async (file: string, options: EnqueueOptions) => finish(await enqueueFile(file, options, io)));
  example(enqueueCommand, 'REDIS_URL=redis://127.0.0.1:6379 payout-contract fleet enqueue partners.yaml --rate 20');

  const workerCommand = add('worker', 'work on a fleet until every partner is done; start as many as you like')
    .option('--concurrency <n>', 'partners at once', wholeNumber(1, 256), 8)
    .option('--timeout <ms>', 'for each request', wholeNumber(1, 600_000), 10_000)
    .option('--allow-production', 'send to production')
    .option('--allow-target <url>', "send credentials also to this host, beside Imburse's (repeatable)", repeatable)
    .option(
      '--stalled-after <s>',
      'partners of a worker that died go to others after so long',
      wholeNumber(1, 3600),
      30,
    )
    .option('--redis-patience <s>', 'wait so long for a Redis that went away', wholeNumber(1, 86_400), 60)
    .action(async (options: WorkerOptions) => finish(await startWorker(options, io)));
  example(workerCommand, 'REDIS_URL=redis://127.0.0.1:6379 ACME_PRIVATE_KEY=… payout-contract fleet worker');

  const statusCommand = add('status', 'how far a fleet is').action(async (options: Named) =>
    finish(await showStatus(options, io)),
  );
  example(statusCommand, 'REDIS_URL=redis://127.0.0.1:6379 payout-contract fleet status');

  const reportCommand = add('report', 'write the reports of a fleet, and show its table')
    .option('--out <dir>', 'where to write (reports/<UTC time>-<fleet>)')
    .action(async (options: ReportOptions) => finish(await writeReport(options, io)));
  example(reportCommand, 'REDIS_URL=redis://127.0.0.1:6379 payout-contract fleet report --out reports/nightly');
}
