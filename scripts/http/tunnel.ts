import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Socket } from 'node:net';
import { NetworkError, toNetworkError } from '../lib/network-error';
import { pageText } from '../lib/page-text';
import { passOverInterim } from './interim';
import { authorityOf, type ServerAddress } from './origin';
import { type ProxyServer, proxyAuthorization, proxyCredentials } from './proxy';
import { type Route, tlsOptions } from './route';

/** The schemes of a list of challenges: a header may hold several, with commas between them and within them. */
const challengesIn = (text: string): string[] =>
  (text.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g) ?? []).flatMap(
    (part) => /^\s*([A-Za-z][\w-]*)(?=\s+[^=\s]|\s*$)/.exec(part)?.[1] ?? [],
  );

/** Why a 407 came: nothing was sent, what was sent is wrong, or the proxy wants something that is not supported. */
function signInProblem({ headers }: IncomingMessage, proxy: ProxyServer): { code: string; message: string } {
  const schemes = challengesIn([headers['proxy-authenticate'] ?? []].flat().join(','));
  if (schemes.length > 0 && !schemes.some((scheme) => /^basic$/i.test(scheme)))
    return {
      code: 'PROXY_SCHEME',
      message: `the proxy asks for ${schemes.join(', ').slice(0, 100)} (407), and only Basic is supported`,
    };
  return proxyCredentials(proxy)
    ? {
        code: 'PROXY_CREDENTIALS',
        message: 'the proxy does not accept the user name and password of HTTPS_PROXY (407)',
      }
    : { code: 'PROXY_SIGN_IN', message: 'the proxy requires a user name and password (407)' };
}

/** Headers in which proxies say why they refuse. */
const tellingHeaders = ['x-squid-error', 'proxy-status', 'server', 'via'] as const;

function refusal(response: IncomingMessage, proxy: ProxyServer, body: string): NetworkError {
  const { statusCode: status, statusMessage, headers } = response;
  const text = pageText(body);
  const said = [
    ...(statusMessage ? [`it says: ${statusMessage.slice(0, 100)}`] : []),
    ...(text === '' ? [] : [`its page says: ${text.slice(0, 200)}`]),
    ...(headers.location === undefined ? [] : [`it points to ${headers.location.slice(0, 200)}`]),
    ...tellingHeaders.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [`${name}: ${value.slice(0, 100)}`] : [];
    }),
  ];
  const { code, message } =
    status === 407
      ? signInProblem(response, proxy)
      : {
          code: undefined,
          message: String(status).startsWith('2')
            ? `the proxy responded with a text of its own instead of a connection (${status})`
            : `the proxy did not connect to the target (${status})`,
        };
  return new NetworkError('proxy', [message, ...said].join('; '), { proxyStatus: status, ...(code && { code }) });
}

/** How long the page of a proxy that refuses is waited for. */
const pageMs = 500;
const longestPage = 4096;

/** The start of the body of a refusal, as far as it comes soon. */
function startOfBody(response: IncomingMessage, socket: NodeJS.ReadableStream, head: Buffer): Promise<string> {
  const length = Number(response.headers['content-length'] ?? longestPage);
  let body = head;
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      resolve(body.toString('utf8').slice(0, longestPage));
    };
    const timer = setTimeout(done, pageMs);
    const isEnough = (): boolean => body.length >= Math.min(length, longestPage);
    if (isEnough()) return done();
    socket.on('data', (chunk: Buffer) => {
      body = Buffer.concat([body, chunk]);
      if (isEnough()) done();
    });
    socket.on('end', done);
    socket.on('error', done);
  });
}

/**
 * Asks a proxy for a connection to an endpoint.
 *
 * @throws NetworkError if the proxy cannot be reached or refuses
 */
export function openTunnel(
  proxy: ProxyServer,
  endpoint: Pick<ServerAddress, 'host' | 'port'>,
  { ca }: Pick<Route, 'ca'>,
  signal: AbortSignal,
): Promise<Socket> {
  const credentials = proxyAuthorization(proxy);
  const authority = authorityOf(endpoint);
  const request = (proxy.url.protocol === 'https:' ? requestSecure : requestPlain)({
    ...tlsOptions({ ca }),
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    agent: false,
    headers: { Host: authority, ...(credentials && { 'Proxy-Authorization': credentials }) },
    signal,
  });
  return new Promise((resolve, reject) => {
    // Node takes an interim response for the answer to CONNECT.
    request.on('socket', (socket) => passOverInterim(socket, () => 0));
    request.on('connect', (response, socket, head) => {
      // Any 2xx opens the tunnel (RFC 9110 §9.3.6).
      if (String(response.statusCode).startsWith('2') && head.length === 0) return resolve(socket as Socket);
      void startOfBody(response, socket, head).then((body) => {
        socket.destroy();
        reject(refusal(response, proxy, body));
      });
    });
    // Some proxies answer CONNECT as if it were any other request.
    request.on('response', (response) => {
      request.destroy();
      reject(refusal(response, proxy, ''));
    });
    request.on('error', (error) => {
      const { message, code } = toNetworkError(error);
      reject(new NetworkError('proxy', `the proxy cannot be reached: ${message}`, code ? { code } : {}));
    });
    request.end();
  });
}
