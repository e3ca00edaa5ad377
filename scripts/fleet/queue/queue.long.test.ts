import { readFileSync, writeFileSync } from 'node:fs';
import { seededRandom } from '../../lib/seeded-random';
import { type Sandbox, startSandbox } from '../../sandbox';
import { makeWorkplace, type Workplace } from '../../testing/cli';
import { killProcesses, startCli } from '../../testing/process';
import { SecretFinder } from '../../testing/secret-parts';
import { closedUrl, closeServers, httpServer, type LocalServer, socketServer } from '../../testing/servers';
import { chaos } from '../testing/chaos';
import { fastest, partnersText, Traffic, writePartners } from '../testing/partners';
import { hasRedis, startRedis, type TestRedis } from '../testing/redis';
import type { FleetReport } from '../types';
import { withRedis } from './connection';
import { bullmq, queueOptions } from './job';

const present = hasRedis();
if (!present) console.warn('redis-server is not installed: skipping the tests of the fleet through Redis');
const describeRedis = present ? describe : describe.skip;

let work: Workplace;
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(async () => {
  killProcesses();
  await closeServers();
  work.remove();
});

/** Answers like a Redis that is too old for the queue. */
async function oldRedis(): Promise<LocalServer> {
  const text = 'redis_version:5.0.7\r\n';
  const answers: Record<string, string> = { info: `$${text.length}\r\n${text}\r\n`, auth: '+OK\r\n' };
  const command = /\*\d+\r\n\$\d+\r\n(\w+)\r\n/g;
  let first = '';
  return socketServer(
    (socket) => {
      const answer = (data: string): void => {
        for (const [, name = ''] of data.matchAll(command))
          socket.write(answers[name.toLowerCase()] ?? `-ERR unknown command ${name}\r\n`);
      };
      answer(first);
      socket.on('data', (data) => answer(String(data)));
    },
    (text) => {
      first = text;
    },
  );
}

const FLEET_KEY = 'a key of the tests, which is long enough';
const fleet = (url: string, ...args: string[]) => work.run(['fleet', ...args], { env: { REDIS_URL: url, FLEET_KEY } });
const worker = ['worker', '--partners', 'partners.yaml'];
const reportIn = (folder = 'out'): FleetReport => JSON.parse(readFileSync(work.path(folder, 'fleet.json'), 'utf8'));

describe('REDIS_URL', () => {
  it.each([
    ['nothing', '', 'REDIS_URL is not set'],
    ['no URL', 'hunter2-hunter2', 'REDIS_URL is not a redis:// or rediss:// URL'],
    ['another scheme', 'http://:hunter2-hunter2@127.0.0.1', 'REDIS_URL is not a redis:// or rediss:// URL'],
    [
      'a path that is not a number',
      'redis://:hunter2-hunter2@127.0.0.1/x',
      'REDIS_URL has a path that is not the number of a database',
    ],
  ])('is %s: the exit code is 2', async (_, url, message) => {
    const { exitCode, stderr } = await fleet(url, 'status');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).not.toContain('hunter2');
  });

  const nonsense = () => socketServer((socket) => socket.write('nonsense\r\n'));
  it.each([
    ['at a closed port', async () => ({ url: await closedUrl() }), 'refused the connection'],
    [
      'of a web server',
      () => httpServer((_, response) => response.end('hello')),
      'did not respond in the Redis protocol',
    ],
    ['of a server with another protocol', nonsense, 'did not respond in the Redis protocol'],
    ['of an old Redis', oldRedis, 'is version 5.0.7'],
  ])('%s: one line, and the exit code is 3', async (_, server, message) => {
    const { url } = await server();
    const { exitCode, stderr } = await fleet(url.replace('http://', 'redis://:hunter2-hunter2@'), 'status');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(new RegExp(`^error: Redis at 127\\.0\\.0\\.1:\\d+ ${message}.*\\n {2}next: .*\\n$`));
    expect(stderr).not.toContain('hunter2');
  });
});

