import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net';
import { listen } from '../lib/listen';

/** A server on this machine, for one test. */
export interface LocalServer {
  readonly url: string;
  /** The requests that it received, as `POST /path`; for a server below HTTP, one line per connection. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const open = new Set<LocalServer>();

/** Closes the servers that are still open, for example after a failed test. */
export async function closeServers(): Promise<void> {
  await Promise.all([...open].map((server) => server.close()));
}

/** Starts any server; `requests` is the list that it adds to. */
export async function localServer(server: NetServer, requests: readonly string[] = []): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  const port = await listen(server, 0, '127.0.0.1');
  const local: LocalServer = {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      open.delete(local);
      return new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    },
  };
  open.add(local);
  return local;
}

/** A server with this handler. */
export function httpServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<LocalServer> {
  const requests: string[] = [];
  const server = createHttpServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  return localServer(server, requests);
}

/**
 * A server below HTTP.
 *
 * @param onFirst called with the first bytes of each connection
 */
export function socketServer(
  answer: (socket: Socket) => void,
  onFirst: (text: string) => void = () => undefined,
): Promise<LocalServer> {
  const requests: string[] = [];
  const server = createNetServer((socket) => {
    socket.once('data', (bytes: Buffer) => {
      requests.push('connection');
      onFirst(bytes.toString('latin1'));
      answer(socket);
    });
  });
  return localServer(server, requests);
}

/**
 * A URL at which nothing listens. A connection uses its port until `closeServers`: otherwise another process that asks
 * for a free port could get it.
 */
export async function closedUrl(): Promise<string> {
  const server = createNetServer((socket) => socket.unref()).unref();
  const { url } = await localServer(server);
  const held = connect(Number(new URL(url).port), '127.0.0.1')
    .on('error', () => undefined)
    .unref();
  await once(held, 'connect');
  return `http://127.0.0.1:${held.localPort}`;
}
