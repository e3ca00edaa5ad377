import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Socket } from 'node:net';
import { NetworkError, toNetworkError } from '../lib/network-error';
import type { Endpoint } from './origin';
import type { ProxyServer } from './proxy';

/** The header with the credentials of a proxy's URL. */
function authorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

function refusal({ statusCode: status, statusMessage, headers }: IncomingMessage): NetworkError {
  const said = [
    ...(statusMessage ? [`it says: ${statusMessage.slice(0, 100)}`] : []),
    ...(headers.location === undefined ? [] : [`it points to ${headers.location.slice(0, 200)}`]),
  ];
  const message =
    status === 407
      ? 'the proxy requires a user name and password (407)'
      : `the proxy did not connect to the target (${status})`;
  return new NetworkError('proxy', [message, ...said].join('; '), { proxyStatus: status });
}

/**
 * Asks a proxy for a connection to an endpoint.
 *
 * @throws NetworkError if the proxy cannot be reached or refuses
 */
export function openTunnel(
  proxy: ProxyServer,
  { host, port }: Pick<Endpoint, 'host' | 'port'>,
  signal: AbortSignal,
): Promise<Socket> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const request = (proxy.url.protocol === 'https:' ? requestSecure : requestPlain)({
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    agent: false,
    headers: { Host: authority, ...authorization(proxy.url) },
    signal,
  });
  return new Promise((resolve, reject) => {
    request.on('connect', (response, socket, head) => {
      // Any 2xx opens the tunnel (RFC 9110 §9.3.6).
      if (String(response.statusCode).startsWith('2') && head.length === 0) return resolve(socket as Socket);
      socket.destroy();
      reject(refusal(response));
    });
    // Some proxies answer CONNECT as if it were any other request.
    request.on('response', (response) => {
      request.destroy();
      reject(refusal(response));
    });
    request.on('error', (error) => {
      const { message, code } = toNetworkError(error);
      reject(new NetworkError('proxy', `the proxy cannot be reached: ${message}`, code ? { code } : {}));
    });
    request.end();
  });
}
