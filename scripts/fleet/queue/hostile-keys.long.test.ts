import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { type Sandbox, startSandbox } from '../../sandbox';
import { makeWorkplace, type Workplace } from '../../testing/cli';
import { writePartners } from '../testing/partners';
import { hasRedis, startRedis, type TestRedis } from '../testing/redis';
import type { FleetReport } from '../types';
import { jobIdOf } from './job';

const describeRedis = hasRedis() ? describe : describe.skip;

const FLEET_KEY = 'a key of the tests, which is long enough';
const queue = 'payout-contract:fleet:f';
const data = 'payout-contract:fleet-data:f';
const job = `${queue}:${jobIdOf('f', 'Partner 1')}`;

let work: Workplace;
let redis: TestRedis;
let sandbox: Sandbox;
let client: Redis;
beforeAll(async () => {
  [redis, sandbox] = await Promise.all([startRedis(), startSandbox()]);
  const { Redis: RedisClient } = require('ioredis') as typeof import('ioredis');
  client = new RedisClient(redis.url);
  work = makeWorkplace();
});
beforeEach(async () => {
  await client.flushall();
  writePartners(work.path, sandbox, 2);
  await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
});
afterAll(async () => {
  client.disconnect();
  work.remove();
  await Promise.all([redis.close(), sandbox.close()]);
});

const fleet = (...args: string[]) => work.run(['fleet', ...args], { env: { REDIS_URL: redis.url, FLEET_KEY } });
const worker = () => fleet('worker', '--partners', 'partners.yaml', '--stalled-after', '1');

const makers: Readonly<Record<string, (key: string) => Promise<unknown>>> = {
  'a string': (key) => client.set(key, 'a'),
  'a list': (key) => client.rpush(key, 'a'),
  'a set': (key) => client.sadd(key, 'a'),
  'a sorted set': (key) => client.zadd(key, 1, 'a'),
  'a hash': (key) => client.hset(key, 'a', 'b'),
  'a stream': (key) => client.xadd(key, '*', 'a', 'b'),
};

/** Keys that hang a queue, and nothing else, if they are of another type: its jobs are not in it any more. */
const keys = [
  ...['header', 'results', 'notes', 'reports', 'gate'].map((part) => `${data}:${part}`),
  ...['active', 'failed', 'completed', 'delayed', 'prioritized', 'meta', 'id', 'events', 'marker', 'stalled'].map(
    (part) => `${queue}:${part}`,
  ),
];

// A command that ends with an internal error fails its test: `work.run` throws.
describeRedis.each(keys)('a Redis in which %s is something else', (key) => {
  it.each(Object.keys(makers))('%s: no command crashes, is forged or shows another exit code', async (kind) => {
    await client.del(key);
    await makers[kind]!(key);
    const worked = await worker();
    const status = await fleet('status');
    const report = await fleet('report', '--out', 'out');
    const again = await fleet('enqueue', 'partners.yaml', '--fleet', 'f');
    const codes = [worked, status, report, again].map(({ exitCode }) => exitCode);
    expect(codes.filter((code) => ![0, 2, 3].includes(code))).toEqual([]);
    if (report.exitCode !== 0) return;
    const { partners } = JSON.parse(readFileSync(work.path('out', 'fleet.json'), 'utf8')) as FleetReport;
    expect(partners.map(({ verdict }) => verdict)).toEqual(['working', 'working']);
  });
});

