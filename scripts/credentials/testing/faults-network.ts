import { toNetworkError } from '../../lib/network-error';
import { closedUrl, httpServer, socketServer } from '../../testing/servers';
import { error, page, type ScriptedAnswer, scriptedApi, secureApi, tunnelProxy } from './api';
import { type Arranged, api, at, atSandbox, seeded } from './arrange';
import { type Certificate, type Certificates, makeCertificates } from './certificates';
import { someKeys } from './check';

const nothing = async (): Promise<void> => undefined;
const busy: ScriptedAnswer = { ...error(429, 'TOO_MANY_REQUESTS'), headers: { 'Retry-After': '30' } };
/** A name that cannot be resolved: only a proxy is asked for it. */
const behindProxy = 'https://api.example.invalid';
const patient: ScriptedAnswer = { ...error(429, 'TOO_MANY_REQUESTS'), headers: { 'Retry-After': '600' } };

/** What refuses a request in place of the API. */
const gateways: readonly (readonly [name: string, answer: ScriptedAnswer])[] = [
  [
    'a missing subscription key of Azure API Management',
    { status: 401, body: { statusCode: 401, message: 'Access denied due to missing subscription key.' } },
  ],
  ['an exhausted quota of Azure', { status: 403, body: { statusCode: 403, message: 'Out of call volume quota.' } }],
  [
    'Forbidden of AWS',
    { status: 403, body: { message: 'Forbidden' }, headers: { 'x-amzn-errortype': 'ForbiddenException' } },
  ],
  ['a blocked address', { status: 403, body: 'IP address blocked', headers: { 'Content-Type': 'text/plain' } }],
  ['Cloudflare 1020', { status: 403, body: 'error code: 1020', headers: { Server: 'cloudflare', 'CF-RAY': '8a1b' } }],
  [
    "a firewall's page",
    { status: 403, body: '<html><title>Request Rejected</title>', headers: { 'Content-Type': 'text/html' } },
  ],
  ['a login by Basic', { status: 401, body: '', headers: { 'WWW-Authenticate': 'Basic realm="staging"' } }],
  ['a login by NTLM', { ...error(401, 'UNAUTHORISED'), headers: { 'WWW-Authenticate': 'NTLM' } }],
];
let made: Certificates | undefined;

const secure = (choose: (certificates: Certificates) => Certificate, trusting: boolean) => () => {
  made ??= makeCertificates();
  return at(secureApi(choose(made)), trusting ? { ca: made.authority } : {});
};

/** At a name that only a proxy is asked for. */
const viaProxy = (url: string, timeoutMs = 60_000) => ({
  ...{ baseUrl: behindProxy, settings: someKeys(), timeoutMs },
  environment: { HTTPS_PROXY: url },
});

