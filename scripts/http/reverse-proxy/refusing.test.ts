import { closedUrl } from '../../testing/servers';
import type { ProxyRefusalKind } from './refusal';
import {
  answering,
  hasHead,
  scriptedClient,
  scriptedServer,
  sending,
  type WatchedProxy,
  watchedProxy,
} from './testing/wire';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';

/** Sends bytes through a proxy to a server that answers each head. */
async function through(
  bytes: readonly string[],
  options: Parameters<typeof watchedProxy>[1] = {},
  answer = ok,
): Promise<{ readonly received: string; readonly target: string; readonly proxy: WatchedProxy }> {
  const target = await scriptedServer(answering(hasHead, answer));
  const proxy = await watchedProxy(target.port, options);
  try {
    const { received } = await scriptedClient(proxy.port, sending(...bytes));
    await proxy.close(0);
    return { received, target: (await target.seen()).map((each) => each.received).join('|'), proxy };
  } finally {
    await proxy.close(0);
    await target.close();
  }
}

const allButTimeouts = [
  ...(['Date', 'performance', 'hrtime', 'nextTick', 'queueMicrotask'] as const),
  ...(['setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
];

afterEach(() => void jest.useRealTimers());

const post = (headers: string, body = ''): string => `POST /v1 HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n${body}`;

describe('refuses what two servers might read in two ways, and sends nothing of it to the target', () => {
  const rows: readonly [name: string, bytes: string, says: string][] = [
    [
      'a length and chunks',
      post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\nGET'),
      'both Content-Length and Transfer-Encoding',
    ],
    [
      'two lengths',
      post('Content-Length: 4\r\ncontent-length: 5\r\n', '12345'),
      'two different values of Content-Length',
    ],
    ['a length with a sign', post('Content-Length: +4\r\n', '1234'), 'not a number'],
    ['an unknown coding', post('Transfer-Encoding: xchunked\r\n'), 'other than chunked'],
    [
      'chunks that come twice',
      post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n'),
      'other than chunked',
    ],
    ['a coding below the chunks', post('Transfer-Encoding: gzip, chunked\r\n'), 'other than chunked'],
    ['chunks in HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n', 'other than chunked'],
    ['a folded header', post('X: a\r\n b\r\n'), 'folded over several lines'],
    ['a space before the colon', post('Content-Length : 4\r\n', '1234'), 'header line that is not valid'],
    ['a line without a colon', post('hello\r\n'), 'header line that is not valid'],
    ['a carriage return inside a header', post('X: a\rb\r\n'), 'header line that is not valid'],
    ['a zero byte', post('X: a\0b\r\n'), 'header line that is not valid'],
    ['lines that end with LF', 'GET / HTTP/1.1\nHost: localhost\n\n', 'ends with LF and not with CR LF'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'not HTTP/1.0 or HTTP/1.1'],
    ['HTTP/0.9', 'GET /\r\n\r\n', 'not HTTP'],
    ['TLS', '\x16\x03\x01\x02\x00\n\r\n', 'CR LF'],
    ['more than 64 KiB of headers', post(`X: ${'x'.repeat(70_000)}\r\n`), 'more than 64 KiB'],
    ['64 KiB without a line end', 'x'.repeat(70_000), 'more than 64 KiB'],
  ];
  it.each(rows)('%s', async (_, bytes, says) => {
    const { received, target, proxy } = await through([bytes]);
    expect(received).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    expect(received).toContain('Proxy-Status: payout-contract; error=http_request_error');
    expect(received).toContain(says);
    expect(target).toBe('');
    expect(proxy.exchanges).toEqual([]);
    expect(proxy.refused).toEqual([['unreadable', expect.stringContaining(says)]]);
  });

  it.each([
    ['no hexadecimal number', 'xyz\r\n'],
    ['a sign', '+2\r\nab\r\n0\r\n\r\n'],
    ['a number that is too large', 'fffffffff\r\n'],
    ['content that is longer than it', '1\r\nab\r\n0\r\n\r\n'],
    ['LF alone', '1\na\r\n0\r\n\r\n'],
    ['an endless extension', `1;${'x'.repeat(5000)}`],
  ])('a chunk with %s', async (_, chunks) => {
    const { received, target, proxy } = await through([
      post('Transfer-Encoding: chunked\r\n', `3\r\nabc\r\n${chunks}`),
    ]);
    expect(received).toMatch(/^HTTP\/1\.1 502 /);
    expect(target).not.toContain(chunks);
    expect(proxy.refused).toHaveLength(1);
    expect(proxy.exchanges).toMatchObject([
      { outcome: { kind: 'failure', message: expect.stringContaining('the request has') } },
    ]);
  });
});

describe('refuses what it is not for', () => {
  const get = (host: string, target = '/'): string => `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const rows: readonly [name: string, bytes: string, status: number, kind: ProxyRefusalKind][] = [
    ['a name that anybody can point at this machine', get('evil.example'), 421, 'other-host'],
    ['a name that begins like an address', get('127.0.0.1.evil.example:80'), 421, 'other-host'],
    ['a Host that is not one', get('localhost/@evil'), 421, 'other-host'],
    ['two Host headers', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n', 502, 'two-hosts'],
    ['the URL of another server', get('localhost', 'http://evil.example/'), 421, 'forward-proxy'],
    ['a request target that is not a path', get('localhost', 'v1'), 502, 'unreadable'],
    ['CONNECT', 'CONNECT sandbox-api.imbursepayments.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n', 502, 'connect'],
    [
      'a WebSocket',
      `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      502,
      'upgrade',
    ],
  ];
  it.each(rows)('%s', async (_, bytes, status, kind) => {
    const { received, target, proxy } = await through([bytes]);
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(target).toBe('');
    expect(proxy.refused).toEqual([[kind, expect.any(String)]]);
  });

  it.each([
    ['localhost', 'localhost:1'],
    ['an address', '192.168.1.7:9000'],
    ['an IPv6 address', '[::1]:9000'],
    ['a name below localhost', 'api.localhost'],
    ['a name that was allowed', 'host.docker.internal:9000'],
  ])('but not a request to %s', async (_, host) => {
    const { received, target } = await through([get(host)], { allowedHosts: ['Host.Docker.Internal'] });
    expect(received).toBe(ok);
    expect(target).toBe('GET / HTTP/1.1\r\nHost: SERVER\r\n\r\n');
  });

  it('turns its own URL into a path', async () => {
    const { target } = await through(['GET http://localhost:9/a//b?c=http://d HTTP/1.1\r\nhOST:localhost\r\n\r\n']);
    expect(target).toBe('GET /a//b?c=http://d HTTP/1.1\r\nhOST: SERVER\r\n\r\n');
  });
});