describeRedis('a Redis whose queue was changed', () => {
  it('cannot make a worker say that a fleet is complete of which nothing was checked', async () => {
    await client.zadd(`${queue}:completed`, 1, 'a', 2, 'b', 3, 'c');
    await client.del(`${queue}:wait`);
    const { exitCode, stderr } = await worker();
    expect([exitCode, stderr.split('\n')[0]]).toEqual([
      3,
      'Nothing is left in the queue of fleet f, but 2 partners of it have no result; this worker checked 0 partners.',
    ]);
    expect((await fleet('report', '--out', 'out')).exitCode).toBe(3);
  });

  it('cannot keep a worker whose jobs were deleted', async () => {
    await client.del(`${queue}:wait`, `${queue}:marker`);
    const { exitCode, stderr } = await worker();
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('2 partners of it have no result')]);
  });

  it.each([
    ['atm', 'x'],
    ['atm', '1e999'],
  ])('cannot keep a worker by a job that cannot be finished: %s is %s', async (field, value) => {
    await client.hset(job, field, value);
    const { exitCode, stderr } = await worker();
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('Fleet f is complete')]);
  });

  it.each([
    ['atm', '-5'],
    ['stc', 'x'],
    ['timestamp', 'x'],
    ['name', '\u001b[2J'],
    ['stacktrace', '{'],
    ['returnvalue', '{'],
    ['parentKey', 'x:y:z'],
    ['delay', 'x'],
    ['priority', 'x'],
    ['processedOn', 'NaN'],
    ['opts', '[1]'],
    ['opts', '{"attempts":1e9,"backoff":{"type":"nonsense","delay":-1},"repeat":{"every":1}}'],
  ])('cannot change what is found by a job whose %s is %j', async (field, value) => {
    await client.hset(job, field, value);
    const worked = await worker();
    const report = await fleet('report', '--out', 'out');
    expect([worked.exitCode, report.exitCode, worked.stderr.includes('\u001b')]).toEqual([0, 0, false]);
  });

  it('can make the queue give up on a partner, which has no verdict then', async () => {
    await client.hset(job, 'defa', 'x');
    const { exitCode, stderr } = await worker();
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('but 1 partner of it has no result')]);
    expect((await fleet('report', '--out', 'out')).exitCode).toBe(3);
  });

  /** Puts a text of 100 MB, which Redis makes itself, somewhere by a command of Redis. */
  const putLong = (...command: string[]) =>
    client.eval(
      `redis.call('SETRANGE', 'long', 100000000, 'x')
      ARGV[#ARGV + 1] = redis.call('GET', 'long')
      redis.call(unpack(ARGV))
      return redis.call('DEL', 'long')`,
      ...[0, ...command],
    );

  it.each<[string, readonly string[]]>([
    ['the data of a job', ['HSET', job, 'data']],
    ['another field of a job', ['HSET', job, 'more']],
  ])('cannot fill the memory of a worker by %s: it ends, and says why', async (_what, command) => {
    await putLong(...command);
    const { exitCode, stderr } = await worker();
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringMatching(/^error: Redis at \S+ holds something for this fleet that is too long\n {2}next: .*\n$/),
    ]);
    expect((await fleet('report', '--out', 'out')).exitCode).toBe(3);
  });

  it.each(['x', 'nan', '-inf', 'inf', '1e999'])(
    'cannot make an error of ours by %j in place of the time of the next request',
    async (text) => {
      await client.set(`${data}:gate`, text);
      expect((await worker()).exitCode).toBe(0);
      expect((await fleet('report', '--out', 'out')).exitCode).toBe(0);
    },
  );

  it.each([
    ['opts', '{'],
    ['progress', '{'],
    ['parent', '{'],
    ['ats', 'x'],
  ])('can only delay a worker by a job whose %s is %j: a signal ends it', async (field, value) => {
    await client.hset(job, field, value);
    let raise = (_signal: 'SIGTERM'): void => undefined;
    const worked = work.run(['fleet', 'worker', '--partners', 'partners.yaml'], {
      env: { REDIS_URL: redis.url, FLEET_KEY },
      onListening: (raised) => {
        raise = raised;
      },
    });
    while ((await client.hlen(`${data}:results`)) < 1) await new Promise((resolve) => setTimeout(resolve, 100));
    raise('SIGTERM');
    expect((await worked).exitCode).toBe(143);
    expect((await fleet('report', '--out', 'out')).exitCode).toBe(3);
  });
});
