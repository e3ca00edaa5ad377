import { connect } from 'node:net';
import { cases } from '../contract';
import type { Exchange } from '../contract/exchange';
import { tunnelProxy } from '../credentials/testing/api';
import { type Certificates, certificates } from '../credentials/testing/certificates';
import { closeSecureServers, secureServer } from '../testing/secure-servers';
import { closedUrl, closeServers, httpServer, type LocalServer, socketServer } from '../testing/servers';
import { directEngine } from './direct';
import { newmanEngine } from './newman';
import { proxyFor } from './proxy';
import type { Route } from './route';
import type { Engine } from './types';

const documented = cases.find(({ id }) => id === 'accept.documented')!;
const token = 'a-management-token-of-nobody';
const batch = [{ contractCase: documented, attempt: 1, values: { managementToken: token } }];

type Make = (url: string, route?: Route) => Engine & { close?: () => Promise<void> };
const engines: readonly (readonly [name: string, make: Make])[] = [
  ['newman', newmanEngine],
  ['direct', directEngine],
];

let made: Certificates;
let trusting: Route;
const proxies: LocalServer[] = [];

beforeAll(async () => {
  made = certificates();
  trusting = { ca: made.authority };
  await import('newman');
});
afterEach(async () => {
  await Promise.all([closeServers(), closeSecureServers(), ...proxies.splice(0).map((proxy) => proxy.close())]);
});

async function tunnel(status?: number): Promise<LocalServer> {
  const proxy = await tunnelProxy(status);
  proxies.push(proxy);
  return proxy;
}

async function outcomeAt(make: Make, url: string, route: Route = {}, timeoutMs = 60_000): Promise<Exchange['outcome']> {
  const engine = make(url, route);
  const outcomes: Exchange['outcome'][] = [];
  const signal = new AbortController().signal;
  for await (const { outcome } of engine.send(batch, { signal, timeoutMs })) outcomes.push(outcome);
  await engine.close?.();
  expect(outcomes).toHaveLength(1);
  return outcomes[0]!;
}

const created = (_request: unknown, response: { writeHead(status: number): { end(text: string): unknown } }): void => {
  response.writeHead(201).end('{}');
};

const onLocalhost = (server: LocalServer): LocalServer => ({
  ...server,
  url: server.url.replace('127.0.0.1', 'localhost'),
});

const via = (proxy: string): Route => ({
  ...trusting,
  proxy: proxyFor('https://localhost', { HTTPS_PROXY: proxy }),
});

