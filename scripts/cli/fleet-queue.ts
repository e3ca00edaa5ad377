import type { Command } from 'commander';
import { type FleetOptions, planFleet } from '../fleet/plan';
import { type RedisConnection, withRedis } from '../fleet/queue/connection';
import { enqueue } from '../fleet/queue/enqueue';
import { type FleetKey, readFleetKey } from '../fleet/queue/fleet-key';
import { RedisError } from '../fleet/queue/redis-error';
import { fleetStatus, writeReports } from '../fleet/queue/state';
import { fleetNamePattern } from '../fleet/queue/store';
import { type Trust, trustCheckOf } from '../fleet/queue/trust';
import { work } from '../fleet/queue/worker';
import { selectPartners } from '../fleet/select-partners';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { plural } from '../lib/plural';
import { visible } from '../lib/terminal-text';
import { cut } from '../lib/text-layout';
import { UserError } from '../lib/user-error';
import { readFleetVariables } from '../run/environment/settings';
import { clean } from './check-credentials-text';
import { limitOptions, partnerOptions } from './check-options';
import { example, type Finish } from './command';
import { countsText, printFleet, unverifiedLines } from './fleet-text';
import { watchInterruption } from './interruption';
import { positiveNumber, repeatable, wholeNumber } from './parse';

interface NamedFleet {
  readonly fleet?: string;
  readonly json?: true;
}

interface EnqueueCommandOptions extends FleetOptions, NamedFleet {
  readonly retries: number;
  readonly onlyFailed?: string;
  readonly partner?: readonly string[];
}

interface WorkerOptions extends NamedFleet {
  readonly concurrency: number;
  readonly timeout: number;
  readonly maxDuration: number;
  readonly allowProduction?: true;
  readonly partners?: string;
  readonly allowSecrets?: readonly string[];
  readonly allowTarget?: readonly string[];
  readonly stalledAfter: number;
  readonly redisTimeout: number;
}

interface FleetReportCommandOptions extends NamedFleet {
  readonly out?: string;
}

const lostConnectionMs = 10_000;

function fleetName(text: string): string {
  if (!fleetNamePattern.test(text))
    throw new UserError(
      '--fleet: a name is a letter, followed by at most 79 letters, digits, dots, dashes or underscores',
      'for example --fleet nightly',
    );
  return text;
}

/** What every command needs to use a fleet in Redis. */
interface Queue {
  readonly connection: RedisConnection;
  readonly key: FleetKey;
}

/** Runs a command with a connection to Redis. If Redis cannot be used, prints why; exit code 3. */
async function connected(
  lostMs: number,
  { cwd, stderr }: Io,
  env: Io['env'],
  act: (queue: Queue) => Promise<number>,
): Promise<number> {
  const key = readFleetKey(env, cwd);
  try {
    return await withRedis({ env, cwd }, lostMs, (connection) => {
      for (const note of connection.notes) stderr.write(`note: ${visible(note)}\n`);
      return act({ connection, key });
    });
  } catch (error) {
    if (!(error instanceof RedisError)) throw error;
    stderr.write(`error: ${visible(error.message)}\n  next: ${error.remedy}\n`);
    return exitCodes.noVerdict;
  }
}

async function enqueueFile(file: string, { fleet: name, retries, json, ...options }: EnqueueCommandOptions, io: Io) {
  const { onlyFailed, partner: names } = options;
  const plan = selectPartners(planFleet(file, options, io.cwd), { names, onlyFailed }, io.cwd);
  return connected(lostConnectionMs, io, readFleetVariables(io), async ({ connection, key }) => {
    const { fleet, finished } = await enqueue(connection, key, plan, { fleet: name, retries, now: new Date() });
    const { partners, rate } = plan;
    const limit = rate === undefined ? '' : `, at most ${rate} requests per second`;
    const text =
      finished >= partners.length
        ? `Fleet ${fleet} is already finished: nothing was added. See it with "fleet report --fleet ${fleet}"; for a new one, use another name with --fleet.`
        : `Fleet ${fleet}: ${plural(partners.length, 'partner')} in the queue${limit}${finished > 0 ? `, ${finished} of them already finished` : ''}.`;
    io.stdout.write(
      json
        ? `${jsonText({ fleet, partners: partners.length, finished, ...(rate !== undefined && { rate }) })}\n`
        : `${text}\n`,
    );
    return exitCodes.ok;
  });
}

