import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { countDown } from '../lib/count-down';
import { type ErrorLike, NetworkError } from '../lib/network-error';
import { whenAborted } from '../lib/when-aborted';
import { failureOf, runEnded } from './bounds';
import { refuseClearText, type ServerAddress } from './origin';
import { type Route, tlsOptions } from './route';
import { openTunnel } from './tunnel';

export interface RequestLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Runs one stage of connecting within its limits. The stage is given a signal that ends it.
 *
 * @throws NetworkError also for the time limit and for the signal
 */
export async function withinLimits<T>(
  stage: string,
  { timeoutMs, signal }: RequestLimits,
  work: (signal: AbortSignal) => Promise<T>,
  code = 'ETIMEDOUT',
): Promise<T> {
  const controller = new AbortController();
  const stopCounting = countDown(timeoutMs, () =>
    controller.abort(new NetworkError('timeout', `no ${stage} within ${timeoutMs} ms`, { code })),
  );
  const stopListening = whenAborted(signal, () => controller.abort(runEnded()));
  try {
    const aborted = new Promise<never>((_, reject) => {
      whenAborted(controller.signal, () => reject(controller.signal.reason));
    });
    return await Promise.race([work(controller.signal), aborted]);
  } catch (error) {
    throw failureOf(error as ErrorLike);
  } finally {
    stopCounting();
    stopListening();
  }
}

/** Waits until a socket is open; a signal destroys it. */
async function opened<T extends Socket>(
  socket: T,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<T> {
  // Whoever uses the open connection handles its errors; without this listener, an error before that would be fatal.
  socket.on('error', () => undefined);
  const stopListening = whenAborted(signal, () => void socket.destroy());
  try {
    await once(socket, event);
    return socket;
  } finally {
    stopListening();
  }
}

/** How long one of several addresses is tried. Node's own 250 ms are less than a round trip over some networks. */
const addressTimeoutMs = ({ timeoutMs }: RequestLimits): number =>
  Math.max(250, Math.min(2500, Math.floor(timeoutMs / 4)));

/** Opens a TCP connection. */
export const openTcp = ({ host, port }: Pick<ServerAddress, 'host' | 'port'>, limits: RequestLimits): Promise<Socket> =>
  withinLimits('connection', limits, (signal) => {
    const autoSelectFamilyAttemptTimeout = addressTimeoutMs(limits);
    const socket = connectTcp({ host, port, noDelay: true, keepAlive: true, autoSelectFamilyAttemptTimeout });
    return opened(socket, 'connect', signal);
  });

/**
 * Starts TLS on a connection. An untrusted certificate is refused, unless `inspect` asks for the handshake alone:
 * nothing may be sent over such a connection.
 */
export const openTls = (
  socket: Duplex,
  { host }: Pick<ServerAddress, 'host'>,
  route: Route,
  limits: RequestLimits,
  inspect = false,
): Promise<TLSSocket> =>
  withinLimits('TLS connection', limits, (signal) => {
    const options = { ...tlsOptions(route), ...(inspect && { rejectUnauthorized: false }) };
    const servername = isIP(host) ? {} : { servername: host };
    return opened(
      connectTls({ ...options, ...servername, host, socket, ALPNProtocols: ['http/1.1'] }),
      'secureConnect',
      signal,
    );
  });

/** Opens a connection to an endpoint, directly or through the route's proxy, without TLS. */
export function openWire(endpoint: ServerAddress, route: Route, limits: RequestLimits): Promise<Socket> {
  // Plain HTTP stays on this machine, so no proxy sees it.
  const proxy = endpoint.secure ? route.proxy : undefined;
  return proxy
    ? withinLimits(
        'answer from the proxy',
        limits,
        (signal) => openTunnel(proxy, endpoint, route, signal),
        'PROXY_TIMEOUT',
      )
    : openTcp(endpoint, limits);
}

/** Opens a connection to send requests over: directly or through the route's proxy, with TLS if the endpoint has it. */
export async function openConnection(endpoint: ServerAddress, route: Route, limits: RequestLimits): Promise<Socket> {
  const refusal = refuseClearText(endpoint, route.localHttp);
  if (refusal) throw refusal;
  const socket = await openWire(endpoint, route, limits);
  return endpoint.secure ? openTls(socket, endpoint, route, limits) : socket;
}
