import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Redis } from 'ioredis';
import { type Sandbox, startSandbox } from '../../sandbox';
import { makeWorkplace, type Workplace } from '../../testing/cli';
import { killProcesses, startCli } from '../../testing/process';
import { closedUrl, closeServers, httpServer } from '../../testing/servers';
import { partnersText, writePartners } from '../testing/partners';
import { hasRedis, startRedis, type TestRedis } from '../testing/redis';
import type { FleetReport, StoredHeader } from '../types';
import { FleetKey } from './fleet-key';
import { bullmq, jobIdOf } from './job';

const describeRedis = hasRedis() ? describe : describe.skip;

const FLEET_KEY = 'a key of the tests, which is long enough';
const data = 'payout-contract:fleet-data';
const canary = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0';

let work: Workplace;
let redis: TestRedis;
let sandbox: Sandbox;
let client: Redis;
beforeAll(async () => {
  [redis, sandbox] = await Promise.all([startRedis(), startSandbox()]);
  const { Redis: RedisClient } = require('ioredis') as typeof import('ioredis');
  client = new RedisClient(redis.url);
});
beforeEach(async () => {
  work = makeWorkplace();
  await client.flushall();
});
afterEach(async () => {
  await closeServers();
  work.remove();
});
afterAll(async () => {
  client.disconnect();
  await Promise.all([redis.close(), sandbox.close()]);
});

const fleet = (...args: string[]) =>
  work.run(['fleet', ...args], { env: { REDIS_URL: redis.url, FLEET_KEY, UNLISTED: canary } });
const worker = () => fleet('worker', '--partners', 'partners.yaml');
const reportIn = (): FleetReport => JSON.parse(readFileSync(work.path('out', 'fleet.json'), 'utf8'));
const report = () => fleet('report', '--out', 'out');

/** The header of the fleet, with what the attacker can read of it. */
async function headerOf(name: string): Promise<StoredHeader> {
  return JSON.parse(JSON.parse((await client.get(`${data}:${name}:header`))!).text);
}

/** Adds a job as someone would who can write to Redis. */
async function forgeJob(name: string, jobData: unknown, jobId: string): Promise<void> {
  const queue = new (bullmq().Queue)(name, {
    connection: { url: redis.url },
    prefix: 'payout-contract:fleet',
  } as never);
  await queue.add('partner', jobData, { jobId });
  await queue.close();
}