/** What this worker's operator allows jobs to use, and the folder where paths of secrets start. */
function trustOf(options: WorkerOptions, cwd: string): { readonly trust: Trust; readonly folder: string } {
  const { partners: file, allowSecrets: secrets, allowTarget: targets = [] } = options;
  const allowProduction = options.allowProduction === true;
  if (file !== undefined) {
    if (secrets !== undefined || targets.length > 0)
      throw new UserError(
        `--partners and ${secrets === undefined ? '--allow-target' : '--allow-secrets'} cannot be combined: the file names the secrets and targets`,
        'use either --partners, or --allow-secrets with --allow-target',
      );
    const plan = planFleet(file, { allowProduction }, cwd);
    return { trust: { by: 'file', file, plan }, folder: plan.folder };
  }
  if (secrets === undefined)
    throw new UserError(
      'a worker needs its own list of what jobs may use, because jobs come from Redis',
      'add --partners partners.yaml, or --allow-secrets with the names of variables and files, such as "ACME_*"',
    );
  return { trust: { by: 'list', secrets, targets, allowProduction }, folder: cwd };
}

async function startWorker(options: WorkerOptions, io: Io): Promise<number> {
  const env = readFleetVariables(io);
  const { trust, folder } = trustOf(options, io.cwd);
  const refuses = trustCheckOf(trust, { env, folder });
  const { signal, exitCode, release } = watchInterruption(io);
  let done = 0;
  try {
    return await connected(options.redisTimeout * 1000, io, env, async ({ connection, key }) => {
      const { fleet, missing } = await work(connection, {
        ...{ fleet: options.fleet, key, refuses },
        tools: {
          ...{ env, folder, allowProduction: options.allowProduction === true, random: Math.random, now: Date.now },
          ...{ timeoutMs: options.timeout, maxDurationMs: options.maxDuration * 1000 },
        },
        ...{ concurrency: options.concurrency, stalledAfterMs: options.stalledAfter * 1000, signal },
        onResult: (result) => {
          done += 1;
          const line = options.json ? jsonText(result) : `${result.verdict.padEnd(15)}${clean(result.name)}`;
          io.stdout.write(`${line}\n`);
        },
        onUnverified: (id, why) => io.stderr.write(`note: ignored the job ${clean(cut(id, 60))}: ${why}\n`),
      });
      const left = `Nothing is left in the queue of fleet ${fleet}, but ${plural(missing, 'partner')} of it ${missing === 1 ? 'has' : 'have'} no result`;
      const end = exitCode() !== undefined ? 'Interrupted' : missing > 0 ? left : `Fleet ${fleet} is complete`;
      io.stderr.write(`${end}; this worker checked ${plural(done, 'partner')}.\n`);
      if (missing > 0) io.stderr.write('  next: enqueue the same file again under another name with --fleet\n');
      return exitCode() ?? (missing > 0 ? exitCodes.noVerdict : exitCodes.ok);
    });
  } finally {
    release();
  }
}

const showStatus = (options: NamedFleet, io: Io): Promise<number> =>
  connected(lostConnectionMs, io, readFleetVariables(io), async ({ connection, key }) => {
    const status = await fleetStatus(connection, key, options.fleet);
    const { fleet, summary, jobs, workers, complete, unverified } = status;
    const text = [
      `Fleet ${fleet}: ${complete ? 'complete' : 'not complete'}`,
      `Partners  ${summary.done} of ${summary.partners} done: ${countsText(summary)}`,
      `Jobs      ${jobs.waiting} waiting, ${jobs.delayed} waiting for a retry, ${jobs.active} active, ${jobs.completed} completed, ${jobs.failed} given up`,
      `Workers   ${workers ?? 'unknown: Redis does not allow this user the command CLIENT LIST'}`,
      ...unverifiedLines({ unverified }),
    ];
    io.stdout.write(options.json ? `${jsonText(status, 2)}\n` : `${text.join('\n')}\n`);
    return exitCodes.ok;
  });

