import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { listen } from '../lib/listen';
import { isLoopbackHost } from '../lib/loopback';
import type { WireExchange } from '../lib/wire-exchange';
import { answer } from './answer';
import { baseline } from './baseline';
import type { Behaviour } from './behaviour';
import { endpointAt } from './calls';
import { createWorld } from './credentials';
import { Recorder, responseOf } from './recorder';
import { isOwnToken } from './tokens';
import type { Sandbox, SandboxOptions } from './types';
import { receive, send } from './wire';

const loopback = '127.0.0.1';

/** Where this machine reaches an address to listen on. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return loopback;
  return host.includes(':') ? `[${host}]` : host;
}

/** Starts a sandbox, by default on the loopback interface, with fresh credentials, broken or varied in at most one way. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  let behaviour = chooseBehaviour(options);
  const { host = loopback } = options;
  const now = options.now ?? Date.now;
  const fineNow = fineClock(now);
  const world = await createWorld(now());
  const recorder = new Recorder();
  const closing = new AbortController();
  // Every response that is delayed listens.
  setMaxListeners(0, closing.signal);

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const startedAt = fineNow();
    let exchange: Omit<WireExchange, 'endedAt'> | undefined;
    try {
      if (!namesOf(incoming).every((name) => isOwnName(name, host))) return refuseHost(outgoing);
      const request = await receive(incoming);
      const { method, body } = request;
      const recorded = { method, path: incoming.url ?? '', rawHeaders: incoming.rawHeaders, body };
      recorder.add(recorded);
      options.onRequest?.(recorded);
      exchange = { request: recorded, startedAt };
      const reply = await answer(endpointAt(request.target), request, { behaviour, world, now });
      await send(outgoing, reply, closing.signal);
      if (options.onExchange) exchange = { ...exchange, response: responseOf(reply, now()) };
    } catch {
      // The caller hung up, or the sandbox is being closed.
      outgoing.destroy();
    }
    if (exchange !== undefined) options.onExchange?.({ ...exchange, endedAt: fineNow() });
  };
  const server = createServer(handle);
  server.keepAliveTimeout = keepAliveMs;
  refuseTunnels(server);
  if (behaviour.idleMs !== undefined) closeIdle(server, behaviour.idleMs);
  await listen(server, options.port ?? 0, host);
  return {
    url: `http://${reachable(host)}:${(server.address() as AddressInfo).port}`,
    credentials: world.credentials,
    requests: recorder.requests,
    issued: (token) => isOwnToken(token, world),
    reset: () => {
      behaviour = chooseBehaviour(options);
      world.nonces.clear();
      recorder.clear();
    },
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * How long an idle connection stays open. With Node's five seconds, a client on a busy machine may send its next request on a
 * connection that is just being closed.
 */
const keepAliveMs = 65_000;

/** A clock with fractions of a millisecond, which tell requests in turn from requests at once. It follows `now` if that is set. */
function fineClock(now: () => number): () => number {
  let offset = now() - performance.now();
  return () => {
    const difference = now() - performance.now() - offset;
    if (Math.abs(difference) > 20) offset += difference;
    return performance.now() + offset;
  };
}

/** The hosts that a request names: by each header, and by its target if that is a whole URL. */
function namesOf({ headersDistinct, url = '' }: IncomingMessage): readonly string[] {
  const [, inTarget] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url) ?? [];
  return [...(headersDistinct.host ?? [loopback]), ...(inTarget === undefined ? [] : [inTarget])];
}

/**
 * Whether a request may call this sandbox by its `Host`. A page of another site, whose name it points at this machine (DNS
 * rebinding), gets no response: only names that no name server decides about are answered. A sandbox that listens for
 * other machines has more of them: addresses, and names without dots, as containers have.
 */
function isOwnName(named: string, host: string): boolean {
  const name = named.replace(/:\d*$/, '').toLowerCase();
  if (/^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[a-z0-9-]+\.)*localhost\.?|host\.docker\.internal)?$/.test(name)) return true;
  return !isLoopbackHost(host) && /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|[a-z0-9_-]+)$/.test(name);
}

function refuseHost(outgoing: ServerResponse): void {
  const text = 'The Host header does not name this sandbox. Use 127.0.0.1, localhost, or what --host allows.\n';
  outgoing.writeHead(421, { 'Content-Type': 'text/plain', Connection: 'close' }).end(text);
}

function chooseBehaviour(options: SandboxOptions): Behaviour {
  const base = baseline(options);
  const right = { ...base, ...options.change?.(base) };
  if (options.fault === undefined) return right;
  // There are hundreds, in 50 files.
  const { findBehaviour, UnknownBehaviourError } = require('./catalogue') as typeof import('./catalogue');
  const found = findBehaviour(options.fault);
  if (!found) throw new UnknownBehaviourError(options.fault);
  return { ...right, ...found.change(right) };
}

/** CONNECT has no endpoint of its own in Node: answered like any other method (C14). */
function refuseTunnels(server: Server): void {
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
}

/** Closes kept-alive connections as soon as nothing has come for a while, without announcing it. */
function closeIdle(server: Server, idleMs: number): void {
  const timers = new WeakMap<Socket, NodeJS.Timeout>();
  server.keepAliveTimeout = 0;
  server.on('request', ({ socket }, outgoing) => {
    clearTimeout(timers.get(socket));
    outgoing.on('finish', () => {
      const timer = setTimeout(() => socket.destroy(), idleMs);
      timers.set(socket, timer);
    });
  });
}
