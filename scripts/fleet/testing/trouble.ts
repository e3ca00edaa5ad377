import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Sandbox } from '../../sandbox';

/** Hosts that cause trouble: one that wants to be left alone, and a proxy that falls silent. */
export interface TroubledHosts {
  /** Answers 429 with `Retry-After: 600`. */
  readonly busyUrl: string;
  /** Reads CONNECT and never answers. */
  readonly proxyUrl: string;
  close(): Promise<void>;
}

export async function startTroubledHosts(): Promise<TroubledHosts> {
  const sockets = new Set<Socket>();
  const busy = createHttpServer((_, response) => response.writeHead(429, { 'retry-after': '600' }).end());
  const proxy = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
  });
  for (const server of [busy, proxy]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const urlOf = (server: typeof busy | typeof proxy): string =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    busyUrl: urlOf(busy),
    proxyUrl: urlOf(proxy),
    close: async () => {
      busy.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await Promise.all([busy, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** Further entries of a partners file, each with a key of its own. */
export function troubledPartners({ credentials }: Sandbox, kind: string, count: number, target: string): string {
  const entry = (_: unknown, index: number): string =>
    `  - {name: ${kind} ${index + 1}, target: "${target}", publicKey: ${randomUUID()}, privateKey: {file: key}, accountId: ${credentials.accountId}, tenantId: ${credentials.tenantId}}\n`;
  return Array.from({ length: count }, entry).join('');
}
