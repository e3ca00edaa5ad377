import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type ReverseProxy, type ReverseProxyOptions, startReverseProxy } from '..';
import type { ProxyRefusalKind } from '../refusal';
import type { ForwardedExchange } from '../transaction';

/** How one side of a connection acts: it is given its socket, and can wait until the text received so far satisfies it. */
export type Script = (
  socket: Socket,
  until: (found: (text: string) => boolean) => Promise<string>,
) => Promise<void> | void;

/** What a side saw of a connection. */
export interface Seen {
  /** One character for each byte. */
  readonly received: string;
  readonly ended: 'end' | 'reset' | 'open';
}

/** A long text as its length and its hash, so that a difference can be read. */
const short = (text: string): string =>
  text.length <= 100_000
    ? text
    : `${text.length} characters, sha256 ${createHash('sha256').update(text, 'latin1').digest('hex')}`;

/** The header that a proxy changes, with any port. */
const ownHost = /^(host: ?)127\.0\.0\.1:\d+/gim;

/** Plays one side, and resolves when the connection is over or the script has destroyed it. */
async function play(socket: Socket, script: Script, shown: (text: string) => string = short): Promise<Seen> {
  let received = '';
  let ended: Seen['ended'] = 'open';
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const check of [...waiting]) check();
  };
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    changed();
  });
  socket.on('end', () => {
    if (ended === 'open') ended = 'end';
    changed();
  });
  socket.on('error', () => {
    ended = 'reset';
  });
  const closed = new Promise<void>((resolve) =>
    socket.on('close', () => {
      changed();
      resolve();
    }),
  );
  const until = (found: (text: string) => boolean): Promise<string> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!found(received) && ended === 'open' && !socket.destroyed) return;
        waiting.delete(check);
        resolve(received);
      };
      waiting.add(check);
      check();
    });
  await script(socket, until);
  await closed;
  return { received: shown(received), ended };
}

/** A server below HTTP that plays the same script on every connection. */
export async function scriptedServer(script: Script): Promise<{
  readonly port: number;
  /** What it saw of each connection, in order, once all of them are over; with the same `Host` for each port. */
  seen(): Promise<readonly Seen[]>;
  close(): Promise<void>;
}> {
  const played: Promise<Seen>[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    played.push(play(socket, script, (text) => short(text.replace(ownHost, '$1SERVER'))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    seen: () => Promise.all(played),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Plays a client on a new connection to a port. */
export async function scriptedClient(port: number, script: Script): Promise<Seen> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  return play(socket, script);
}

/** A proxy that keeps what it tells. */
export interface WatchedProxy extends ReverseProxy {
  readonly exchanges: readonly ForwardedExchange[];
  readonly refused: readonly (readonly [ProxyRefusalKind, string])[];
}

/** Starts a proxy in front of a port of this machine. */
export async function watchedProxy(port: number, options: Partial<ReverseProxyOptions> = {}): Promise<WatchedProxy> {
  const exchanges: ForwardedExchange[] = [];
  const refused: [ProxyRefusalKind, string][] = [];
  const target = { baseUrl: `http://127.0.0.1:${port}` };
  const proxy = await startReverseProxy(
    { target, route: {}, host: '127.0.0.1', port: 0, ...options },
    {
      exchange: (exchange) => exchanges.push(exchange),
      refused: ({ kind, message }) => refused.push([kind, message]),
    },
  );
  return { ...proxy, exchanges, refused };
}

/** Sends bytes, and closes when the server does. */
export const sending =
  (...parts: readonly string[]): Script =>
  async (socket) => {
    for (const part of parts) {
      socket.write(part, 'latin1');
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.on('end', () => socket.end());
  };

/** Answers once a complete text came, and closes. */
export const answering =
  (complete: (text: string) => boolean, ...parts: readonly string[]): Script =>
  async (socket, until) => {
    await until(complete);
    for (const part of parts) {
      socket.write(part, 'latin1');
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.end();
  };

/** Whether the head of a request has come. */
export const hasHead = (text: string): boolean => text.includes('\r\n\r\n');

/** A relay that keeps what passes, for each connection in the order in which they were opened. */
export interface RecordingRelay {
  readonly port: number;
  /** With the same `Host` for each port. */
  readonly connections: readonly { readonly request: string; readonly response: string }[];
  close(): Promise<void>;
}

/** Starts a relay in front of a port of this machine; it knows nothing of HTTP. */
export async function recordingRelay(port: number): Promise<RecordingRelay> {
  const recorded: { request: Buffer[]; response: Buffer[] }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const target = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const parts = { request: [] as Buffer[], response: [] as Buffer[] };
    recorded.push(parts);
    const join = (from: Socket, to: Socket, kept: Buffer[]): void => {
      sockets.add(from);
      from.on('data', (chunk: Buffer) => {
        kept.push(chunk);
        to.write(chunk);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.end();
      });
    };
    join(client, target, parts.request);
    join(target, client, parts.response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const text = (kept: readonly Buffer[]): string => Buffer.concat(kept).toString('latin1');
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return recorded.map(({ request, response }) => ({
        request: text(request).replace(ownHost, '$1SERVER'),
        response: text(response),
      }));
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
