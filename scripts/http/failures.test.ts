import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { cases } from '../contract';
import type { Exchange } from '../contract/exchange';
import { headerValue } from '../lib/headers';
import { closedUrl, closeServers, httpServer, type LocalServer, socketServer } from '../testing/servers';
import { directEngine } from './direct';
import { newmanEngine } from './newman';
import type { Engine } from './types';

const documented = cases.find(({ id }) => id === 'accept.documented')!;
const batch = [{ contractCase: documented, attempt: 1, values: { managementToken: 'not-a-real-token' } }];

type Make = (url: string) => Engine & { close?: () => Promise<void> };
const engines: readonly (readonly [name: string, make: Make])[] = [
  ['newman', newmanEngine],
  ['direct', directEngine],
];

async function ask(
  make: Make,
  url: string,
  { timeoutMs = 60_000, signal = new AbortController().signal } = {},
): Promise<Exchange[]> {
  const engine = make(url);
  const exchanges: Exchange[] = [];
  for await (const exchange of engine.send(batch, { signal, timeoutMs })) exchanges.push(exchange);
  await engine.close?.();
  return exchanges;
}

async function outcomeAt(make: Make, server: LocalServer, timeoutMs?: number): Promise<Exchange['outcome']> {
  return (await ask(make, server.url, { ...(timeoutMs && { timeoutMs }) }))[0]!.outcome;
}

afterEach(closeServers);

const head = 'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n';
const text = JSON.stringify({ accessToken: 'ä'.repeat(20), expires: '1' });
const digits = Array.from({ length: 1000 }, (_, index) => index ** 3).join('');