describeRedis('a fleet through Redis', () => {
  let redis: TestRedis;
  let sandbox: Sandbox;
  let traffic: Traffic;
  beforeAll(async () => {
    traffic = new Traffic();
    redis = await startRedis();
    sandbox = await startSandbox({ onRequest: (request) => traffic.onRequest(request) });
  });
  beforeEach(() => {
    traffic.times.length = 0;
  });
  afterAll(async () => {
    await Promise.all([redis.close(), sandbox.close()]);
  });

  it('is enqueued, checked, shown and reported', async () => {
    writePartners(work.path, sandbox, 20);
    const enqueued = await fleet(redis.url, 'enqueue', 'partners.yaml', '--rate', '100', '--fleet', 'all');
    expect(enqueued.stdout).toBe('Fleet all: 20 partners in the queue, at most 100 requests per second.\n');
    const before = JSON.parse((await fleet(redis.url, 'status', '--json')).stdout);
    expect(before).toMatchObject({ complete: false, jobs: { waiting: 20 }, summary: { done: 0 } });
    const early = await fleet(redis.url, 'report', '--out', 'early');
    expect([early.exitCode, early.stdout]).toEqual([3, expect.stringContaining('Not complete: 0 of 20')]);
    const { exitCode, stdout } = await fleet(redis.url, ...worker, '--json');
    expect([exitCode, stdout.trim().split('\n').length]).toEqual([0, 20]);
    expect((await fleet(redis.url, 'status')).stdout).toContain('Partners  20 of 20 done: 20 working');
    const report = await fleet(redis.url, 'report', '--out', 'out');
    expect(report.exitCode).toBe(0);
    expect(reportIn()).toMatchObject({
      complete: true,
      fleet: 'all',
      rate: 100,
      summary: { working: 20, requests: 80 },
    });
    const own = JSON.parse(readFileSync(work.path('out', reportIn().partners[0]!.report!), 'utf8'));
    expect(own).toMatchObject({ verdict: 'working' });
  });

  it('can be enqueued repeatedly without duplicates, and checks no finished partner again', async () => {
    writePartners(work.path, sandbox, 5);
    const enqueue = () => fleet(redis.url, 'enqueue', 'partners.yaml', '--fleet', 'again');
    await enqueue();
    await enqueue();
    await fleet(redis.url, ...worker);
    await enqueue();
    await fleet(redis.url, ...worker);
    expect(traffic.times.length).toBe(20);
    writeFileSync(work.path('partners.yaml'), partnersText(sandbox, 6));
    const other = await enqueue();
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining('other partners')]);
  });

  it('retries a partner without a verdict, and reports it once', async () => {
    const failing = await httpServer((_, response) => response.writeHead(503).end());
    writePartners(work.path, sandbox, 1);
    writeFileSync(work.path('partners.yaml'), partnersText(sandbox, 1).replace(sandbox.url, failing.url));
    await fleet(redis.url, 'enqueue', 'partners.yaml', '--fleet', 'failing', '--retries', '1');
    await fleet(redis.url, ...worker);
    const { exitCode } = await fleet(redis.url, 'report', '--out', 'out');
    expect(exitCode).toBe(3);
    expect(reportIn().partners).toMatchObject([{ verdict: 'no-verdict', attempts: 2 }]);
    expect(failing.requests).toHaveLength(2);
  });

  it('runs the suite with --suite, and reports it completely', async () => {
    writePartners(work.path, sandbox, 1);
    await fleet(redis.url, 'enqueue', 'partners.yaml', '--fleet', 'suite', '--suite');
    await fleet(redis.url, ...worker);
    expect((await fleet(redis.url, 'report', '--out', 'out')).exitCode).toBe(0);
    const run = JSON.parse(readFileSync(work.path('out', reportIn().partners[0]!.report!), 'utf8'));
    expect(run).toMatchObject({ verdict: 'held', complete: true });
  });

  it('reports a partner that the queue gave up on as one without a verdict', async () => {
    writePartners(work.path, sandbox, 1);
    await fleet(redis.url, 'enqueue', 'partners.yaml', '--fleet', 'doomed');
    await withRedis({ env: { REDIS_URL: redis.url }, cwd: work.cwd }, 1000, async (connection) => {
      const { Worker, UnrecoverableError } = bullmq();
      const fails = (): Promise<never> => Promise.reject(new UnrecoverableError('gone'));
      const worker = new Worker('doomed', fails, queueOptions(connection));
      await new Promise((resolve) => worker.once('failed', resolve));
      await worker.close();
    });
    expect((await fleet(redis.url, 'report', '--out', 'out')).exitCode).toBe(3);
    expect(reportIn()).toMatchObject({
      complete: true,
      partners: [{ name: 'Partner 1', cause: { code: 'workers-failed' } }],
    });
  });

  it('sends credentials only to allowed targets, even if the queue names others', async () => {
    writePartners(work.path, sandbox, 1);
    writeFileSync(work.path('partners.yaml'), partnersText(sandbox, 1).replace(sandbox.url, 'https://evil.example'));
    await fleet(redis.url, 'enqueue', 'partners.yaml', '--fleet', 'elsewhere');
    const { exitCode, stderr } = await fleet(redis.url, 'worker', '--allow-secrets', 'key');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('may not send credentials to https://evil.example'),
    ]);
    expect((await fleet(redis.url, 'report', '--out', 'out')).exitCode).toBe(2);
    expect(reportIn().partners).toMatchObject([{ requests: 0, cause: { code: 'target-not-allowed' } }]);
  });

  it('writes no secret to Redis', async () => {
    const own = await startRedis();
    writePartners(work.path, sandbox, 2);
    await fleet(own.url, 'enqueue', 'partners.yaml');
    await fleet(own.url, ...worker);
    const { Redis } = require('ioredis') as typeof import('ioredis');
    const client = new Redis(own.url);
    const texts: string[] = [];
    for (const key of await client.keys('*')) {
      const type = await client.type(key);
      if (type === 'hash') texts.push(...Object.values(await client.hgetall(key)));
      else if (type === 'string') texts.push(String(await client.get(key)));
      else if (type === 'stream') texts.push(JSON.stringify(await client.xrange(key, '-', '+')));
    }
    client.disconnect();
    await own.close();
    expect(texts.length).toBeGreaterThan(5);
    const finder = new SecretFinder([['private key', sandbox.credentials.privateKey]], []);
    expect(texts.flatMap((text) => finder.find('Redis', text))).toEqual([]);
  });

  it('returns partners in progress to the queue when a worker is terminated', async () => {
    writePartners(work.path, sandbox, 30);
    await fleet(redis.url, 'enqueue', 'partners.yaml', '--rate', '20', '--fleet', 'ended');
    const { child, ended, written } = startCli(['fleet', ...worker], work.cwd, { REDIS_URL: redis.url, FLEET_KEY });
    while (traffic.times.length < 10) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGTERM');
    expect([await ended, written.stderr]).toEqual([
      143,
      expect.stringMatching(/^Interrupted; this worker checked \d+ partners?\./),
    ]);
    const status = JSON.parse((await fleet(redis.url, 'status', '--json')).stdout);
    expect(status.jobs).toMatchObject({ active: 0, failed: 0 });
    expect(status.jobs.waiting + status.jobs.completed).toBe(30);
  });

  it('says in one line that Redis needs a password, and does not print the wrong one', async () => {
    const closed = await startRedis(['--requirepass', 'right']);
    const wrong = closed.url.replace('redis://', 'redis://:hunter2-hunter2@');
    const outcomes = [await fleet(closed.url, 'status'), await fleet(wrong, 'status')];
    await closed.close();
    for (const { exitCode, stderr } of outcomes) {
      expect([exitCode, stderr]).toEqual([
        3,
        expect.stringMatching(/^error: Redis at \S+ rejected the credentials.*\n {2}next: .*\n$/),
      ]);
      expect(stderr).not.toContain('hunter2');
    }
  });

  it('says in one line that the connection was lost for good', async () => {
    const gone = await startRedis();
    writePartners(work.path, sandbox, 50);
    await fleet(gone.url, 'enqueue', 'partners.yaml', '--rate', '20');
    const args = ['fleet', ...worker, '--redis-timeout', '1'];
    const { ended, written } = startCli(args, work.cwd, { REDIS_URL: gone.url, FLEET_KEY });
    while (traffic.times.length < 10) await new Promise((resolve) => setTimeout(resolve, 10));
    gone.kill();
    expect(await ended).toBe(3);
    await gone.close();
    expect(written.stderr).toMatch(/^error: the connection to Redis at \S+ was lost\n {2}next: .*\n$/);
  });

  it('loses and duplicates no partner when workers and Redis are killed, and keeps the rate limit', async () => {
    const partners = 150;
    const result = await chaos({
      ...{ partners, workers: 3, concurrency: 4, rate: 60, kills: 4, restartRedis: true },
      random: seededRandom(7),
    });
    const { report, lost, twice, exitCodes } = result;
    expect({ lost, twice, exitCodes }).toEqual({ lost: [], twice: [], exitCodes: [0, 0, 0] });
    expect(report).toMatchObject({ complete: true, exitCode: 0, summary: { done: partners, working: partners } });
    expect(result.traffic.noncesTwice).toBe(0);
    // Grants before the monitor reconnects to the restarted Redis are missing: less than a second's.
    expect(result.grants.length).toBeGreaterThan(result.traffic.times.length - 60);
    expect(fastest(result.grants, 1000)).toBeLessThanOrEqual(60 * 1.05);
  });
});

