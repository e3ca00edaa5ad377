import { isUtf8 } from 'node:buffer';
import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import type { HeaderList } from '../contract/exchange';
import type { ResolvedRequest } from '../contract/request';
import { type Route, tlsOptions } from '../http/route';
import { networkErrorKind } from '../lib/network-error';
import { packageInfo } from '../lib/package-root';
import type { Endpoint, Handshake, HttpOutcome, Network } from './types';

export interface NetworkOptions extends Route {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** No body is read further than this. */
const longestBody = 1024 * 1024;

class TimeoutError extends Error {
  readonly code = 'ETIMEDOUT';
}

/** Waits for a socket's event; its error, the time limit or the end of the check come first where they do. */
function settled(socket: Socket, event: string, { timeoutMs, signal }: NetworkOptions): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimeoutError(`nothing within ${timeoutMs} ms`)), timeoutMs);
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    socket.once(event, () => {
      end();
      resolve();
    });
    socket.on('error', (error) => {
      end();
      reject(error);
    });
    socket.once('close', () => {
      end();
      reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    });
  });
}

const nameOf = (name: PeerCertificate['issuer'] | undefined): string =>
  [name?.CN, name?.O].flat().filter(Boolean).join(', ') || 'nobody named';

function describe(socket: TLSSocket): Handshake {
  const { issuer, subject, valid_to: validTo = '' } = socket.getPeerCertificate();
  // With `rejectUnauthorized: false` this holds the code; its declared type is wrong.
  const problem = socket.authorizationError as unknown;
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    issuer: nameOf(issuer),
    subject: nameOf(subject),
    validTo,
    ...(!socket.authorized && { problem: problem instanceof Error ? problem.message : String(problem) }),
  };
}

async function readBody(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, longestBody - length));
    length += chunk.length;
    if (length >= longestBody) break;
  }
  return Buffer.concat(chunks);
}

function headerList(raw: unknown): HeaderList {
  const flat = (raw as (Buffer | string)[]).map(String);
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index]!, flat[2 * index + 1]!] as const);
}

/** A proxy's and a pool's errors carry the first one as their cause. */
function firstCause(error: unknown): { readonly code?: string; readonly message: string } {
  const { cause } = error as { readonly cause?: unknown };
  return typeof cause === 'object' && cause !== null && 'message' in cause ? firstCause(cause) : (error as Error);
}

async function send(
  dispatcher: Dispatcher,
  { method, url, headers, body }: ResolvedRequest,
  { signal, timeoutMs, now }: NetworkOptions,
): Promise<HttpOutcome> {
  const started = performance.now();
  const sentAt = now();
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(url, {
      dispatcher,
      method: method as Dispatcher.HttpMethod,
      headers: [...headers, ['User-Agent', `${packageInfo().name}/${packageInfo().version}`], ['Accept', '*/*']].flat(),
      body: body ?? null,
      signal: AbortSignal.any([signal, limit]),
      responseHeaders: 'raw',
    });
    const answeredAt = now();
    const bytes = await readBody(response.body);
    return {
      kind: 'response',
      status: response.statusCode,
      statusText: response.statusText,
      headers: headerList(response.headers),
      body: bytes.toString('utf8'),
      validUtf8: isUtf8(bytes),
      sentAt,
      answeredAt,
      receivedAt: now(),
      durationMs: Math.round(performance.now() - started),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    if (limit.aborted) {
      return { kind: 'failure', reason: 'timeout', message: `nothing within ${timeoutMs} ms`, code: 'ETIMEDOUT' };
    }
    const { code = '', message } = firstCause(error);
    return { kind: 'failure', reason: networkErrorKind({ code, message }), message, code };
  }
}

/** The network of this machine: one connection at a time, no redirects, no retries. */
export function nodeNetwork(options: NetworkOptions): Network {
  const { proxy, timeoutMs } = options;
  const tls = { timeout: timeoutMs, ...tlsOptions(options) };
  const limits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  const dispatcher: Dispatcher = proxy
    ? new ProxyAgent({ uri: proxy.url.href, requestTls: tls, ...limits })
    : new Agent({ connections: 1, connect: tls, ...limits });
  const attempt = async <T>(socket: Socket, event: string, result: () => T): Promise<T> => {
    try {
      await settled(socket, event, options);
      return result();
    } finally {
      socket.destroy();
    }
  };
  return {
    proxy: proxy && { host: proxy.host, port: proxy.port },
    lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    connect: (endpoint: Endpoint) => {
      const socket = connect(endpoint);
      return attempt(socket, 'connect', () => socket.remoteAddress ?? endpoint.host);
    },
    handshake: (endpoint: Endpoint) => {
      // Nothing is sent over it: what the verification says is reported, and `send` verifies for itself.
      const named = /^[\d.]+$|:/.test(endpoint.host) ? {} : { servername: endpoint.host };
      const socket = connectTls({ ...endpoint, ...named, ...tlsOptions(options), rejectUnauthorized: false });
      return attempt(socket, 'secureConnect', () => describe(socket));
    },
    send: (resolved) => send(dispatcher, resolved, options),
    close: () => dispatcher.destroy(),
  };
}