describe.each(engines)('the %s engine', (_name, make) => {
  describe.each([301, 302, 303, 307, 308])('redirected with %i', (status) => {
    it.each<[string, () => Promise<LocalServer>]>([
      ['port', () => httpServer(created)],
      ['host', async () => onLocalhost(await httpServer(created))],
      ['scheme', () => secureServer(made.right, created)],
    ])('sends nothing to another %s', async (_part, elsewhere) => {
      const other = await elsewhere();
      const server = await httpServer((_request, response) =>
        response.writeHead(status, { Location: `${other.url}/v1/identity/payout` }).end(),
      );
      expect(await outcomeAt(make, server.url, trusting)).toMatchObject({ kind: 'response', status });
      expect([server.requests, other.requests]).toEqual([['POST /v1/identity/payout'], []]);
    });
  });

  it('accepts a valid certificate', async () => {
    const server = await secureServer(made.right, created);
    expect(await outcomeAt(make, server.url, trusting)).toMatchObject({ kind: 'response', status: 201 });
  });

  describe.each([
    ['as set', undefined],
    ['0', '0'],
  ])('with NODE_TLS_REJECT_UNAUTHORIZED %s', (_set, value) => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    beforeEach(() => {
      if (value !== undefined) process.env.NODE_TLS_REJECT_UNAUTHORIZED = value;
    });
    afterEach(() => {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    });

    it.each<[string, string, (certificates: Certificates) => { cert: string; key: string }, boolean]>([
      ['has expired', 'tls-expired', ({ expired }) => expired, true],
      ['is from an unknown authority', 'tls-untrusted', ({ right }) => right, false],
      ['is signed by itself', 'tls-untrusted', ({ selfSigned }) => selfSigned, true],
      ['is for another host', 'tls-name', ({ wrongHost }) => wrongHost, true],
    ])('sends nothing to a server whose certificate %s', async (_what, reason, choose, trusts) => {
      const server = await secureServer(choose(made), created);
      const outcome = await outcomeAt(make, server.url, trusts ? trusting : {});
      expect(outcome).toMatchObject({
        kind: 'failure',
        reason,
        message: expect.stringMatching(/the server's certificate/),
      });
      expect([server.requests, server.bytes()]).toEqual([[], 0]);
    });
  });

  it('shows its certificate to a server that asks for it', async () => {
    const server = await secureServer(made.right, created, made.authority);
    const route = { ...trusting, clientCertificate: made.client };
    expect(await outcomeAt(make, server.url, route)).toMatchObject({ kind: 'response', status: 201 });
  });

  it('names the settings when a server requires a client certificate', async () => {
    const server = await secureServer(made.right, created, made.authority);
    const outcome = await outcomeAt(make, server.url, trusting);
    expect(outcome).toMatchObject({ reason: 'tls', message: expect.stringMatching(/IMBURSE_CLIENT_CERT/) });
    expect(server.requests).toEqual([]);
  });

  it.each([200, 201, 204])('uses a proxy that answers %i and sees nothing but host and port', async (status) => {
    const server = await secureServer(made.right, created);
    const { requests, url } = await tunnel(status);
    expect(await outcomeAt(make, server.url, via(url))).toMatchObject({ kind: 'response', status: 201 });
    expect(requests).toEqual([`CONNECT ${server.url.slice('https://'.length)}`]);
    expect(server.requests).toEqual(['POST /v1/identity/payout']);
  });

  it.each(['HTTP/1.1 100 Continue', 'HTTP/1.1 103 Early Hints\r\nLink: </a>', 'HTTP/1.1 100'])(
    'passes over what a proxy says before it opens the tunnel: %j',
    async (interim) => {
      const server = await secureServer(made.right, created);
      const proxy = await socketServer((socket) => {
        const upstream = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
          socket.write(`${interim}\r\n\r\nHTTP/1.1 200 OK\r\n\r\n`);
          socket.pipe(upstream).pipe(socket);
        });
        socket.on('close', () => upstream.destroy());
      });
      expect(await outcomeAt(make, server.url, via(proxy.url))).toMatchObject({ kind: 'response', status: 201 });
    },
  );

  it('ends when the proxy opens a tunnel and closes it at once', async () => {
    const proxy = await socketServer((socket) => socket.end('HTTP/1.1 200 Connection established\r\n\r\n'));
    const outcome = await outcomeAt(make, 'https://localhost:9', via(proxy.url));
    expect(outcome).toMatchObject({ kind: 'failure', reason: 'reset' });
  });

  it('sends the proxy its password, but no token', async () => {
    const told: string[] = [];
    const proxy = await socketServer(
      (socket) => socket.end(),
      (chunk) => told.push(chunk),
    );
    const route = via(proxy.url.replace('//', '//me:p%40ss@'));
    await outcomeAt(make, 'https://api.example.invalid', route);
    expect(told.join('')).toContain(`Proxy-Authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    expect(told.join('')).not.toContain(token);
  });

  it('refuses a wrong certificate behind a proxy too', async () => {
    const server = await secureServer(made.wrongHost, created);
    const { url } = await tunnel();
    expect(await outcomeAt(make, server.url, via(url))).toMatchObject({ kind: 'failure', reason: 'tls-name' });
    expect(server.bytes()).toBe(0);
  });

  it.each<[string, string, RegExp, () => Promise<string>]>([
    ['requires a password', 'proxy', /password \(407\)/, async () => (await tunnel(407)).url],
    ['forbids it', 'proxy', /did not connect to the target \(403\)/, async () => (await tunnel(403)).url],
    ['is not there', 'proxy', /cannot be reached: the connection was refused/, closedUrl],
    ['answers with a page', 'proxy', /did not connect|cannot be reached/, async () => (await httpServer(created)).url],
    ['hangs up', 'proxy', /cannot be reached/, async () => (await socketServer((socket) => socket.end())).url],
    ['is silent', 'timeout', /within 400 ms/, async () => (await socketServer(() => undefined)).url],
  ])('says so when a proxy %s', async (_what, reason, message, proxy) => {
    const route = via(await proxy());
    const outcome = await outcomeAt(make, 'https://api.example.invalid', route, reason === 'timeout' ? 400 : undefined);
    expect(outcome).toMatchObject({ kind: 'failure', reason, message: expect.stringMatching(message) });
  });

  it('distinguishes eight ways to fail', async () => {
    const secure = async (choose: (certificates: Certificates) => { cert: string; key: string }) =>
      (await secureServer(choose(made), created)).url;
    const ways: readonly (readonly [string, Route])[] = [
      [await secure(({ expired }) => expired), trusting],
      [await secure(({ right }) => right), {}],
      [await secure(({ wrongHost }) => wrongHost), trusting],
      ['https://api.example.invalid', via((await tunnel(407)).url)],
      [`https://${'a'.repeat(64)}.invalid`, {}],
      [await closedUrl(), {}],
      [(await socketServer((socket) => socket.resetAndDestroy())).url, {}],
      [(await socketServer(() => undefined)).url, {}],
    ];
    const kinds: string[] = [];
    for (const [index, [url, route]] of ways.entries()) {
      const outcome = await outcomeAt(make, url, route, index === ways.length - 1 ? 400 : undefined);
      kinds.push(outcome.kind === 'failure' ? outcome.reason : 'response');
    }
    expect(kinds).toEqual([
      ...['tls-expired', 'tls-untrusted', 'tls-name', 'proxy'],
      ...['dns', 'refused', 'reset', 'timeout'],
    ]);
  });

  it.each(['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'])(
    'does not use the proxy of %s in its own environment for this machine',
    async (name) => {
      const proxy = await httpServer(created);
      const server = await httpServer(created);
      process.env[name] = proxy.url;
      try {
        expect(await outcomeAt(make, server.url)).toMatchObject({ kind: 'response', status: 201 });
      } finally {
        delete process.env[name];
      }
      expect([proxy.requests, server.requests]).toEqual([[], ['POST /v1/identity/payout']]);
    },
  );
});