describeRedis('a Redis that someone else writes to', () => {
  it('cannot name a variable, a file or a target: jobs that are not signed are ignored and listed', async () => {
    const evil = await httpServer((_, response) => response.end('{}'));
    writePartners(work.path, sandbox, 2);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    const { id } = await headerOf('f');
    const partner = {
      name: 'Evil',
      target: evil.url,
      publicKey: { env: 'UNLISTED' },
      managementToken: { env: 'UNLISTED' },
    };
    const job = { partner, mode: 'credentials', attempts: 3 };
    const foreign = new FleetKey('another key, which is just as long as it');
    const jobs = [
      job,
      { version: 1, text: JSON.stringify(job), mac: '00' },
      { version: 2, text: JSON.stringify(job), mac: '00' },
      foreign.seal('job', ['f', id], job),
      // Signed, but as something else or for another fleet.
      new FleetKey(FLEET_KEY).seal('result', ['f', id], job),
      new FleetKey(FLEET_KEY).seal('job', ['f', 'another'], job),
      'x'.repeat(2_000_000),
    ];
    for (const [at, each] of jobs.entries()) await forgeJob('f', each, `evil-\u001b[2J${at}`);
    const worked = await worker();
    expect(worked.exitCode).toBe(0);
    expect(worked.stderr).toContain('ignored the job evil-\\u001b[2J0: not signed');
    expect(`${worked.stdout}${worked.stderr}`).not.toContain('\u001b');
    const { exitCode, stdout } = await report();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Ignored   ${jobs.length} records in Redis that do not verify`);
    expect(stdout).not.toContain('\u001b');
    expect(reportIn()).toMatchObject({ complete: true, unverified: { count: jobs.length } });
    expect(reportIn().partners.map(({ name }) => name)).toEqual(['Partner 1', 'Partner 2']);
    expect(evil.requests).toEqual([]);
    expect(JSON.stringify(reportIn())).not.toContain(canary.slice(0, 9));
  });

  it('cannot change the job of a partner: it stays without a result, and the fleet incomplete', async () => {
    writePartners(work.path, sandbox, 2);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    const key = `payout-contract:fleet:f:${jobIdOf('f', 'Partner 1')}`;
    const sealed = JSON.parse((await client.hget(key, 'data'))!);
    await client.hset(
      key,
      'data',
      JSON.stringify({ ...sealed, text: sealed.text.replace(sandbox.url, 'http://127.0.0.1:1') }),
    );
    await worker();
    expect((await report()).exitCode).toBe(3);
    expect(reportIn()).toMatchObject({ complete: false, summary: { done: 1, working: 1 }, unverified: { count: 1 } });
  });

  it.each(['{', '', '[', '\u0000', '"text"', '1e999'])(
    'cannot stop a worker with a job whose data is not JSON: %j',
    async (text) => {
      writePartners(work.path, sandbox, 3);
      await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
      await client.hset(`payout-contract:fleet:f:${jobIdOf('f', 'Partner 1')}`, 'data', text);
      const worked = await worker();
      expect([worked.exitCode, worked.stderr]).toEqual([0, expect.stringMatching(/ignored the job [0-9a-f]+: not /)]);
      await report();
      expect(reportIn()).toMatchObject({ complete: false, summary: { done: 2, working: 2 }, unverified: { count: 1 } });
    },
  );

  it.each<[string, object]>([
    ['no id', { id: undefined }],
    ['an unknown mode', { mode: 'constructor' }],
    ['a digest that is an object', { digest: {} }],
    ['another version', { schemaVersion: 2 }],
  ])('cannot be used if the signed header of the fleet has %s', async (_what, change) => {
    writePartners(work.path, sandbox, 2);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    const header = { ...(await headerOf('f')), ...change };
    const sealed = new FleetKey(FLEET_KEY).seal('header', ['f'], header);
    await client.set(`${data}:f:header`, JSON.stringify(sealed));
    for (const { exitCode, stderr } of [await worker(), await report()]) {
      expect(exitCode).toBe(2);
      expect(stderr).toContain('the fleet f in Redis is not valid');
    }
  });

  it('is left alone by a worker of another version', async () => {
    writePartners(work.path, sandbox, 2);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    const header = await headerOf('f');
    const other = { ...header, tool: { ...header.tool, version: '0.0.9' } };
    const sealed = new FleetKey(FLEET_KEY).seal('header', ['f'], other);
    await client.set(`${data}:f:header`, JSON.stringify(sealed));
    const { exitCode, stderr } = await worker();
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/fleet f was enqueued by version 0\.0\.9, but this worker is version/);
  });

  it('cannot forge "working", neither before nor after the check', async () => {
    writePartners(work.path, sandbox, 2);
    const down = `name: Partner 2\n    target: ${await closedUrl()}`;
    const text = partnersText(sandbox, 2).replace('name: Partner 2', down);
    writeFileSync(work.path('partners.yaml'), text);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f', '--retries', '0');
    const { id } = await headerOf('f');
    const good = {
      ...{ name: 'Partner 2', fingerprint: 'sha256:0123456789abcdef', verdict: 'working', exitCode: 0 },
      ...{ startedAt: '2026-03-01T10:00:00.000Z', durationMs: 1, requests: 1, attempts: 1 },
    };
    const sealed = new FleetKey('another key, which is just as long as it').seal('result', ['f', id, 'Partner 2'], {
      result: good,
    });
    await client.hset(`${data}:f:results`, 'Partner 2', JSON.stringify(sealed));
    await client.hset(`${data}:f:results`, 'Partner\u001b 3', JSON.stringify(good));
    await client.hset(`${data}:f:notes`, 'Partner 4', '{');
    await worker();
    const { exitCode, stdout } = await report();
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain('\u001b');
    expect(reportIn().partners.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['Partner 2', 'no-verdict'],
      ['Partner 1', 'working'],
    ]);
    expect(reportIn().unverified?.entries).toEqual([
      { kind: 'result', name: 'Partner\u001b 3', why: 'not signed' },
      { kind: 'note', name: 'Partner 4', why: 'not signed' },
    ]);
    // The signed result of one partner is not that of another.
    const stored = (await client.hget(`${data}:f:results`, 'Partner 1'))!;
    await client.hset(`${data}:f:results`, 'Partner 2', stored);
    expect((await report()).exitCode).toBe(3);
    expect(reportIn()).toMatchObject({ complete: false, summary: { done: 1 } });
  });

  it('cannot fill the memory with a report, and a report that is not the signed one costs only itself', async () => {
    writePartners(work.path, sandbox, 3);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    await worker();
    const bomb = gzipSync(Buffer.alloc(512 * 1024 * 1024));
    await client.hset(`${data}:f:reports`, 'Partner 1', bomb);
    // Even with a signature: by a worker that went wrong.
    const { id } = await headerOf('f');
    const stored = JSON.parse(JSON.parse((await client.hget(`${data}:f:results`, 'Partner 1'))!).text);
    const digest = createHash('sha256').update(bomb).digest('hex');
    const sealed = new FleetKey(FLEET_KEY).seal('result', ['f', id, 'Partner 1'], { ...stored, digest });
    await client.hset(`${data}:f:results`, 'Partner 1', JSON.stringify(sealed));
    await client.hset(`${data}:f:reports`, 'Partner 2', Buffer.alloc(20 * 1024 * 1024, 'x'));
    await client.hset(`${data}:f:results`, 'x'.repeat(100_000), 'x'.repeat(5_000_000));
    const before = process.memoryUsage().rss;
    const { exitCode } = await report();
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
    expect(exitCode).toBe(0);
    expect(reportIn().partners.map(({ name, report: file }) => [name, file !== undefined])).toEqual([
      ['Partner 1', false],
      ['Partner 2', false],
      ['Partner 3', true],
    ]);
    expect(reportIn().unverified?.count).toBe(3);
    expect(existsSync(work.path('out', 'partners', 'partner-1.json'))).toBe(false);
  });

  it('cannot stop the others by a job that is not even JSON', async () => {
    writePartners(work.path, sandbox, 3);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    await client.hset(`payout-contract:fleet:f:${jobIdOf('f', 'Partner 2')}`, 'data', '{');
    const { ended } = startCli(['fleet', 'worker', '--partners', 'partners.yaml', '--stalled-after', '1'], work.cwd, {
      ...{ REDIS_URL: redis.url, FLEET_KEY },
    });
    const done = async (): Promise<number> => JSON.parse((await fleet('status', '--json')).stdout).summary.done;
    while ((await done()) < 2) await new Promise((resolve) => setTimeout(resolve, 200));
    killProcesses();
    await ended;
    expect((await report()).exitCode).toBe(3);
    expect(reportIn()).toMatchObject({ complete: false, summary: { partners: 3, working: 2 } });
  });

  it('cannot replace the fleet: a header that is not signed with this key is refused', async () => {
    writePartners(work.path, sandbox, 1);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    const { exitCode, stderr } = await work.run(['fleet', 'status'], {
      env: { REDIS_URL: redis.url, FLEET_KEY: 'another key, which is just as long as it' },
    });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('the fleet f in Redis is not signed with this FLEET_KEY'),
    ]);
    await client.set(`${data}:latest`, '\u001b[2Jx');
    expect((await fleet('status')).stderr).toBe(
      'error: Redis holds no fleet\n  next: payout-contract fleet enqueue partners.yaml\n',
    );
    await client.set(`${data}:f:header`, 'x'.repeat(10_000_000));
    expect((await fleet('status', '--fleet', 'f')).stderr).toContain('the fleet f in Redis is too long');
    await client.del(`${data}:f:header`);
    await client.hset(`${data}:f:header`, 'a', 'b');
    expect(await fleet('status', '--fleet', 'f')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('holds something else under the name of this fleet'),
    });
  });
});

describeRedis("a worker's own list", () => {
  it.each([
    ['a variable that is not in it', ['--allow-secrets', 'OTHER_*'], 'may not use the file key'],
    ['a target that is not in it', ['--allow-secrets', 'key'], 'may not send credentials to http://127.0.0.1'],
  ])('leaves a partner with %s to others', async (_, args, message) => {
    writePartners(work.path, sandbox, 1);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    const more = args[1] === 'key' ? [] : ['--allow-target', sandbox.url];
    const { exitCode, stderr } = await fleet('worker', ...args, ...more);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    const right = await fleet('worker', '--allow-secrets', 'k*', '--allow-target', sandbox.url);
    expect(right.exitCode).toBe(0);
    expect((await report()).exitCode).toBe(0);
  });

  it('by a file is the entries of that file, unchanged', async () => {
    writePartners(work.path, sandbox, 1);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    writeFileSync(
      work.path('own.yaml'),
      partnersText(sandbox, 1)
        .replace('accountId', 'tenantId: x\n    # accountId')
        .replace(/\n {4}tenantId: [0-9a-f-]{36}/, ''),
    );
    const { exitCode, stderr } = await fleet('worker', '--partners', 'own.yaml');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('own.yaml has another entry for this partner')]);
  });

  it('says that a finished fleet is finished when it is enqueued again', async () => {
    writePartners(work.path, sandbox, 2);
    await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    await worker();
    const again = await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    const one = await fleet('enqueue', 'partners.yaml', '--fleet', 'one', '--partner', 'Partner 2');
    expect(one.stdout).toBe('Fleet one: 1 partner in the queue.\n');
    expect(again.stdout).toMatch(/^Fleet f is already finished: nothing was added\./);
    expect(JSON.parse((await fleet('enqueue', 'partners.yaml', '--fleet', 'f', '--json')).stdout)).toMatchObject({
      finished: 2,
    });
  });
});
