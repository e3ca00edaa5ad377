import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type NetworkErrorKind, networkErrorKind } from '../lib/network-error';
import type { Target } from './types';

/** Why a target cannot be reached. */
export interface Unreachable {
  readonly kind: NetworkErrorKind;
  readonly message: string;
}

function tryToConnect({ baseUrl }: Target, timeoutMs: number): Promise<Unreachable | undefined> {
  const { hostname, port, protocol } = new URL(baseUrl);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  });
  return new Promise<Unreachable | undefined>((resolve) => {
    socket.setTimeout(timeoutMs, () => resolve({ kind: 'timeout', message: `no connection within ${timeoutMs} ms` }));
    socket.on('connect', () => resolve(undefined));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: networkErrorKind(error), message: error.code ?? error.message }),
    );
  }).finally(() => socket.destroy());
}

/**
 * Whether the target takes a connection, so that an outage is one line and not one for each case. Nothing is sent.
 *
 * @returns `undefined` where it does, else why not at the last of `attempts`
 */
export async function preflight(target: Target, timeoutMs: number, attempts: number): Promise<Unreachable | undefined> {
  let unreachable: Unreachable | undefined;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) await sleep(250 * 2 ** (attempt - 2));
    unreachable = await tryToConnect(target, timeoutMs);
    if (!unreachable) return undefined;
  }
  return unreachable;
}
