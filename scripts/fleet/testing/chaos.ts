import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../lib/package-root';
import { startSandbox } from '../../sandbox';
import { withRedis } from '../queue/connection';
import { openQueue } from '../queue/job';
import type { FleetReport } from '../types';
import { watchGrants } from './grants';
import { Traffic, writePartners } from './partners';
import { startRedis } from './redis';
import { startTroubledHosts, troubledPartners } from './trouble';

export interface ChaosOptions {
  readonly partners: number;
  readonly workers: number;
  readonly concurrency: number;
  /** Requests per second; `undefined` for no limit. */
  readonly rate: number | undefined;
  /** Workers killed with -9, spread over the run. */
  readonly kills: number;
  /** Kills Redis with -9 in the middle, and starts it again. */
  readonly restartRedis: boolean;
  /** Trouble that is not the fault of a partner, and trouble of a few partners: none, if it is missing. */
  readonly trouble?: Trouble | undefined;
  /** The compiled `cli.js` to start; the source if it is missing. */
  readonly dist?: string | undefined;
  readonly random: () => number;
}

/** What goes wrong beside the kills. */
export interface Trouble {
  /** Partners at a host that answers 429 with `Retry-After: 600`. */
  readonly busy: number;
  /** Partners that are reached through a proxy that accepts CONNECT and falls silent. */
  readonly silent: number;
  /** Starts a worker that has the partners file, but not the secrets. */
  readonly blind: boolean;
}

export interface ChaosResult {
  readonly report: FleetReport;
  /** Partners that the report does not contain, or contains twice. */
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  /** Exit codes of the workers that were not killed. */
  readonly exitCodes: readonly (number | null)[];
  readonly kills: number;
  readonly traffic: Traffic;
  /** When the gate let requests through, in milliseconds. A few are missing while Redis restarts. */
  readonly grants: readonly number[];
  /** From the first request to the last. */
  readonly seconds: number;
  /** From the start of the workers to the end of the last one. */
  readonly workSeconds: number;
  /** The exit code of the worker without secrets. */
  readonly blindExitCode?: number | null;
}

/** A successful check of a key pair sends four requests. */
const requestsEach = 4;

const fleet = 'chaos';

