import { connect } from 'node:net';
import { type NetworkErrorKind, networkErrorKind } from '../lib/network-error';
import { wait } from './pace';
import type { Target } from './types';

/** Why a target cannot be reached. */
export interface Unreachable {
  readonly kind: NetworkErrorKind;
  readonly message: string;
}

function tryToConnect({ baseUrl }: Target, timeoutMs: number, signal: AbortSignal): Promise<Unreachable | undefined> {
  const { hostname, port, protocol } = new URL(baseUrl);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  });
  return new Promise<Unreachable | undefined>((resolve) => {
    socket.setTimeout(timeoutMs, () => resolve({ kind: 'timeout', message: `no connection within ${timeoutMs} ms` }));
    signal.addEventListener(
      'abort',
      () => resolve({ kind: 'timeout', message: 'no connection before the run ended' }),
      {
        once: true,
      },
    );
    socket.on('connect', () => resolve(undefined));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: networkErrorKind(error), message: error.code ?? error.message }),
    );
  }).finally(() => socket.destroy());
}

/**
 * Whether the target takes a connection, so that an outage is one line and not one for each case. Nothing is sent.
 *
 * @returns `undefined` where it does, else why not at the last of `attempts`, or at the last before the signal
 */
export async function preflight(
  target: Target,
  timeoutMs: number,
  attempts: number,
  signal: AbortSignal,
): Promise<Unreachable | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const unreachable = await tryToConnect(target, timeoutMs, signal);
    if (!unreachable || attempt === attempts) return unreachable;
    await wait(Math.min(8000, 250 * 2 ** (attempt - 1)), signal);
    if (signal.aborted) return unreachable;
  }
}
