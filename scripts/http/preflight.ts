import { connect } from 'node:net';
import { type NetworkErrorKind, networkErrorKind } from '../lib/network-error';
import { wait } from '../lib/wait';
import type { ProxyServer } from './proxy';
import type { Target } from './types';

/** Why a target cannot be reached. */
export interface Unreachable {
  readonly kind: NetworkErrorKind;
  readonly message: string;
  /** `host:port` of the proxy that took no connection, where there is one on the way. */
  readonly proxy?: string;
}

export interface PreflightOptions {
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly signal: AbortSignal;
  /** Takes the connections for this target. Whether it finds the target shows in the first response. */
  readonly proxy: ProxyServer | undefined;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

function addressOf({ baseUrl }: Target): Address {
  const { hostname, port, protocol } = new URL(baseUrl);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'https:' ? 443 : 80) };
}

function tryToConnect(address: Address, { timeoutMs, signal }: PreflightOptions): Promise<Unreachable | undefined> {
  const socket = connect({ host: address.host, port: address.port });
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
 * Whether the target, or the proxy before it, takes a connection, so that an outage is one line and not one for each
 * case. Nothing is sent.
 *
 * @returns `undefined` where it does, else why not at the last of `attempts`, or at the last before the signal
 */
export async function preflight(target: Target, options: PreflightOptions): Promise<Unreachable | undefined> {
  const { attempts, signal, proxy } = options;
  for (let attempt = 1; ; attempt += 1) {
    const unreachable = await tryToConnect(proxy ?? addressOf(target), options);
    const named = unreachable && proxy ? { ...unreachable, proxy: `${proxy.host}:${proxy.port}` } : unreachable;
    if (!named || attempt === attempts) return named;
    await wait(Math.min(8000, 250 * 2 ** (attempt - 1)), signal);
    if (signal.aborted) return named;
  }
}