/** A proxy that tunnels, at whose other end nothing is said. */
async function silentTunnel(): Promise<Arranged> {
  const proxy = await socketServer((socket) => void socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
  return { trial: viaProxy(proxy.url, 1000), close: proxy.close };
}

/** A TLS server that cannot be connected to, for the reason of a code. */
const alert = (code: string) => async (): Promise<Arranged> => {
  const { trial, close } = await secure(({ right }) => right, true)();
  const handshake = () => Promise.reject(toNetworkError({ code }));
  return { trial: { ...trial, network: { handshake } }, close };
};

async function throughProxy(status: number): Promise<Arranged> {
  const { url, close } = await tunnelProxy(status);
  const trial = { baseUrl: behindProxy, settings: someKeys(), environment: { HTTPS_PROXY: url } };
  return { trial, close };
}

/** Faults that say nothing about credentials: the network, and outages. */
export const networkFaults = seeded(3, [
  [
    'a name that does not resolve',
    'name-not-resolved',
    'name-resolution',
    async () => ({
      trial: {
        baseUrl: 'https://sandbox-api.example.invalid',
        settings: someKeys(),
        network: {
          lookup: () => Promise.reject(toNetworkError({ code: 'ENOTFOUND' })),
        },
      },
      close: nothing,
    }),
  ],
  [
    'a closed port',
    'connection-refused',
    'tcp',
    async () => ({ trial: { baseUrl: await closedUrl(), settings: someKeys() }, close: nothing }),
  ],
  [
    'no route to the host',
    'connection-failed',
    'tcp',
    () => api({}, { network: { connect: () => Promise.reject(toNetworkError({ code: 'EADDRNOTAVAIL' })) } }),
  ],
  [
    'a connection that is reset',
    'connection-reset',
    'first-answer',
    () => at(socketServer((socket) => socket.resetAndDestroy())),
  ],
  [
    'a server that never answers',
    'no-answer-in-time',
    'first-answer',
    () =>
      at(
        httpServer(() => undefined),
        { timeoutMs: 1000 },
      ),
  ],
  [
    'a server of another protocol',
    'http-not-spoken',
    'first-answer',
    () => at(socketServer((socket) => socket.end('220 mail.example.com ESMTP ready\r\n'))),
  ],
  [
    'HTTP where HTTPS was asked for',
    'tls-not-spoken',
    'tls',
    async () => {
      const { url, close } = await scriptedApi();
      return { trial: { baseUrl: url.replace('http:', 'https:'), settings: someKeys() }, close };
    },
  ],
  [
    'an intercepting proxy with its own authority',
    'certificate-not-trusted',
    'tls',
    secure(({ right }) => right, false),
  ],
  ['a self-signed certificate', 'certificate-not-trusted', 'tls', secure(({ selfSigned }) => selfSigned, false)],
  ['an expired certificate', 'certificate-expired', 'tls', secure(({ expired }) => expired, true)],
  ['a certificate of another host', 'certificate-wrong-host', 'tls', secure(({ wrongHost }) => wrongHost, true)],
  [
    'a handshake that fails',
    'tls-failed',
    'tls',
    async () => {
      const { url, close } = await secure(({ right }) => right, true)().then(({ trial, close: end }) => ({
        url: trial.baseUrl,
        close: end,
      }));
      const handshake = () => Promise.reject(toNetworkError({ code: 'ERR_SSL_TLSV1_ALERT' }));
      return { trial: { baseUrl: url, settings: someKeys(), network: { handshake } }, close };
    },
  ],
  ['a proxy that requires a password', 'proxy-authentication', 'first-answer', () => throughProxy(407)],
  [
    'a transparent proxy that requires a password',
    'proxy-authentication',
    'first-answer',
    () => api({ first: { status: 407, headers: { 'Proxy-Authenticate': 'Basic' } } }),
  ],
  [
    'a proxy that stays silent',
    'no-answer-in-time',
    'first-answer',
    async () => {
      const { url, close } = await socketServer(() => undefined);
      return {
        trial: { baseUrl: behindProxy, settings: someKeys(), environment: { HTTPS_PROXY: url }, timeoutMs: 1000 },
        close,
      };
    },
  ],
  ['a proxy that forbids the target', 'proxy-refused', 'first-answer', () => throughProxy(403)],
  ['a captive portal', 'captive-portal', 'first-answer', () => api({ first: page() })],
  ['a page of HTML that refuses', 'refused-before-api', 'hmac-exchange', () => api({ hmac: page(401) })],
  ['a page of HTML that forbids', 'refused-before-api', 'payout-token', () => api({ payout: page(403) })],
  ['a network that asks for a login', 'captive-portal', 'first-answer', () => api({ first: { status: 511 } })],
  [
    'a redirect',
    'redirected',
    'first-answer',
    () => api({ first: { status: 302, headers: { Location: 'http://127.0.0.1:9/login' } } }),
  ],
  ['429 at once', 'rate-limited', 'first-answer', () => api({ first: busy })],
  ['429 at the exchange', 'rate-limited', 'hmac-exchange', () => api({ hmac: busy })],
  ['429 at the payout call', 'rate-limited', 'payout-token', () => api({ payout: busy })],
  ['500 at once', 'server-error', 'first-answer', () => api({ first: error(500, 'INTERNAL') })],
  [
    '500 for what should be refused',
    'server-error',
    'hmac-exchange',
    () => atSandbox('hmac-unauthorised-500', () => ({ settings: someKeys() })),
  ],
  ['503 at the payout call', 'server-error', 'payout-token', () => api({ payout: error(503, 'UNAVAILABLE') })],
  [
    'a request that is sent twice',
    'nonce-replayed',
    'hmac-exchange',
    () => api({ hmac: error(401, 'NONCE_ALREADY_USED') }),
  ],
  ...[502, 503, 302, 400].map(
    (status) =>
      [`a proxy that answers ${status}`, 'proxy-refused', 'first-answer', () => throughProxy(status)] as const,
  ),
  ['a proxy that tunnels and falls silent', 'no-answer-in-time', 'first-answer', silentTunnel],
  [
    'an https:// proxy that speaks plain HTTP',
    'proxy-not-tls',
    'first-answer',
    async () => {
      const { url, close } = await tunnelProxy();
      return { trial: viaProxy(url.replace('http:', 'https:')), close };
    },
  ],
  [
    'a proxy that is not there',
    'connection-refused',
    'tcp',
    async () => ({ trial: viaProxy(await closedUrl()), close: nothing }),
  ],
  [
    'a check that takes longer than it may',
    'out-of-time',
    'first-answer',
    () =>
      at(
        httpServer(() => undefined),
        { maxDurationMs: 1000 },
      ),
  ],
  [
    'a name that takes longer to look up than it may',
    'no-answer-in-time',
    'name-resolution',
    async () => ({
      trial: {
        ...{ baseUrl: 'https://sandbox-api.example.invalid', settings: someKeys() },
        network: { lookup: () => Promise.reject(toNetworkError({ code: 'ETIMEDOUT' })) },
      },
      close: nothing,
    }),
  ],
  ['TLS alert 116', 'client-certificate-required', 'tls', alert('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')],
  ['TLS alert 42', 'client-certificate-required', 'tls', alert('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE')],
  ['TLS alert 48', 'client-certificate-required', 'tls', alert('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA')],
  ['TLS alert 46', 'client-certificate-required', 'tls', alert('ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN')],
  ['a certificate that is not valid yet', 'certificate-not-yet-valid', 'tls', alert('CERT_NOT_YET_VALID')],
  [
    'an address that cannot be routed to',
    'connection-refused',
    'tcp',
    () => api({}, { network: { connect: () => Promise.reject(toNetworkError({ code: 'ENETUNREACH' })) } }),
  ],
  [
    '429 with ten minutes at once',
    'asked-for-patience',
    'first-answer',
    () => api({ first: patient }, { maxDurationMs: 60_000 }),
  ],
  [
    '429 with ten minutes at the exchange',
    'asked-for-patience',
    'hmac-exchange',
    () => api({ hmac: patient }, { maxDurationMs: 60_000 }),
  ],
  [
    '429 with ten minutes at the payout call',
    'asked-for-patience',
    'payout-token',
    () => api({ payout: patient }, { maxDurationMs: 60_000 }),
  ],
  ['a block page at once', 'refused-before-api', 'first-answer', () => api({ first: page(403) })],
  ...gateways.flatMap(
    ([name, answer]) =>
      [
        [`${name} at the exchange`, 'refused-before-api', 'hmac-exchange', () => api({ hmac: answer })],
        [`${name} at the payout call`, 'refused-before-api', 'payout-token', () => api({ payout: answer })],
      ] as const,
  ),
  [
    'an empty 401 to every request',
    'refused-before-api',
    'hmac-exchange',
    () => api({ first: { status: 401 }, hmac: { status: 401 } }),
  ],
]);