const failures: readonly (readonly [what: string, reason: string, server: () => Promise<LocalServer>])[] = [
  ['resets the connection', 'reset', () => socketServer((socket) => socket.resetAndDestroy())],
  ['hangs up', 'reset', () => socketServer((socket) => socket.end())],
  [
    'resets the connection in a body without a length',
    'reset',
    () =>
      socketServer((socket) => {
        socket.write(`${head}\r\n{"accessToken":`);
        setTimeout(() => socket.resetAndDestroy(), 50);
      }),
  ],
  ['hangs up in the middle of the headers', 'reset', () => socketServer((socket) => socket.end('HTTP/1.1 201 Cre'))],
  [
    'hangs up in the middle of the body',
    'reset',
    () => socketServer((socket) => socket.end(`${head}Content-Length: 100\r\n\r\n{"a`)),
  ],
  ['says nothing', 'timeout', () => socketServer(() => undefined)],
  [
    'goes silent in the middle of the body',
    'timeout',
    () => socketServer((socket) => socket.write(`${head}Content-Length: 100\r\n\r\n{"a`)),
  ],
  [
    'drips its body and never ends it',
    'timeout',
    () =>
      httpServer((_, response) => {
        response.writeHead(201, { 'Content-Type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      }),
  ],
  [
    'sends a status of four digits',
    'protocol',
    () => socketServer((socket) => socket.write('HTTP/1.1 1000 Odd\r\n\r\n')),
  ],
  ['speaks another protocol', 'protocol', () => socketServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))],
  [
    'writes a broken chunk',
    'protocol',
    () => socketServer((socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)),
  ],
  [
    'sends a gzip body that is not gzip',
    'protocol',
    () => socketServer((socket) => socket.end(`${head}Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd`)),
  ],
  [
    'cuts a Brotli stream short',
    'protocol',
    () =>
      httpServer((_, response) =>
        response.writeHead(201, { 'Content-Encoding': 'br' }).end(brotliCompressSync(digits).subarray(0, 200)),
      ),
  ],
];

describe.each(engines)('the %s engine', (_name, make) => {
  it.each(failures)('reports when a server %s: %s', async (_what, reason, start) => {
    const outcome = await outcomeAt(make, await start(), reason === 'timeout' ? 200 : undefined);
    expect(outcome).toMatchObject({ kind: 'failure', reason });
  });

  it.each([
    ['nothing listens', 'refused', closedUrl],
    // Too long for a label of a name, so no DNS server is asked.
    ['the host has no address', 'dns', async () => `https://${'a'.repeat(64)}.invalid`],
    [
      'a server does not speak TLS',
      'tls',
      async () => (await httpServer((_, response) => response.end())).url.replace('http:', 'https:'),
    ],
  ])('reports when %s: %s', async (_what, reason, url) => {
    const [exchange] = await ask(make, await url());
    expect(exchange!.outcome).toMatchObject({ kind: 'failure', reason });
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect with %i', async (status) => {
    const other = await httpServer((_, response) => response.end('{}'));
    const server = await httpServer((_, response) =>
      response.writeHead(status, { Location: `${other.url}/login` }).end(),
    );
    expect(await outcomeAt(make, server)).toMatchObject({ kind: 'response', status });
    expect(server.requests).toEqual(['POST /v1/identity/payout']);
    expect(other.requests).toEqual([]);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('decodes %s', async (coding, compress) => {
    const server = await httpServer((_, response) =>
      response.writeHead(201, { 'Content-Encoding': coding }).end(compress(text)),
    );
    expect(await outcomeAt(make, server)).toMatchObject({ kind: 'response', body: text, validUtf8: true });
  });

  it.each<[coding: string, compress: (body: string) => Buffer]>([
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['gzip, gzip', (body) => gzipSync(gzipSync(body))],
    ['deflate, gzip', (body) => gzipSync(deflateSync(body))],
    ['gzip, br', (body) => brotliCompressSync(gzipSync(body))],
    ['identity', (body) => Buffer.from(body)],
    ['identity, gzip', gzipSync],
    ['deflate', deflateRawSync],
    ['\tgzip\t', gzipSync],
    // A header that is a list may stand on several lines (RFC 9110 §5.3).
    ['gzip\r\nContent-Encoding: br', (body) => brotliCompressSync(gzipSync(body))],
    ['identity\r\ncontent-encoding: x-gzip', gzipSync],
  ])('decodes what servers call %j', async (coding, compress) => {
    const body = compress(text);
    const server = await socketServer((socket) => {
      socket.write(`${head}Content-Encoding:${coding}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`);
      socket.end(body);
    });
    expect(await outcomeAt(make, server)).toMatchObject({ kind: 'response', status: 201, body: text, validUtf8: true });
  });

  it.each([
    ['an unasked 100', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['early hints', 'HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n'],
    ['a 100 without a reason', 'HTTP/1.1 100\r\n\r\n'],
    ['a status that nobody knows, with headers', 'HTTP/1.1 199 Odd\r\nContent-Length: 5\r\nX: 1\r\n\r\n'],
    ['102 twice and 100', `${'HTTP/1.1 102 Processing\r\n\r\n'.repeat(2)}HTTP/1.1 100 Continue\r\n\r\n`],
  ])('passes over %s', async (_name, interim) => {
    const answer = `${head}X-Tab: a\t\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`;
    const server = await socketServer((socket) => socket.end(interim + answer));
    const outcome = await outcomeAt(make, server);
    expect(outcome).toMatchObject({ kind: 'response', status: 201, body: '{}' });
    expect(outcome.kind === 'response' && headerValue(outcome.headers, 'X-Tab')).toBe('a');
  });

  it('passes over interim responses that come in pieces', async () => {
    const answer = `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100\r\n\r\n${head}Content-Length: 2\r\n\r\n{}`;
    const server = await socketServer(async (socket) => {
      socket.setNoDelay(true);
      for (const character of answer) await new Promise((resolve) => socket.write(character, resolve));
    });
    expect(await outcomeAt(make, server)).toMatchObject({ kind: 'response', status: 201, body: '{}' });
  });

  it('reads a 304 that tells the length of the body that it does not have', async () => {
    const server = await socketServer((socket) =>
      socket.write('HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n'),
    );
    expect(await outcomeAt(make, server)).toMatchObject({ kind: 'response', status: 304, body: '' });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ] as const)('reads the received part of a truncated %s body', async (coding, compress) => {
    const server = await httpServer((_, response) =>
      response.writeHead(201, { 'Content-Encoding': coding }).end(compress(digits).subarray(0, 200)),
    );
    const outcome = await outcomeAt(make, server);
    const body = outcome.kind === 'response' ? outcome.body : 'no response';
    expect(digits.startsWith(body) && body.length < digits.length).toBe(true);
  });

  it('reports bytes that are not UTF-8', async () => {
    const server = await httpServer((_, response) => response.writeHead(201).end(Buffer.from([0x22, 0xff, 0x22])));
    expect(await outcomeAt(make, server)).toMatchObject({ kind: 'response', body: '"\ufffd"', validUtf8: false });
  });

  it('reads headers as UTF-8', async () => {
    const bytes = Buffer.from(
      `${head}X-One: caf\u00c3\u00a9\r\nX-Other: caf\u00e9\r\nContent-Length: 2\r\n\r\n{}`,
      'latin1',
    );
    const outcome = await outcomeAt(make, await socketServer((socket) => void socket.write(bytes)));
    const headers = outcome.kind === 'response' ? outcome.headers : [];
    expect([headerValue(headers, 'X-One'), headerValue(headers, 'X-Other')]).toEqual(['caf\u00e9', 'caf\ufffd']);
  });

  it('keeps repeated headers and the case of their names', async () => {
    const server = await httpServer((_, response) =>
      response.writeHead(201, ['X-Twice', 'a', 'x-twice', 'b', 'Set-Cookie', 'c=1', 'Set-Cookie', 'd=2']).end(),
    );
    const outcome = await outcomeAt(make, server);
    expect(outcome.kind === 'response' && outcome.headers.slice(0, 4)).toEqual([
      ['X-Twice', 'a'],
      ['x-twice', 'b'],
      ['Set-Cookie', 'c=1'],
      ['Set-Cookie', 'd=2'],
    ]);
  });

  it('ends with the signal, long before the time limit', async () => {
    const controller = new AbortController();
    const server = await socketServer(() => controller.abort());
    for (const { outcome } of await ask(make, server.url, { signal: controller.signal }))
      expect(outcome).toMatchObject({ kind: 'failure', reason: 'aborted' });
  });
});

it.each(engines)('the %s engine sends nothing more after the signal', async (_name, make) => {
  const controller = new AbortController();
  const server = await httpServer((_, response) => {
    controller.abort();
    response.end('{}');
  });
  const engine = make(server.url);
  const several = cases.slice(-10).map((contractCase) => ({ contractCase, attempt: 1, values: {} }));
  for await (const _exchange of engine.send(several, { signal: controller.signal, timeoutMs: 60_000 })) break;
  // More than enough turns for the others to be sent.
  for (let turn = 0; turn < 50; turn += 1) await fetch(`${server.url}/clock`);
  expect(server.requests.filter((request) => !request.endsWith('/clock'))).toHaveLength(1);
  await engine.close?.();
});

describe('a time limit', () => {
  it('does not count the time in which this process is held up', async () => {
    const server = await httpServer((_request, response) => response.writeHead(201).end('{}'));
    const asked = ask(directEngine, server.url, { timeoutMs: 300 });
    await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    expect((await asked)[0]!.outcome).toMatchObject({ kind: 'response', status: 201 });
  });
});
