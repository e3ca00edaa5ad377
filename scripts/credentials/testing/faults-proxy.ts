import { closedUrl, type LocalServer, socketServer } from '../../testing/servers';
import { page, scriptedApi, secureApi, tunnelProxy } from './api';
import { type Arranged, seeded } from './arrange';
import { certificates } from './certificates';
import { someKeys, type Trial } from './check';

/** A name that cannot be resolved: only a proxy is asked for it. */
const behindProxy = 'https://api.example.invalid';

const viaProxy = (url: string, more: Partial<Trial> = {}): Trial => ({
  ...{ baseUrl: behindProxy, settings: someKeys(), environment: { HTTPS_PROXY: url } },
  ...more,
});

/** Behind this proxy; `change` makes its URL another one. */
const behind =
  (start: () => Promise<LocalServer>, more: Partial<Trial> = {}, change = (url: string) => url) =>
  async (): Promise<Arranged> => {
    const { url, close } = await start();
    return { trial: viaProxy(change(url), more), close };
  };

const throughProxy = (status: number) => behind(() => tunnelProxy(status));

/** A proxy that answers each CONNECT with this text, with a user part in its URL. */
const answering = (text: string, user = '') =>
  behind(
    () => socketServer((socket) => void socket.end(text)),
    {},
    (url) => url.replace('http://', `http://${user}`),
  );

/** A name or a port at which there is no proxy. */
const nowhere = async (url: string): Promise<Arranged> => ({ trial: viaProxy(url), close: async () => undefined });

