import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { cases } from '../contract/index';
import { createEngine, engineNames } from '.';

const response = 'HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}';

/** How servers give up a connection. */
const ends: readonly (readonly [how: string, unretried: string, end: (socket: Socket) => void])[] = [
  ['a reset', 'reset', (socket) => socket.resetAndDestroy()],
  ["Node's own 408", '408', (socket) => socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')],
  [
    'a 408 with a page, in HTTP/1.0',
    '408',
    (socket) =>
      socket.end(
        'HTTP/1.0 408 Request Time-out\r\nCache-Control: no-cache\r\nConnection: close\r\nContent-Type: text/html\r\n\r\n<html>408</html>',
      ),
  ],
  [
    'a 408 with its length, after a 100',
    '408',
    (socket) =>
      socket.end(
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 408 REQUEST_TIMEOUT\r\nContent-Length:0\r\nConnection: Close\r\n\r\n',
      ),
  ],
];

/** Answers as many requests of a connection as it is told, and gives the connection up at the next. */
async function resetting(
  answersEach: number,
  end: (socket: Socket) => void,
): Promise<{ url: string; received: () => number; close: () => void }> {
  let received = 0;
  const sockets: Socket[] = [];
  const server = createServer((socket: Socket) => {
    sockets.push(socket);
    let answers = 0;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      received += 1;
      answers += 1;
      if (answers > answersEach) end(socket);
      else socket.write(response);
    });
  });
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received: () => received, close };
}

const two = ['method.get', 'method.delete'];

async function sendAll(name: (typeof engineNames)[number], url: string, ids = two): Promise<string[]> {
  const engine = createEngine(name, url);
  const sent = cases.filter(({ id }) => ids.includes(id));
  const batch = sent.map((contractCase) => ({ contractCase, attempt: 1, values: { managementToken: 'token' } }));
  const outcomes: string[] = [];
  const options = { signal: new AbortController().signal, timeoutMs: 60_000 };
  for await (const { outcome } of engine.send(batch, options)) {
    outcomes.push(outcome.kind === 'response' ? String(outcome.status) : outcome.reason);
  }
  await engine.close?.();
  return outcomes;
}

describe.each(engineNames)('the %s engine', (name) => {
  describe.each(ends)('after %s', (_how, unretried, end) => {
    it('on an idle connection, sends a request again on a new one', async () => {
      const { url, received, close } = await resetting(1, end);
      expect(await sendAll(name, url)).toEqual(['404', '404']);
      expect(received()).toBe(3);
      close();
    });

    it('sends each of several lost requests on a connection of its own', async () => {
      const { url, close } = await resetting(1, end);
      const ids = [...two, 'method.put', 'method.patch', 'accept.documented', 'refuse.customer-ref.missing'];
      expect(await sendAll(name, url, ids)).toEqual(ids.map(() => '404'));
      close();
    });

    it('does not repeat what a new connection lost', async () => {
      const { url, received, close } = await resetting(0, end);
      expect(await sendAll(name, url)).toEqual([unretried, unretried]);
      expect(received()).toBe(2);
      close();
    });
  });

  it('repeats no 408 on a connection that stays open', async () => {
    const { url, received, close } = await resetting(1, (socket) =>
      socket.write('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n'),
    );
    expect(await sendAll(name, url)).toEqual(['404', '408']);
    expect(received()).toBe(2);
    close();
  });
});
