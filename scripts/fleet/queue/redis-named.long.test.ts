import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Redis } from 'ioredis';
import { certificates } from '../../credentials/testing/certificates';
import { type Sandbox, startSandbox } from '../../sandbox';
import { makeWorkplace, type Workplace } from '../../testing/cli';
import { killProcesses, startCli } from '../../testing/process';
import { closeServers, httpServer, localServer } from '../../testing/servers';
import { writePartners } from '../testing/partners';
import { hasRedis, hasRedisTls, startRedis, type TestRedis } from '../testing/redis';

const describeRedis = hasRedis() ? describe : describe.skip;
const FLEET_KEY = 'a key of the tests, which is long enough';

let work: Workplace;
let sandbox: Sandbox;
const servers: TestRedis[] = [];
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  work = makeWorkplace();
  writePartners(work.path, sandbox, 2);
});
afterEach(async () => {
  killProcesses();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await closeServers();
  work.remove();
});
afterAll(() => sandbox.close());

async function redis(...options: string[]): Promise<TestRedis> {
  const server = await startRedis(options);
  servers.push(server);
  return server;
}

/** Adds users to a Redis, by their rights. */
async function withUser(rights: string): Promise<string> {
  const { url } = await redis();
  const client = clientOf(url);
  await client.call('ACL', 'SETUSER', 'partner', 'on', '>hunter2-hunter2', ...rights.split(' '));
  client.disconnect();
  return url.replace('redis://', 'redis://partner:hunter2-hunter2@');
}

function clientOf(url: string): Redis {
  const { Redis: RedisClient } = require('ioredis') as typeof import('ioredis');
  return new RedisClient(url);
}

const fleet = (url: string, args: readonly string[], env = {}) =>
  work.run(['fleet', ...args], { env: { REDIS_URL: url, FLEET_KEY, ...env } });
const enqueue = ['enqueue', 'partners.yaml', '--fleet', 'f'];
const worker = ['worker', '--partners', 'partners.yaml'];

/** What the command says in a process of its own: also what the library itself would print. */
async function said(
  url: string,
  args: readonly string[],
  env = {},
): Promise<{ exitCode: number | null; stderr: string }> {
  const { ended, written } = startCli(['fleet', ...args], work.cwd, { REDIS_URL: url, FLEET_KEY, ...env });
  return { exitCode: await ended, stderr: written.stderr };
}

const oneError = (what: string): unknown =>
  expect.stringMatching(new RegExp(`^error: Redis at [\\w.:]+ ${what}\\n {2}next: [^\\n]+\\n$`));

