import type { Socket } from 'node:net';
import type { buildConnector as Connector } from 'undici';
import { longestHead } from './bounds';
import { type Route, tlsOptions } from './route';
import { openTunnel } from './tunnel';
import { buildConnector, Client } from './undici-client';

/** A connection for one request at a time. */
export interface Line {
  readonly client: Client;
  /** What the client is connected by; another one once that was closed. */
  socket: Socket | undefined;
  /** The first error of that connection; undici may tell of its end instead. */
  firstError: Error | undefined;
}

/** Whether more came over a line than the response to its request: what follows is no HTTP, or a second response. */
export function hasMore({ socket }: Line): boolean {
  const { code = '', message = '' } = (socket?.errored ?? {}) as Partial<NodeJS.ErrnoException>;
  return code.startsWith('HPE_') || message === 'bad response';
}

function connectorOf(route: Route, timeoutMs: number): Connector.connector {
  const connect = buildConnector({ ...tlsOptions(route), timeout: timeoutMs });
  const { proxy } = route;
  if (!proxy) return connect;
  return (options, callback) => {
    openTunnel(proxy, options.hostname, Number(options.port) || 443, timeoutMs, (error, socket) => {
      if (!socket) return callback(error ?? new Error('no connection'), null);
      connect({ ...options, httpSocket: socket as Socket }, callback);
    });
  };
}

/**
 * Connections to one origin. undici's own pool does not tell which request a connection was busy with when it broke;
 * here a request has its line to itself.
 */
export class Lines {
  readonly #idle: Line[] = [];
  readonly #all = new Set<Line>();
  #connector: { readonly timeoutMs: number; readonly connect: Connector.connector } | undefined;

  constructor(
    readonly origin: string,
    readonly route: Route,
  ) {}

  /** A line that nobody uses. One that must be opened is given up after this time in milliseconds. */
  take(timeoutMs: number): Line {
    return this.#idle.pop() ?? this.#open(timeoutMs);
  }

  /** Takes a line back, for the next request. */
  giveBack(line: Line): void {
    this.#idle.push(line);
  }

  /** Ends a line: what may still come over it answers nobody. */
  drop(line: Line): void {
    this.#all.delete(line);
    void line.client.destroy();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map(({ client }) => client.destroy()));
  }

  #open(timeoutMs: number): Line {
    if (this.#connector?.timeoutMs !== timeoutMs)
      this.#connector = { timeoutMs, connect: connectorOf(this.route, timeoutMs) };
    const connector = this.#connector.connect;
    const connect: Connector.connector = (options, callback) =>
      connector(options, (...result) => {
        line.socket = result[1] ?? undefined;
        line.firstError = undefined;
        line.socket?.once('error', (error) => {
          line.firstError = error;
        });
        callback(...result);
      });
    const client = new Client(this.origin, {
      connect,
      pipelining: 1,
      maxHeaderSize: longestHead,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const line: Line = { client, socket: undefined, firstError: undefined };
    this.#all.add(line);
    return line;
  }
}
