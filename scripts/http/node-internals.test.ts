import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { interceptPush, limitHead, onEachRequest } from './node-internals';

/** A server that answers every request with this head and `ok`. */
async function serverWith(headers: string): Promise<{ readonly port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write(`HTTP/1.1 200 OK\r\n${headers}Content-Length: 2\r\n\r\nok`));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe('this version of Node', () => {
  it('hands an agent each request before it is connected, on a new connection and on one used again', async () => {
    const server = await serverWith('');
    // One socket: the second request waits until the first has left it.
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const connected: boolean[] = [];
    const reused: boolean[] = [];
    onEachRequest(agent, (request) => {
      connected.push(request.socket !== null);
      request.once('response', () => reused.push(request.reusedSocket));
    });
    try {
      for (const _ of [1, 2]) {
        const [response] = (await once(get({ port: server.port, host: '127.0.0.1', agent }), 'response')) as [
          IncomingMessage,
        ];
        expect(await buffer(response)).toEqual(Buffer.from('ok'));
      }
    } finally {
      agent.destroy();
      server.close();
    }
    expect({ connected, reused }).toEqual({ connected: [false, false], reused: [false, true] });
  });

  it.each([
    [100, 'HPE_HEADER_OVERFLOW'],
    [10_000, undefined],
  ])('holds a request that its agent limits to a head of %i bytes', async (limit, code) => {
    const server = await serverWith(`X-Long: ${'x'.repeat(1000)}\r\n`);
    const agent = new Agent();
    onEachRequest(agent, (request) => limitHead(request, limit));
    try {
      const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
        const sent = get({ port: server.port, host: '127.0.0.1', agent });
        sent.on('error', resolve).on('response', (response) => response.resume().on('end', () => resolve(undefined)));
      });
      expect(failure?.code).toBe(code);
    } finally {
      agent.destroy();
      server.close();
    }
  });

  it('passes everything that a connection receives, and its end, through push', async () => {
    const server = createServer((socket) => socket.end('received')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const seen: (string | null)[] = [];
    interceptPush(socket, (push) => (chunk, encoding) => {
      seen.push(chunk === null ? null : chunk.toString());
      return push(chunk && Buffer.from(chunk.toString().toUpperCase()), encoding);
    });
    try {
      expect((await buffer(socket)).toString()).toBe('RECEIVED');
      expect([seen.slice(0, -1).join(''), seen.at(-1)]).toEqual(['received', null]);
    } finally {
      socket.destroy();
      server.close();
    }
  });
});
