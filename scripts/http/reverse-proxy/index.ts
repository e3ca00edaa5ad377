import { setMaxListeners } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { listen } from '../../lib/listen';
import { openConnection } from '../connection';
import { endpointOf } from '../origin';
import type { Route } from '../route';
import type { Target } from '../types';
import type { Admission } from './admission';
import { CaptureBudget } from './capture';
import { finishWith, Link, type LinkHost } from './link';
import { type ProxyRefusal, refusalBytes } from './refusal';
import type { Clocks, ForwardedExchange } from './transaction';

/** Bytes of bodies that are kept at once to be judged. */
const maxCaptured = 256 * 1024 * 1024;

/** What a proxy tells its owner, after the bytes were forwarded. */
export interface ProxyListener {
  /** In the order in which exchanges end. */
  exchange(exchange: ForwardedExchange): void;
  /** A request that was not forwarded, or not to its end. */
  refused(refusal: ProxyRefusal): void;
}

/** How a proxy is started. */
export interface ReverseProxyOptions {
  readonly target: Pick<Target, 'baseUrl'>;
  readonly route: Route;
  /** Where it listens; 0 chooses a free port. */
  readonly host: string;
  readonly port: number;
  /** More names by which clients may call it. */
  readonly allowedHosts?: readonly string[];
  /** Connections that are open at once; more are refused. */
  readonly maxConnections?: number;
  readonly connectTimeoutMs?: number;
  readonly headTimeoutMs?: number;
  readonly clocks?: Clocks;
}

/** A proxy that listens. */
export interface ReverseProxy {
  readonly port: number;
  /** Stops listening, waits for what is being answered, but not longer than this, and tells the listener the rest. */
  close(graceMs: number): Promise<void>;
}

/**
 * Starts a reverse proxy: it forwards each request to the target byte for byte, but for the `Host` header, and tells the
 * listener what passed. Nothing goes to another host, and no redirect is followed.
 */
export async function startReverseProxy(options: ReverseProxyOptions, listener: ProxyListener): Promise<ReverseProxy> {
  const { target, route, maxConnections = 1024, connectTimeoutMs = 10_000, headTimeoutMs = 60_000 } = options;
  const clocks = options.clocks ?? { now: Date.now, elapsed: () => performance.now() };
  const { origin, host: targetHost } = new URL(target.baseUrl);
  const endpoint = endpointOf(target.baseUrl);
  const stopped = new AbortController();
  // Every connection that is being opened listens, and there may be many.
  setMaxListeners(0, stopped.signal);
  const names = new Set([...(options.allowedHosts ?? []), options.host].map((name) => name.toLowerCase()));
  const admission: Admission = { names, targetHost };
  const links = new Set<Link>();
  /** Refused, and still to read why. */
  const tooMany = new Set<Socket>();
  const budget = new CaptureBudget(maxCaptured);
  let count = 0;
  let told = Promise.resolve();
  const host: LinkHost = {
    admission,
    headTimeoutMs,
    parts: () => {
      count += 1;
      return { number: count, budget, clocks };
    },
    connect: () => openConnection(endpoint, route, { timeoutMs: connectTimeoutMs, signal: stopped.signal }),
    finished: (transaction) => {
      const exchange = transaction.finish(origin);
      told = told.then(async () => listener.exchange(await exchange));
    },
    refused: (refusal) => listener.refused(refusal),
  };
  const accept = (client: Socket): void => {
    if (links.size >= maxConnections) {
      const refusal = { kind: 'too-many', message: `${maxConnections} connections are open already` } as const;
      listener.refused(refusal);
      client.on('error', () => undefined);
      tooMany.add(client);
      client.on('close', () => tooMany.delete(client));
      finishWith(client, refusalBytes(refusal));
      return;
    }
    const link = new Link(client, host);
    links.add(link);
    client.on('close', () => links.delete(link));
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
  const port = await listen(server, options.port, options.host);
  const close = async (graceMs: number): Promise<void> => {
    const listening = new Promise<void>((resolve) => server.close(() => resolve()));
    const closed = Promise.all([listening, ...[...links].map((link) => link.closed)]);
    const cut = (all: boolean): void => {
      for (const link of links) if (all || !link.isBusy) link.close('the proxy was stopped');
      if (all) for (const client of tooMany) client.destroy();
    };
    const idle = setInterval(() => cut(false), 50);
    const last = setTimeout(() => {
      stopped.abort();
      cut(true);
    }, graceMs);
    cut(graceMs === 0);
    await closed;
    clearInterval(idle);
    clearTimeout(last);
    stopped.abort();
    await told;
  };
  return { port, close };
}