describe('servers and clients that misbehave', () => {
  it('does not forward a switch of protocols', async () => {
    const { received, proxy } = await through(
      ['GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'],
      {},
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n\0\0\0',
    );
    expect(received).toMatch(/^HTTP\/1\.1 502 [\s\S]*http_upgrade_failed/);
    expect(proxy.exchanges).toMatchObject([{ outcome: { kind: 'failure', reason: 'protocol' } }]);
    expect(proxy.refused).toMatchObject([['switched-protocols', expect.any(String)]]);
  });

  it('answers for a target that is down, and says so', async () => {
    const proxy = await watchedProxy(Number(new URL(await closedUrl()).port));
    const { received } = await scriptedClient(proxy.port, sending(post('Content-Length: 2\r\n', '{}')));
    await proxy.close(0);
    expect(received).toMatch(/^HTTP\/1\.1 502 [\s\S]*error=connection_refused[\s\S]*cannot be reached/);
    expect(proxy.exchanges).toMatchObject([{ outcome: { kind: 'failure', reason: 'refused' } }]);
    expect(proxy.exchanges[0]).not.toHaveProperty('missing');
  });

  it('ends a request whose headers never end', async () => {
    const { received, target, proxy } = await through(['GET / HTTP/1.1\r\nHost: local'], { headTimeoutMs: 50 });
    expect(received).toMatch(/^HTTP\/1\.1 502 [\s\S]*did not come in time/);
    expect(target).toBe('');
    expect(proxy.refused).toMatchObject([['slow-head', expect.any(String)]]);
  });

  it('closes a connection that is never used', async () => {
    const { received, proxy } = await through([], { headTimeoutMs: 50 });
    expect(received).toBe('');
    expect(proxy.refused).toEqual([]);
  });

  it('answers the requests before one that it refuses', async () => {
    const target = await scriptedServer(async (socket, until) => {
      await until((text) => text.includes('/2'));
      socket.write(ok);
      await new Promise((resolve) => setImmediate(resolve));
      socket.write(ok);
      socket.on('end', () => socket.end());
    });
    const proxy = await watchedProxy(target.port);
    const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const { received } = await scriptedClient(proxy.port, sending(get('/1') + get('/2') + get('nowhere') + get('/4')));
    await proxy.close(0);
    await target.close();
    expect(received.startsWith(`${ok}${ok}HTTP/1.1 502 `)).toBe(true);
    expect(proxy.exchanges.map(({ request }) => new URL(request.url).pathname)).toEqual(['/1', '/2']);
  });

  it('tells what was on its way when it is stopped', async () => {
    let asked = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const target = await scriptedServer(async (_, until) => {
      await until(hasHead);
      asked();
    });
    const proxy = await watchedProxy(target.port);
    const client = scriptedClient(proxy.port, sending(post('')));
    await waiting;
    await proxy.close(0);
    await client;
    await target.close();
    expect(proxy.exchanges).toMatchObject([{ outcome: { kind: 'failure', reason: 'aborted' } }]);
  });

  it.each<[string, number, () => void]>([
    ['in time', 60_000, () => undefined],
    // Its time to read never ends here.
    ['at once when the proxy is stopped', 0, () => void jest.useFakeTimers({ doNotFake: allButTimeouts })],
  ])('ends a connection too many %s, also if the client does not', async (_, graceMs, setClock) => {
    setClock();
    const target = await scriptedServer(() => undefined);
    const proxy = await watchedProxy(target.port, { maxConnections: 0 });
    const { received } = await scriptedClient(proxy.port, async (socket, until) => {
      socket.write(post(''));
      await until((text) => text.endsWith('already\n'));
      await proxy.close(graceMs);
      socket.destroy();
    });
    await target.close();
    expect(received).toMatch(/^HTTP\/1\.1 502 .*0 connections are open already\n$/s);
    expect(proxy.refused.map(([kind]) => kind)).toEqual(['too-many']);
  });
});