const names = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${kind} ${index + 1}`);

/** A partners file with its entries in another order, as in a file where trouble is anywhere. */
function shuffled(text: string, random: () => number): string {
  const [head = '', ...entries] = text.split(/^(?= {2}- )/m);
  const order = entries.map((entry) => ({ entry, at: random() }));
  return (
    head +
    order
      .sort((one, other) => one.at - other.at)
      .map(({ entry }) => entry)
      .join('')
  );
}

/** Waits until all running workers are connected: one that starts while Redis is down ends with exit code 3. */
const untilConnected = (url: string, workers: readonly ChildProcess[]): Promise<void> =>
  withRedis({ env: { REDIS_URL: url }, cwd: '.' }, 1000, async (connection) => {
    const queue = openQueue(connection, fleet);
    const running = (): number => workers.filter(({ exitCode }) => exitCode === null).length;
    while ((await queue.getWorkers()).length < running()) await sleep(20);
    await queue.close();
  });

/** Sends a fleet through a queue, kills workers and Redis on the way, and counts the results. */
export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const { partners, workers, kills, rate, random } = options;
  const cwd = mkdtempSync(join(tmpdir(), 'chaos-'));
  const traffic = new Traffic();
  const grants: number[] = [];
  const [sandbox, redis] = await Promise.all([startSandbox({ onRequest: traffic.onRequest }), startRedis()]);
  const { busy = 0, silent = 0, blind = false } = options.trouble ?? {};
  const hosts = await startTroubledHosts();
  writePartners((name) => join(cwd, name), sandbox, partners);
  const troubled =
    troubledPartners(sandbox, 'Busy', busy, hosts.busyUrl) +
    troubledPartners(sandbox, 'Silent', silent, 'https://silent.example');
  const file = join(cwd, 'partners.yaml');
  writeFileSync(file, shuffled(readFileSync(file, 'utf8') + troubled, random));
  const watch = async (): Promise<() => void> =>
    rate === undefined ? () => undefined : await watchGrants(redis.url, grants);
  let endWatch = (): void => undefined;
  const source = ['-r', join(packageRoot, 'node_modules/ts-node/register'), join(packageRoot, 'scripts/cli.ts')];
  const env = {
    ...{ PATH: process.env.PATH, REDIS_URL: redis.url, FLEET_KEY: 'a key of the chaos, for these processes alone' },
    ...(silent > 0 && { HTTPS_PROXY: hosts.proxyUrl }),
    TS_NODE_PROJECT: join(packageRoot, 'tsconfig.json'),
  };
  const running = new Set<ChildProcess>();
  const failures: string[] = [];
  const start = (...args: string[]): ChildProcess => {
    const program = options.dist === undefined ? source : [options.dist];
    const child = spawn(process.execPath, [...program, 'fleet', ...args], {
      cwd,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => failures.push(text));
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  };
  const end = async (child: ChildProcess): Promise<number | null> =>
    (child.exitCode ?? child.signalCode !== null) ? child.exitCode : ((await once(child, 'exit'))[0] as number | null);
  const work = (file = 'partners.yaml'): ChildProcess =>
    start(
      ...['worker', '--partners', file, '--concurrency', String(options.concurrency)],
      ...['--stalled-after', '2', '--redis-timeout', '60', '--timeout', '2000', '--max-duration', '30'],
    );
  try {
    endWatch = await watch();
    const limit = rate === undefined ? [] : ['--rate', String(rate)];
    if ((await end(start('enqueue', 'partners.yaml', '--fleet', fleet, ...limit))) !== 0)
      throw new Error(failures.join(''));
    const started = performance.now();
    // The same file in a folder without the key that it names.
    if (blind) {
      mkdirSync(join(cwd, 'blind'));
      copyFileSync(join(cwd, 'partners.yaml'), join(cwd, 'blind', 'partners.yaml'));
    }
    const standing = Array.from({ length: workers }, () => work());
    const blindExit = blind ? end(work('blind/partners.yaml')) : undefined;
    const reached = async (part: number): Promise<void> => {
      while (traffic.times.length < part * partners * requestsEach) await sleep(5);
    };
    const disasters = Array.from({ length: kills }, (_, index) => ({
      at: (index + random()) / (kills + 1),
      redis: false,
    }));
    if (options.restartRedis) disasters.push({ at: 0.5, redis: true });
    for (const disaster of disasters.sort((one, other) => one.at - other.at)) {
      await reached(disaster.at);
      if (disaster.redis) {
        await untilConnected(redis.url, standing);
        redis.kill();
        await redis.restart();
        endWatch();
        endWatch = await watch();
      } else {
        const victim = Math.floor(random() * workers);
        standing[victim]!.kill('SIGKILL');
        standing[victim] = work();
      }
    }
    const exitCodes = await Promise.all(standing.map(end));
    const workSeconds = (performance.now() - started) / 1000;
    const blindExitCode = await blindExit;
    if ((await end(start('report', '--out', 'out'))) === null) throw new Error(failures.join(''));
    const report: FleetReport = JSON.parse(readFileSync(join(cwd, 'out', 'fleet.json'), 'utf8'));
    const named = report.partners.map(({ name }) => name);
    const all = [...names('Partner', partners), ...names('Busy', busy), ...names('Silent', silent)];
    return {
      report,
      lost: all.filter((name) => !named.includes(name)),
      twice: named.filter((name, index) => named.indexOf(name) !== index),
      exitCodes,
      ...{ kills, traffic, grants, workSeconds },
      ...(blindExitCode !== undefined && { blindExitCode }),
      seconds: ((traffic.times.at(-1) ?? 0) - (traffic.times[0] ?? 0)) / 1000,
    };
  } finally {
    endWatch();
    for (const child of running) child.kill('SIGKILL');
    await Promise.all([sandbox.close(), redis.close(), hosts.close()]);
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** What each kind of partner must come to, by its name. */
const wanted: readonly (readonly [kind: RegExp, code: string | undefined])[] = [
  [/^Partner /, undefined],
  [/^Busy /, 'retry-after-too-long'],
  [/^Silent /, 'proxy-silent'],
];

/** Partners with another cause than the one that is true, with that cause. */
export const wronglyBlamed = ({ partners }: FleetReport): string[] =>
  partners.flatMap(({ name, exitCode, cause }) => {
    const code = wanted.find(([kind]) => kind.test(name))?.[1];
    const right = cause?.code === code && exitCode === (code === undefined ? 0 : 3);
    return right ? [] : [`${name}: ${cause?.code ?? exitCode}`];
  });
