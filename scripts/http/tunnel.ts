import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Socket } from 'node:net';
import { NetworkError, networkErrorText } from '../lib/network-error';
import type { ProxyServer } from './proxy';

/** The credentials in a proxy's URL, as its header wants them. */
function authorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

function refusal(status: number | undefined): NetworkError {
  return new NetworkError(
    'proxy',
    status === 407
      ? 'the proxy asks for a user name and a password (407)'
      : `the proxy does not connect to the target (${status})`,
  );
}

/** Asks a proxy for a connection to a host, and calls back with it or with a NetworkError. */
export function openTunnel(
  proxy: ProxyServer,
  host: string,
  port: number,
  timeoutMs: number,
  callback: (error: NetworkError | null, socket?: Socket) => void,
): void {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const request = proxy.url.protocol === 'https:' ? requestSecure : requestPlain;
  const asked = request({
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    agent: false,
    headers: { Host: authority, ...authorization(proxy.url) },
  });
  const deadline = setTimeout(
    () => asked.destroy(new NetworkError('timeout', `the proxy did not answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  let settled = false;
  const settle = (error: NetworkError | null, socket?: Socket): void => {
    clearTimeout(deadline);
    if (settled) return;
    settled = true;
    callback(error, socket);
  };
  asked.on('connect', ({ statusCode }, socket, head) => {
    if (statusCode === 200 && head.length === 0) return settle(null, socket);
    socket.destroy();
    settle(refusal(statusCode));
  });
  // Some answer a CONNECT with a response like any other.
  asked.on('response', ({ statusCode }) => {
    asked.destroy();
    settle(refusal(statusCode));
  });
  asked.on('error', (error) =>
    settle(
      error instanceof NetworkError
        ? error
        : new NetworkError('proxy', `the proxy cannot be reached: ${networkErrorText(error)}`),
    ),
  );
  asked.end();
}