describeRedis('a worker without secrets', () => {
  it('leaves what nobody can check, and says what that is', async () => {
    const sandbox = await startSandbox();
    const redis = await startRedis();
    writePartners(work.path, sandbox, 3);
    const text = partnersText(sandbox, 3);
    const last = text.lastIndexOf('{file: key}');
    writeFileSync(work.path('partners.yaml'), `${text.slice(0, last)}{env: NOBODY}${text.slice(last + 11)}`);
    const env = { REDIS_URL: redis.url, FLEET_KEY };
    expect((await work.run(['fleet', 'enqueue', 'partners.yaml'], { env })).exitCode).toBe(0);
    const { exitCode, stderr } = await work.run(['fleet', ...worker], { env });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/could not check Partner 3, and had nothing else to check; .*NOBODY is not set/),
    ]);
    await work.run(['fleet', 'report', '--out', 'out'], { env });
    expect(reportIn().partners.map(({ verdict }) => verdict)).toEqual(['settings-wrong', 'working', 'working']);
    await Promise.all([redis.close(), sandbox.close()]);
  });

  it('gives its partners back, leaves with exit code 2, and spoils nothing', async () => {
    const sandbox = await startSandbox();
    const redis = await startRedis();
    writePartners(work.path, sandbox, 12);
    const env = { REDIS_URL: redis.url, FLEET_KEY, SECRET: sandbox.credentials.privateKey };
    writeFileSync(work.path('partners.yaml'), partnersText(sandbox, 12).replaceAll('{file: key}', '{env: SECRET}'));
    expect((await work.run(['fleet', 'enqueue', 'partners.yaml'], { env })).exitCode).toBe(0);
    const blind = await work.run(['fleet', ...worker], { env: { REDIS_URL: redis.url, FLEET_KEY } });
    expect([blind.exitCode, blind.stdout]).toEqual([2, '']);
    expect(blind.stderr).toMatch(/left the fleet: it could not check 3 partners in a row.*SECRET is not set/);
    const unfinished = await work.run(['fleet', 'report', '--out', 'before'], { env });
    expect(unfinished.exitCode).toBe(2);
    const seeing = await work.run(['fleet', ...worker], { env });
    expect(seeing.exitCode).toBe(0);
    expect((await work.run(['fleet', 'report', '--out', 'out'], { env })).exitCode).toBe(0);
    expect(reportIn().partners.map(({ verdict, worker }) => [verdict, worker?.process])).toEqual(
      Array.from({ length: 12 }, () => ['working', process.pid]),
    );
    await Promise.all([redis.close(), sandbox.close()]);
  });
});