describeRedis('Redis is named for what it is', () => {
  it.each([
    ['a cluster', ['--cluster-enabled', 'yes'], '', 'is a Redis Cluster, which the queue cannot use'],
    ['a database that does not exist', [], '/99', 'has no database with that number'],
    ['a server that needs a password', ['--requirepass', 'right'], '', 'rejected the credentials: it needs a password'],
  ])('%s', async (_, options, path, message) => {
    const { url } = await redis(...options);
    expect(await said(url + path, ['status'])).toEqual({ exitCode: 3, stderr: oneError(message) });
  });

  it('a cluster whose users may not ask what it is', async () => {
    const { url } = await redis('--cluster-enabled', 'yes');
    const client = clientOf(url);
    await client.call('ACL', 'SETUSER', 'partner', 'on', '>hunter2-hunter2', '~*', '&*', '+@all', '-info');
    client.disconnect();
    const user = url.replace('redis://', 'redis://partner:hunter2-hunter2@');
    expect(await said(user, enqueue)).toEqual({
      exitCode: 3,
      stderr: oneError('is a Redis Cluster, which the queue cannot use'),
    });
  });

  it('a wrong password, which is not printed', async () => {
    const url = await withUser('~* &* +@all');
    const { exitCode, stderr } = await said(url.replace('hunter2-hunter2', 'hunter3-hunter3'), ['status']);
    expect([exitCode, stderr]).toEqual([3, oneError('rejected the credentials')]);
    expect(stderr).not.toContain('hunter3');
  });

  it('a password that it does not need', async () => {
    const { url } = await redis();
    const { exitCode, stderr } = await said(url.replace('redis://', 'redis://:hunter2-hunter2@'), enqueue);
    expect([exitCode, stderr]).toEqual([0, 'note: Redis needs no password, but REDIS_URL contains one\n']);
  });

  it('a cluster with all its slots, whose users may not ask what it is', async () => {
    const { url } = await redis('--cluster-enabled', 'yes');
    const client = clientOf(url);
    await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    while (!String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok'))
      await new Promise((resolve) => setTimeout(resolve, 50));
    await client.call('ACL', 'SETUSER', 'partner', 'on', '>hunter2-hunter2', '~*', '&*', '+@all', '-info');
    client.disconnect();
    const { exitCode, stderr } = await said(url.replace('redis://', 'redis://partner:hunter2-hunter2@'), enqueue);
    const [, ...rest] = stderr.split(/(?<=\n)(?=error:)/);
    expect([exitCode, rest]).toEqual([3, [oneError('is a Redis Cluster, which the queue cannot use')]]);
  });

  it('a server that says it is ready, but goes on loading', async () => {
    const info = 'redis_version:7.2.0\r\nmaxmemory_policy:noeviction\r\nloading:0\r\n';
    const { url } = await localServer(
      createServer((socket) =>
        socket.on('data', (bytes: Buffer) => {
          for (const [, command] of bytes.toString('latin1').matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g))
            socket.write(
              { INFO: `$${info.length}\r\n${info}\r\n`, CLIENT: '+OK\r\n' }[command!.toUpperCase()] ??
                '-LOADING Redis is loading the dataset in memory\r\n',
            );
        }),
      ),
    );
    expect(await said(url.replace('http:', 'redis:'), enqueue)).toEqual({
      exitCode: 3,
      stderr: oneError('is still loading its data'),
    });
  });

  it('a user without INFO: a note, and the fleet goes on', async () => {
    const url = await withUser('~* &* +@all -info');
    const note = expect.stringMatching(/^note: Redis does not allow this user the command INFO[^\n]+\n$/);
    expect(await said(url, enqueue)).toEqual({ exitCode: 0, stderr: note });
    const worked = await said(url, worker);
    expect([worked.exitCode, worked.stderr.split('\n').length]).toEqual([0, 3]);
    expect((await fleet(url, ['report', '--out', 'out'])).exitCode).toBe(0);
    expect(JSON.parse(readFileSync(work.path('out', 'fleet.json'), 'utf8')).summary.working).toBe(2);
  });

  it('a user without CLIENT LIST: the number of workers is unknown', async () => {
    const url = await withUser('~* &* +@all -client|list');
    await fleet(url, enqueue);
    const { exitCode, stdout } = await fleet(url, ['status']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Workers   unknown: Redis does not allow')]);
  });

  it.each([
    ['a command', '~* &* +@all -eval', 'the command EVAL', /\+eval /],
    [
      'a command in a script',
      '~* &* +@all -hset',
      '(the command HSET|a command that the queue needs)',
      /\+(hset|@all),? /,
    ],
    ['any key', '~other:* &* +@all', 'a key', /~payout-contract:\* /],
  ])('a user without the right to %s: what is missing, before and during a fleet', async (_, rights, what, right) => {
    const url = await withUser(rights);
    const enqueued = await said(url, enqueue);
    const refused = enqueued.exitCode === 0 ? await said(url, worker) : enqueued;
    expect(refused?.exitCode).toBe(3);
    expect(refused?.stderr).toEqual(oneError(`does not allow this user ${what}`));
    expect(refused?.stderr).toMatch(right);
  });

  it('a user who loses a right while a worker runs: the worker ends', async () => {
    const slow = await httpServer(() => undefined);
    writeFileSync(
      work.path('partners.yaml'),
      readFileSync(work.path('partners.yaml'), 'utf8').replace(sandbox.url, slow.url),
    );
    const url = await withUser('~* &* +@all');
    await fleet(url, enqueue);
    const { ended, written } = startCli(['fleet', ...worker], work.cwd, { REDIS_URL: url, FLEET_KEY });
    while (slow.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const admin = clientOf(url.replace(/partner:[^@]+@/, ''));
    await admin.call('ACL', 'SETUSER', 'partner', '-zcard', '-llen', '-evalsha', '-eval');
    admin.disconnect();
    expect(await ended).toBe(3);
    expect(written.stderr).toEqual(oneError('does not allow this user the command (EVALSHA|EVAL|ZCARD|LLEN)'));
  });
});

(hasRedis() && hasRedisTls() ? describe : describe.skip)('Redis over TLS', () => {
  const made = certificates();

  async function tlsRedis(kind: 'right' | 'expired' | 'wrongHost' | 'selfSigned', ...more: string[]): Promise<string> {
    const { cert, key } = made[kind];
    for (const [name, text] of [
      ['cert', cert],
      ['key', key],
      ['ca', made.authority],
    ] as const)
      writeFileSync(work.path(`${name}.pem`), text);
    const { url } = await redis();
    const port = 20_000 + Math.floor(Number(new URL(url).port) / 4);
    const client = clientOf(url);
    const files = [
      'tls-cert-file',
      work.path('cert.pem'),
      'tls-key-file',
      work.path('key.pem'),
      'tls-ca-cert-file',
      work.path('ca.pem'),
    ];
    await client.call('CONFIG', 'SET', ...files, 'tls-auth-clients', more[0] ?? 'no', 'tls-port', String(port));
    client.disconnect();
    return `rediss://localhost:${port}`;
  }

  it.each([
    ['right', 'presented a certificate that is not issued by a trusted authority'],
    ['selfSigned', 'presented a certificate that is not issued by a trusted authority'],
  ] as const)(
    'with a certificate that is %s and not trusted, whatever NODE_TLS_REJECT_UNAUTHORIZED says',
    async (kind, message) => {
      const url = await tlsRedis(kind);
      expect(await said(url, ['status'])).toEqual({ exitCode: 3, stderr: oneError(message) });
      const { exitCode, stderr } = await said(url, ['status'], {
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_NO_WARNINGS: '1',
      });
      expect([exitCode, stderr]).toEqual([3, oneError(message)]);
    },
  );

  it.each([
    ['expired', 'presented a certificate that has expired or is not valid yet'],
    ['wrongHost', 'presented a certificate for another host name'],
  ] as const)('with a certificate that is trusted, but %s', async (kind, message) => {
    const url = await tlsRedis(kind);
    const env = { NODE_EXTRA_CA_CERTS: work.path('ca.pem') };
    expect(await said(url, ['status'], env)).toEqual({ exitCode: 3, stderr: oneError(message) });
  });

  it('with an authority from .env: it works', async () => {
    const url = await tlsRedis('right');
    writeFileSync(work.path('.env'), `NODE_EXTRA_CA_CERTS=ca.pem\nREDIS_URL=${url}\nFLEET_KEY=${FLEET_KEY}\n`, {
      mode: 0o600,
    });
    const { exitCode, stdout } = await work.run(['fleet', ...enqueue]);
    expect([exitCode, stdout]).toEqual([0, 'Fleet f: 2 partners in the queue.\n']);
    expect((await work.run(['fleet', ...worker])).exitCode).toBe(0);
  });

  it('with a server that wants a client certificate', async () => {
    const url = await tlsRedis('right', 'yes');
    const env = { NODE_EXTRA_CA_CERTS: work.path('ca.pem') };
    expect(await said(url, ['status'], env)).toEqual({
      exitCode: 3,
      stderr: oneError('(requires a client certificate|closed the connection after the TLS handshake)'),
    });
  });

  it('with the wrong scheme, either way', async () => {
    const url = await tlsRedis('right');
    const plain = servers.at(-1)!.url;
    expect(await said(plain.replace('redis:', 'rediss:'), ['status'])).toEqual({
      exitCode: 3,
      stderr: oneError('(does not speak TLS|did not .+)'),
    });
    expect(await said(url.replace('rediss:', 'redis:'), ['status'])).toEqual({
      exitCode: 3,
      stderr: oneError('did not respond in the Redis protocol'),
    });
  });
});