const head = (status: string, ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status}`, ...headers, 'Content-Length: 0', '', ''].join('\r\n');

const withBody = (status: string, body: string): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

const signIn = (scheme: string): string => head('407 Proxy Authentication Required', `Proxy-Authenticate: ${scheme}`);

const established = 'HTTP/1.1 200 Connection established\r\n\r\n';

/** A proxy that tunnels, at whose other end nothing is said. */
const silentTunnel = behind(() => socketServer((socket) => void socket.write(established)), { timeoutMs: 1000 });

/** A proxy that tunnels to this server, whatever it is asked for. */
async function tunnelTo(kind: 'intercepting' | 'plain' | 'expired'): Promise<Arranged> {
  const { right, expired, authority } = certificates();
  const server =
    kind === 'plain' ? await scriptedApi({ first: page() }) : await secureApi(kind === 'expired' ? expired : right);
  const proxy = await tunnelProxy();
  const trial = viaProxy(proxy.url, { baseUrl: server.url.replace('http:', 'https:') });
  return {
    trial: { ...trial, ...(kind === 'expired' && { ca: authority }) },
    close: () => Promise.all([server.close(), proxy.close()]),
  };
}

/** A proxy that closes the tunnel as soon as it is used. */
const closingTunnel = behind(() =>
  socketServer((socket) => {
    socket.write(established);
    socket.once('data', () => socket.resetAndDestroy());
  }),
);

/** Faults of the proxy, and of what is behind it. */
export const proxyFaults = seeded(3, [
  ['a proxy that requires a password', 'proxy-authentication', 'tls', throughProxy(407)],
  ['a proxy that requires a password by Basic', 'proxy-authentication', 'tls', answering(signIn('Basic realm="a"'))],
  ...['user:wrong@', 'DOMAIN\\user:pass@', '100%:100%@', 'us%E9r:p%FFss@', 'user@'].map(
    (user) =>
      [
        `a proxy that does not accept ${user}`,
        'proxy-credentials-refused',
        'tls',
        answering(signIn('Basic realm="a"'), user),
      ] as const,
  ),
  ...['NTLM', 'Negotiate', 'Digest realm="a", nonce="b"'].map(
    (scheme) =>
      [`a proxy that asks for ${scheme}`, 'proxy-sign-in-unsupported', 'tls', answering(signIn(scheme))] as const,
  ),
  [
    'a proxy that asks for Negotiate and NTLM',
    'proxy-sign-in-unsupported',
    'tls',
    answering(
      head('407 Proxy Authentication Required', 'Proxy-Authenticate: Negotiate', 'Proxy-Authenticate: NTLM'),
      'u:p@',
    ),
  ],
  ...[
    ['Proxy-Authenticate: Negotiate', 'Proxy-Authenticate: NTLM', 'Proxy-Authenticate: Basic realm="a"'],
    ['Proxy-Authenticate: Negotiate, Digest realm="a, Basic", nonce="b", Basic realm="a"'],
  ].flatMap((headers, index) =>
    (['', 'user:wrong@'] as const).map(
      (user) =>
        [
          `a proxy that takes Basic among others (${index + 1}), ${user === '' ? 'without a user' : 'with a wrong one'}`,
          user === '' ? 'proxy-authentication' : 'proxy-credentials-refused',
          'tls',
          answering(head('407 Proxy Authentication Required', ...headers), user),
        ] as const,
    ),
  ),
  [
    'a proxy that signs in by Digest, with the word Basic in its realm',
    'proxy-sign-in-unsupported',
    'tls',
    answering(signIn('Digest realm="a, Basic", nonce="b"')),
  ],
  ['a proxy that answers with a page', 'proxy-refused', 'tls', answering(withBody('200 OK', '<title>Sign in</title>'))],
  [
    'a proxy that stays silent',
    'proxy-silent',
    'tls',
    behind(() => socketServer(() => undefined), { timeoutMs: 1000 }),
  ],
  ['a proxy that forbids the target', 'proxy-refused', 'tls', throughProxy(403)],
  ...[502, 503, 302, 400, 404, 405, 500].map(
    (status) => [`a proxy that answers ${status}`, 'proxy-refused', 'tls', throughProxy(status)] as const,
  ),
  [
    'a proxy that points to a sign-in page',
    'proxy-refused',
    'tls',
    answering(head('302 Found', 'Location: http://login.example.com/')),
  ],
  [
    'a proxy that cannot resolve the target',
    'proxy-refused',
    'tls',
    answering(head('503 Service Unavailable', 'X-Squid-Error: ERR_DNS_FAIL 0')),
  ],
  [
    'a proxy with a page of its own',
    'proxy-refused',
    'tls',
    answering(withBody('403 Forbidden', '<html><title>Blocked: category Finance</title>')),
  ],
  ['a proxy that tunnels and falls silent', 'no-answer-in-time', 'tls', silentTunnel],
  ['a proxy that tunnels and closes', 'connection-reset', 'tls', closingTunnel],
  ['a proxy that intercepts', 'certificate-not-trusted', 'tls', () => tunnelTo('intercepting')],
  ['an expired certificate behind a proxy', 'certificate-expired', 'tls', () => tunnelTo('expired')],
  ['plain HTTP behind a proxy', 'tls-not-spoken', 'tls', () => tunnelTo('plain')],
  [
    'an https:// proxy that speaks plain HTTP',
    'proxy-not-tls',
    'tls',
    behind(tunnelProxy, {}, (url) => url.replace('http:', 'https:')),
  ],
  [
    'an https:// proxy with an authority of its own',
    'proxy-certificate',
    'tls',
    behind(() => secureApi(certificates().right)),
  ],
  [
    'an http:// proxy that speaks TLS',
    'proxy-unreachable',
    'tls',
    behind(
      () => secureApi(certificates().right),
      {},
      (url) => url.replace('https:', 'http:'),
    ),
  ],
  ['SSH where a proxy should be', 'proxy-not-http', 'tls', answering('SSH-2.0-OpenSSH_9.6\r\n')],
  ['SOCKS where a proxy should be', 'proxy-not-http', 'tls', answering('\u0000\u005b')],
  ['a proxy that closes at once', 'proxy-unreachable', 'tls', answering('')],
  ['a proxy that is not there', 'proxy-unreachable', 'tcp', async () => nowhere(await closedUrl())],
  [
    'a proxy whose name does not resolve',
    'proxy-unreachable',
    'name-resolution',
    () => nowhere('http://proxy.example.invalid:3128'),
  ],
]);
