import { randomUUID } from 'node:crypto';
import type { Sandbox } from '../../sandbox';
import { httpServer, socketServer } from '../../testing/servers';

/** Hosts that cause trouble: one that wants to be left alone, and a proxy that falls silent. */
export interface TroubledHosts {
  /** Answers 429 with `Retry-After: 600`. */
  readonly busyUrl: string;
  /** Reads CONNECT and never answers. */
  readonly proxyUrl: string;
  close(): Promise<void>;
}

export async function startTroubledHosts(): Promise<TroubledHosts> {
  const busy = await httpServer((_, response) => response.writeHead(429, { 'retry-after': '600' }).end());
  const proxy = await socketServer(() => undefined);
  const close = async (): Promise<void> => void (await Promise.all([busy.close(), proxy.close()]));
  return { busyUrl: busy.url, proxyUrl: proxy.url, close };
}

/** Further entries of a partners file, each with a key of its own. */
export function troubledPartners({ credentials }: Sandbox, kind: string, count: number, target: string): string {
  const entry = (_: unknown, index: number): string =>
    `  - {name: ${kind} ${index + 1}, target: "${target}", publicKey: ${randomUUID()}, privateKey: {file: key}, accountId: ${credentials.accountId}, tenantId: ${credentials.tenantId}}\n`;
  return Array.from({ length: count }, entry).join('');
}
