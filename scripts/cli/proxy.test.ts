import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { exitCodes } from '../lib/exit-codes';
import type { RunReport } from '../report/types';
import { type Sandbox, startSandbox } from '../sandbox';
import { type CliOptions, makeWorkplace, type Outcome, type Workplace } from '../testing/cli';
import { closedUrl, closeServers, httpServer, socketServer } from '../testing/servers';

let place: Workplace;
beforeEach(() => {
  place = makeWorkplace();
});
afterEach(async () => {
  place.remove();
  await closeServers();
});

/** A proxy that listens, in this process. */
interface Running {
  readonly url: string;
  stop(): Promise<Outcome>;
}

/** Starts the command in front of a target. */
function startProxy(target: string, args: readonly string[] = [], options: CliOptions = {}): Promise<Running> {
  return new Promise((resolve, reject) => {
    let raise: (signal: 'SIGINT' | 'SIGTERM') => void = () => undefined;
    let output = '';
    const outcome = place.run(['proxy', '--target', target, '--port', '0', '--out', 'out', ...args], {
      ...options,
      onListening: (signal) => {
        raise = signal;
      },
      onOutput: (text) => {
        output += text;
        const [, url] = /^Forwarding (\S+) to /m.exec(output) ?? [];
        if (url === undefined) return;
        const stop = (): Promise<Outcome> => {
          raise('SIGINT');
          return outcome;
        };
        resolve({ url, stop });
      },
    });
    outcome.then(({ stderr }) => reject(new Error(`it ended: ${stderr}`)), reject);
  });
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends a request; resolves with nothing if no response came. */
function send(
  base: string,
  path: string,
  {
    method = 'POST',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const sent = request(`${base}${path}`, { method, headers: { Connection: 'close', ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on('error', () => resolve(undefined));
    });
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}

const references = JSON.stringify({ customerRef: 'c-1', orderRef: 'o-1', instructionRef: 'i-1' });
const payout = ({ credentials }: Sandbox) => ({
  headers: { Authorization: `Bearer ${credentials.managementToken}`, 'Content-Type': 'application/json' },
  body: references,
});

describe('a proxy in front of a sandbox', () => {
  it('judges what passes, and writes reports without secrets', async () => {
    const sandbox = await startSandbox();
    const proxy = await startProxy(sandbox.url, ['--har']);
    const accepted = await send(proxy.url, '/v1/identity/payout', payout(sandbox));
    expect(accepted?.status).toBe(201);
    const refused = await send(proxy.url, '/v1/identity/payout', { body: references });
    expect(refused?.status).toBe(401);
    await send(proxy.url, '/health?key=abc', { method: 'GET' });
    const { exitCode, stdout, report } = await proxy.stop();
    await sandbox.close();
    expect(exitCode).toBe(exitCodes.ok);
    expect(report).toMatchObject({
      verdict: 'held',
      engine: 'proxy',
      complete: true,
      traffic: { exchanges: 3, judged: 2 },
    });
    expect(report?.notJudged).toMatchObject([{ reason: 'other-call', path: '/health', count: 1 }]);
    expect(stdout).toContain('traffic.har');
    const { log } = JSON.parse(readFileSync(place.path('out', 'traffic.har'), 'utf8'));
    expect(log.entries).toHaveLength(3);
    const again = await place.run(['check', 'out/traffic.har', '--out', 'again', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ verdict: 'held', traffic: { judged: 2 } });
    const { accessToken } = JSON.parse(accepted?.body ?? '');
    for (const name of readdirSync(place.path('out'))) {
      const text = readFileSync(place.path('out', name), 'utf8');
      for (const token of [accessToken, sandbox.credentials.managementToken] as string[])
        expect(text.includes(token.slice(-12))).toBe(false);
    }
  });

  it('tells each cause once, and then counts', async () => {
    const sandbox = await startSandbox({ fault: 'expires-seconds' });
    const proxy = await startProxy(sandbox.url, ['--max-exchanges', '12']);
    for (let sent = 0; sent < 12; sent += 1) await send(proxy.url, '/v1/identity/payout', payout(sandbox));
    const { exitCode, stdout, report } = await proxy.stop();
    await sandbox.close();
    expect(exitCode).toBe(exitCodes.broken);
    expect(report).toMatchObject({ verdict: 'broken', traffic: { judged: 12 } });
    const lines = stdout.split('\n').filter((line) => line.startsWith('✗ violation: token-expiry'));
    expect(lines).toEqual([
      expect.stringContaining('POST /v1/identity/payout → 201'),
      expect.stringContaining('10 times'),
    ]);
  });

  it('ends by itself after as many exchanges as it was told', async () => {
    const sandbox = await startSandbox();
    const ended = place.run([
      'proxy',
      '--target',
      sandbox.url,
      '--port',
      '0',
      '--out',
      'out',
      '--json',
      '--max-duration',
      '1',
    ]);
    const { exitCode, stdout, stderr } = await ended;
    await sandbox.close();
    // Nothing was judged, so nothing is held.
    expect(exitCode).toBe(exitCodes.noVerdict);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'no-verdict', cases: [] });
    expect(stderr).toContain('Forwarding http://127.0.0.1:');
  });

  it.each([
    ['server', exitCodes.ok],
    ['client', exitCodes.broken],
    ['both', exitCodes.broken],
  ])('with --side %s, mistakes of the client count as they should', async (side, wanted) => {
    const sandbox = await startSandbox();
    const proxy = await startProxy(sandbox.url, ['--side', side]);
    await send(proxy.url, '/v1/identity/payout', payout(sandbox));
    await send(proxy.url, '/v1/identity/payout', { ...payout(sandbox), body: '{"customerRef":' });
    const { exitCode, stdout } = await proxy.stop();
    await sandbox.close();
    expect(exitCode).toBe(wanted);
    expect(stdout).toMatch(side === 'server' ? /^! client: /m : /^✗ client: /m);
  });

  it('says what it did not forward', async () => {
    const sandbox = await startSandbox();
    const proxy = await startProxy(sandbox.url);
    const answer = await send(proxy.url, '/v1/identity/payout', { headers: { Host: 'evil.example' } });
    expect(answer).toMatchObject({ status: 421 });
    const { stdout, report } = await proxy.stop();
    await sandbox.close();
    expect(stdout).toMatch(/^- not forwarded \(other-host\): .*--allowed-host/m);
    expect(report?.notJudged).toMatchObject([{ reason: 'not-forwarded', method: 'POST', count: 1 }]);
  });
});

describe('whole reports', () => {
  it('of a target that is down', async () => {
    const proxy = await startProxy(await closedUrl());
    expect(await send(proxy.url, '/v1/identity/payout', { body: references })).toMatchObject({ status: 502 });
    const { exitCode, report } = await proxy.stop();
    expect(exitCode).toBe(exitCodes.noVerdict);
    expect(report?.notJudged).toMatchObject([{ reason: 'no-response', count: 1 }]);
  });

  it('of a target that dies in the middle of a response', async () => {
    const target = await socketServer((socket) => {
      socket.write('HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"acc', () => socket.resetAndDestroy());
    });
    const proxy = await startProxy(target.url);
    expect(await send(proxy.url, '/v1/identity/payout', { body: references })).toBeUndefined();
    const { exitCode, report } = await proxy.stop();
    expect(exitCode).toBe(exitCodes.noVerdict);
    expect(report?.notJudged).toMatchObject([{ reason: 'protocol' }]);
  });

  const head = 'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n';
  it.each<[what: string, response: string]>([
    ['a header without a colon', `${head}Bad header\r\nContent-Length: 2\r\n\r\n{}`],
    ['a Content-Length that is too long', `${head}Content-Length: 9\r\n\r\n{}`],
    ['a Content-Length that is too short', `${head}Content-Length: 1\r\n\r\n{}`],
    ['a chunk without a size', `${head}Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n`],
    ['a chunk that is missing', `${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`],
    ['a body that cannot be decompressed', `${head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`],
  ])('of a target that breaks HTTP beside good responses: no verdict, and again by check: %s', async (_, response) => {
    const sandbox = await startSandbox();
    let sent = 0;
    const target = await httpServer((incoming, outgoing) => {
      sent += 1;
      if (sent === 3) {
        incoming.resume().socket.end(response);
        return;
      }
      const { method, headers, url } = incoming;
      const forwarded = request(`${sandbox.url}${url}`, { method, headers }, (answer) => {
        answer.pipe(outgoing.writeHead(answer.statusCode ?? 0, answer.rawHeaders));
      });
      incoming.pipe(forwarded);
    });
    const proxy = await startProxy(target.url, ['--har']);
    for (const _request of [1, 2, 3]) await send(proxy.url, '/v1/identity/payout', payout(sandbox));
    const { exitCode, report, stdout } = await proxy.stop();
    await sandbox.close();
    expect(stdout).toMatch(/^\? no verdict: the response is not HTTP.* {2}POST \/v1\/identity\/payout → protocol$/m);
    const seen = ({ verdict, traffic, cases = [], notJudged }: Partial<RunReport> = {}) => [
      ...[verdict, traffic?.judged, notJudged?.map(({ reason, count }) => [reason, count])],
      cases.map((each) => [each.verdict, each.exchanges.map(({ failure }) => failure?.kind)]),
    ];
    const wanted = ['no-verdict', 2, [['protocol', 1]]];
    expect([exitCode, ...seen(report)]).toEqual([exitCodes.noVerdict, ...wanted, expect.anything()]);
    expect(seen(report)[3]).toContainEqual(['errored', expect.arrayContaining(['protocol'])]);
    writeFileSync(place.path('report.json'), JSON.stringify(report));
    for (const file of ['out/traffic.har', 'report.json']) {
      const again = await place.run(['check', file, '--out', 'again', '--json']);
      expect([file, again.exitCode, JSON.parse(again.stdout).notJudged]).toMatchObject([
        ...[file, exitCodes.noVerdict, [{ reason: 'protocol' }]],
      ]);
    }
  });

  it('of a client that disappears, and of one that still waits', async () => {
    let asked = (): void => undefined;
    const waiting = [0, 1].map(
      () =>
        new Promise<void>((resolve) => {
          const before = asked;
          asked = () => {
            asked = before;
            resolve();
          };
        }),
    );
    const target = await httpServer(() => asked());
    const proxy = await startProxy(target.url);
    const port = Number(new URL(proxy.url).port);
    const text = `POST /v1/identity/payout HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}`;
    const sockets = [0, 1].map(() => connect(port, '127.0.0.1').on('error', () => undefined));
    for (const socket of sockets) socket.write(text);
    await Promise.all(waiting);
    sockets[0]?.resetAndDestroy();
    const { exitCode, report } = await proxy.stop();
    sockets[1]?.destroy();
    expect(exitCode).toBe(exitCodes.noVerdict);
    expect(report?.notJudged).toMatchObject([{ reason: 'no-response', count: 2 }]);
  });
});

describe('wrong usage', () => {
  const rows: readonly [name: string, args: readonly string[], says: string][] = [
    ['no target', [], 'proxy needs a target'],
    ['the embedded sandbox', ['--target', 'embedded'], 'payout-contract sandbox'],
    ['production without permission', ['--target', 'production'], '--allow-production; every request of your app'],
    ['plain HTTP to another machine', ['--target', 'http://api.example.com'], 'plain HTTP'],
    ['its own port', ['--target', 'http://127.0.0.1:4011', '--port', '4011'], 'the port of the target itself'],
    [
      'an address that this machine does not have',
      ['--target', 'http://127.0.0.1:1', '--host', '192.0.2.1'],
      'cannot listen on 192.0.2.1',
    ],
    ['a container without the option', ['--target', 'http://sandbox:4010'], 'with --allow-local-http, for a container'],
    ['a URL as a host name', ['--target', 'sandbox', '--allowed-host', 'http://app:4011'], 'Give a host name alone'],
    ['no exchanges', ['--target', 'sandbox', '--max-exchanges', '0'], 'whole number from 1'],
    ['an unknown reporter', ['--target', 'http://127.0.0.1:1', '--port', '0', '--reporter', 'pdf'], 'unknown reporter'],
  ];
  it.each(rows)('%s', async (_, args, says) => {
    const { exitCode, stderr } = await place.run(['proxy', ...args]);
    expect(exitCode).toBe(exitCodes.usage);
    expect(stderr).toContain(says);
    expect(existsSync(place.path('reports'))).toBe(false);
  });

  it('not a container, if it may be reached in plain HTTP', async () => {
    const { exitCode, stdout } = await place.run([
      ...['proxy', '--target', 'http://sandbox:4010', '--allow-local-http', '--port', '0'],
      ...['--max-duration', '1', '--out', 'out'],
    ]);
    expect([exitCode, stdout]).toEqual([exitCodes.noVerdict, expect.stringContaining('to http://sandbox:4010')]);
  });

  it('warns of other machines', async () => {
    const sandbox = await startSandbox();
    const { stderr } = await place.run([
      'proxy',
      '--target',
      sandbox.url,
      '--port',
      '0',
      '--host',
      '0.0.0.0',
      '--max-duration',
      '1',
      '--out',
      'out',
    ]);
    await sandbox.close();
    expect(stderr).toContain('other machines can reach the proxy');
  });
});
