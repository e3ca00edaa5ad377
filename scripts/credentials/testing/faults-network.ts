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
let made: Certificates | undefined;

const secure = (choose: (certificates: Certificates) => Certificate, trusting: boolean) => () => {
  made ??= makeCertificates();
  return at(secureApi(choose(made)), trusting ? { ca: made.authority } : {});
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
  ['a page of HTML that refuses', 'captive-portal', 'hmac-exchange', () => api({ hmac: page(401) })],
  ['a page of HTML that forbids', 'captive-portal', 'payout-token', () => api({ payout: page(403) })],
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
]);