const reportFleet = ({ fleet, out, json }: FleetReportCommandOptions, io: Io): Promise<number> =>
  connected(lostConnectionMs, io, readFleetVariables(io), async ({ connection, key }) => {
    const { report, folder } = await writeReports(connection, { fleet, key, out, cwd: io.cwd, now: new Date() });
    printFleet(report, folder.shown, json === true, io);
    return report.exitCode;
  });

/** Defines the commands for many machines. Each reads REDIS_URL and FLEET_KEY; only they load BullMQ and ioredis. */
export function defineQueue(fleet: Command, io: Io, finish: Finish): void {
  const add = (name: string, summary: string, which = 'name of the fleet (default: the last one enqueued)'): Command =>
    fleet.command(name).description(summary).option('--fleet <name>', which, fleetName).option('--json', 'print JSON');
  const redis = 'REDIS_URL=redis://127.0.0.1:6379 FLEET_KEY_FILE=fleet.key';

  const naming = 'name of the fleet (default: fleet-<UTC time>); if it exists, the missing partners are added';
  const enqueueCommand = add('enqueue', 'add a job for each partner to the queue in Redis', naming)
    .argument('<file>', 'YAML file that lists the partners, as for fleet')
    .option('--suite', 'run the test suite against each partner')
    .option('--allow-production', 'allow partners whose target is production; the workers need the option too')
    .option(
      '--rate <r>',
      'maximum requests per second across all workers (default: no limit, or 5 if a target is not on this machine)',
      positiveNumber,
    );
  partnerOptions(enqueueCommand).action(async (file: string, options: EnqueueCommandOptions) =>
    finish(await enqueueFile(file, options, io)),
  );
  example(enqueueCommand, io, (tool) => [`${redis} ${tool} fleet enqueue partners.yaml --rate 20`]);

  const workerCommand = add('worker', 'check partners until the fleet is complete; start as many workers as you like');
  workerCommand.option('--concurrency <n>', 'partners to check at the same time', wholeNumber(1, 256), 8);
  limitOptions(workerCommand, 'each request', 'checking one partner')
    .option('--allow-production', 'allow partners whose target is production')
    .option(
      '--partners <file>',
      'check only jobs that match an entry of this file; paths of secrets are relative to its folder',
    )
    .option(
      '--allow-secrets <name>',
      'without --partners: an environment variable or file that jobs may use; * matches any text (repeatable)',
      repeatable,
    )
    .option(
      '--allow-target <url>',
      "with --allow-secrets: a target that credentials may be sent to, in addition to Imburse's (repeatable)",
      repeatable,
    )
    .option(
      '--stalled-after <s>',
      'time after which other workers take over the partners of a dead one',
      wholeNumber(1, 3600),
      30,
    )
    .option('--redis-timeout <s>', 'how long to try to restore a lost connection to Redis', wholeNumber(1, 86_400), 60)
    .action(async (options: WorkerOptions) => finish(await startWorker(options, io)));
  example(workerCommand, io, (tool) => [
    `${redis} ${tool} fleet worker --partners partners.yaml`,
    `${redis} ${tool} fleet worker --allow-secrets "ACME_*" --allow-secrets "secrets/*.key"`,
  ]);

  const statusCommand = add('status', 'show the progress of a fleet').action(async (options: NamedFleet) =>
    finish(await showStatus(options, io)),
  );
  example(statusCommand, io, (tool) => [`${redis} ${tool} fleet status`]);

  const reportCommand = add('report', 'write the reports of a fleet and show its table')
    .option('--out <dir>', 'folder for the reports (default: reports/<UTC time>-<fleet>)')
    .action(async (options: FleetReportCommandOptions) => finish(await reportFleet(options, io)));
  example(reportCommand, io, (tool) => [`${redis} ${tool} fleet report --out reports/fleet`]);
}
