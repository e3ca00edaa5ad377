import { backoffMs } from '../lib/backoff';
import type { NetworkError, NetworkErrorKind } from '../lib/network-error';
import { wait } from '../lib/wait';
import { openTcp } from './connection';
import { endpointOf } from './origin';
import type { ProxyServer } from './proxy';
import type { Target } from './types';

/** Why a target cannot be reached. */
export interface Unreachable {
  readonly kind: NetworkErrorKind;
  readonly message: string;
  /** `host:port` of the proxy, if it is the proxy that cannot be reached. */
  readonly proxy?: string;
}

export interface PreflightOptions {
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly signal: AbortSignal;
  /** Takes the connections for the target. Whether it reaches the target shows in the first response. */
  readonly proxy: ProxyServer | undefined;
}

async function tryToConnect(target: Target, options: PreflightOptions): Promise<Unreachable | undefined> {
  const { proxy, signal } = options;
  try {
    (await openTcp(proxy ?? endpointOf(target.baseUrl), options)).destroy();
    return undefined;
  } catch (thrown) {
    const { kind, code, message } = thrown as NetworkError;
    const reason = signal.aborted
      ? ({ kind: 'timeout', message: 'no connection before the run ended' } as const)
      : { kind, message: kind === 'timeout' ? message : (code ?? message) };
    return { ...reason, ...(proxy && { proxy: `${proxy.host}:${proxy.port}` }) };
  }
}

/**
 * Tries to connect to the target, or to the proxy before it, so that an outage is reported once and not for each case.
 * Sends nothing.
 *
 * @returns `undefined` if it succeeds, else the reason of the last attempt that the end of the run did not cut short
 */
export async function preflight(target: Target, options: PreflightOptions): Promise<Unreachable | undefined> {
  const { attempts, signal } = options;
  let last: Unreachable | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const unreachable = await tryToConnect(target, options);
    // That the run ended during an attempt says less than why the one before it failed.
    last = signal.aborted && unreachable ? (last ?? unreachable) : unreachable;
    if (!last || attempt === attempts || signal.aborted) return last;
    await wait(backoffMs(attempt, undefined, Math.random), signal);
    if (signal.aborted) return last;
  }
}
