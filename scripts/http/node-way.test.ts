import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { httpClient } from './client';

/** Listens on a free port until the test ends. */
async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function send(origin: string, timeoutMs = 60_000) {
  const client = httpClient(origin);
  const headers = [
    ['Expect', '100-continue'],
    ['Content-Type', 'application/json'],
  ] as const;
  const limits = { timeoutMs, signal: new AbortController().signal };
  const request = { method: 'POST', url: `${origin}/a/../b?c=%zz`, headers, body: '{"a":"\u00e9"}', expects: true };
  const outcome = await client.send(request, limits);
  await client.close();
  return outcome;
}

describe('a request that waits for a 100', () => {
  it('sends its body once it is asked for, and its path as it is written', async () => {
    const received: unknown[] = [];
    const server = createServer();
    server.on('checkContinue', (request, response) => {
      const { url, headers } = request;
      response.writeContinue();
      request.on('data', (chunk: Buffer) => received.push(url, headers.host, headers['content-length'], String(chunk)));
      request.on('end', () => response.writeHead(201, { 'X-Own': 'x' }).end('{}'));
    });
    const origin = await listening(server);
    const outcome = await send(origin);
    expect(outcome).toMatchObject({ kind: 'response', status: 201, body: '{}' });
    expect(outcome.kind === 'response' && outcome.headers).toContainEqual(['X-Own', 'x']);
    expect(received).toEqual(['/a/../b?c=%zz', new URL(origin).host, '10', '{"a":"\u00e9"}']);
  });

  it('receives a refusal that comes instead', async () => {
    const server = createServer();
    server.on('checkContinue', (_request, response) => response.writeHead(417).end());
    expect(await send(await listening(server))).toMatchObject({ kind: 'response', status: 417 });
  });

  it('sends its body to a server that does not ask for it', async () => {
    const server = createTcpServer((socket) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
        if (text.endsWith('}')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
    expect(await send(await listening(server))).toMatchObject({ kind: 'response', status: 200 });
  });

  it.each([
    ['timeout', () => undefined],
    ['reset', (end: () => void) => end()],
  ])('fails with a %s', async (reason, answer) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => answer(() => socket.destroy()));
    });
    expect(await send(await listening(server), reason === 'timeout' ? 100 : 60_000)).toMatchObject({
      kind: 'failure',
      reason,
    });
  });

  it('reads no more of a body than the limit', async () => {
    const server = createServer((_request, response) => response.end('x'.repeat(3 * 1024 * 1024)));
    expect(await send(await listening(server))).toMatchObject({ kind: 'failure', reason: 'protocol' });
  });
});

it.each(['', undefined])('sends an empty body in chunks (%j)', async (body) => {
  const received: unknown[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers['transfer-encoding'], request.headers['content-length']);
    request.resume().on('end', () => response.end('{}'));
  });
  const origin = await listening(server);
  const client = httpClient(origin);
  const limits = { timeoutMs: 60_000, signal: new AbortController().signal };
  const request = {
    method: 'POST',
    url: `${origin}/`,
    headers: [],
    chunked: true,
    ...(body !== undefined && { body }),
  };
  expect(await client.send(request, limits)).toMatchObject({ kind: 'response', status: 200 });
  await client.close();
  expect(received).toEqual(['chunked', undefined]);
});

it('sends all of an empty body in chunks to a server that responds at once', async () => {
  let received = '';
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received += chunk;
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  const origin = await listening(server);
  for (let count = 1; count <= 20; count += 1) {
    const client = httpClient(origin);
    const limits = { timeoutMs: 60_000, signal: new AbortController().signal };
    const outcome = await client.send({ method: 'POST', url: `${origin}/`, headers: [], chunked: true }, limits);
    await client.close();
    expect(outcome).toMatchObject({ kind: 'response', status: 401 });
    expect(received.split('\r\n\r\n0\r\n\r\n')).toHaveLength(count + 1);
  }
});

it.each([0, 10])('is not disturbed by a body that a server sends after a HEAD (%i ms later)', async (delayMs) => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const isHead = String(chunk).startsWith('HEAD');
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${isHead ? 5 : 0}\r\n\r\n`);
      if (isHead) setTimeout(() => socket.write('hello'), delayMs);
    });
  });
  const origin = await listening(server);
  const client = httpClient(origin);
  const limits = { timeoutMs: 60_000, signal: new AbortController().signal };
  for (const method of ['HEAD', 'GET', 'HEAD', 'POST'])
    expect(await client.send({ method, url: `${origin}/`, headers: [] }, limits)).toMatchObject({ status: 200 });
  await client.close();
});

it('sends what follows a HEAD over the same connection, if that is wanted', async () => {
  const connections = new Set<unknown>();
  const server = createServer((request, response) => {
    connections.add(request.socket);
    request.resume().on('end', () => response.writeHead(200, { 'Content-Length': '2' }).end('{}'));
  });
  const origin = await listening(server);
  const client = httpClient(origin);
  const limits = { timeoutMs: 60_000, signal: new AbortController().signal };
  const request = { url: `${origin}/`, headers: [], keepsConnection: true };
  for (const method of ['HEAD', 'POST', 'HEAD', 'GET'])
    expect(await client.send({ ...request, method }, limits)).toMatchObject({ status: 200 });
  await client.close();
  expect(connections.size).toBe(1);
});
