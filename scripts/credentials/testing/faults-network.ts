import { defined } from '../../lib/defined';
import { toNetworkError } from '../../lib/network-error';
import { closedUrl, httpServer, socketServer } from '../../testing/servers';
import { error, page, type ScriptedAnswer } from './api';
import { api, at, atSandbox, seeded } from './arrange';
import { someKeys } from './check';

/** A stage of connecting that fails with a code. */
const failing = (stage: 'lookup' | 'connect', code: string, baseUrl?: string) => () =>
  api({}, { network: { [stage]: () => Promise.reject(toNetworkError({ code })) }, ...defined({ baseUrl }) });

const unknownHost = 'https://sandbox-api.example.invalid';
const busy: ScriptedAnswer = { ...error(429, 'TOO_MANY_REQUESTS'), headers: { 'Retry-After': '30' } };
const patient: ScriptedAnswer = { ...error(429, 'TOO_MANY_REQUESTS'), headers: { 'Retry-After': '600' } };

/** Faults that say nothing about credentials: the network, and outages. */
export const networkFaults = seeded(3, [
  ['a name that does not resolve', 'name-not-resolved', 'name-resolution', failing('lookup', 'ENOTFOUND', unknownHost)],
  ['a closed port', 'connection-refused', 'tcp', async () => api({}, { baseUrl: await closedUrl() })],
  ['a connection that fails for another reason', 'connection-failed', 'tcp', failing('connect', 'EMFILE')],
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
    'a transparent proxy that requires a password',
    'proxy-authentication',
    'first-answer',
    { first: { status: 407, headers: { 'Proxy-Authenticate': 'Basic' } } },
  ],
  ['a page in place of the API', 'answer-unexpected', 'first-answer', { first: page() }],
  ['a page in place of a payout token', 'answer-unexpected', 'payout-token', { payout: page() }],
  ['a page of HTML that refuses', 'refused-before-api', 'hmac-exchange', { hmac: page(401) }],
  ['a page of HTML that forbids', 'refused-before-api', 'payout-token', { payout: page(403) }],
  ['a network that asks for a login', 'captive-portal', 'first-answer', { first: { status: 511 } }],
  [
    'a redirect',
    'redirected',
    'first-answer',
    { first: { status: 302, headers: { Location: 'http://127.0.0.1:9/login' } } },
  ],
  ...[520, 522, 525, 530].map(
    (status) =>
      [
        `Cloudflare ${status}`,
        'server-error',
        'first-answer',
        { first: { status, body: `error code: ${status}`, headers: { Server: 'cloudflare' } } },
      ] as const,
  ),
  [
    'a page of a gateway without a backend',
    'server-error',
    'hmac-exchange',
    { hmac: { ...page(502), headers: { 'Content-Type': 'text/html', Server: 'nginx' } } },
  ],
  ...(
    [
      ['hmac', 'hmac-exchange'],
      ['payout', 'payout-token'],
      ['options', 'payout-options'],
    ] as const
  ).flatMap(([call, step]) =>
    (
      [
        ['425', { status: 425 }],
        ['408 that closes the connection', { status: 408, headers: { Connection: 'close' } }],
        ['520', { status: 520 }],
      ] as const
    ).map(([name, answer]) => [`${name} at the call ${call}`, 'server-error', step, { [call]: answer }] as const),
  ),
  ['504 at the payout options', 'server-error', 'payout-options', { options: page(504) }],
  [
    'a redirect to a sign-in page at the exchange',
    'redirected',
    'hmac-exchange',
    { hmac: { status: 302, headers: { Location: 'https://login.example.com/authorize?client_id=1' } } },
  ],
  [
    'a response that is cut',
    'connection-reset',
    'first-answer',
    () =>
      at(socketServer((socket) => socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 500\r\n\r\n{"errors":'))),
  ],
  [
    'a server that stops in the middle of its response',
    'no-answer-in-time',
    'first-answer',
    () =>
      at(
        socketServer((socket) => void socket.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 500\r\n\r\n{')),
        { timeoutMs: 1000 },
      ),
  ],
  [
    'a server of HTTP/2 alone',
    'http-not-spoken',
    'first-answer',
    () => at(socketServer((socket) => socket.end(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])))),
  ],
  ...['zstd', 'compress', 'aes128gcm'].map(
    (coding) =>
      [
        `a body in ${coding}, which was not asked for`,
        'body-not-decoded',
        'hmac-exchange',
        { hmac: { status: 401, body: '(\u00b5/\u00fd\u0004X', headers: { 'Content-Encoding': coding } } },
      ] as const,
  ),
  ...['gzip', 'br', 'deflate'].map(
    (coding) =>
      [
        `a body that is said to be in ${coding}, and is not`,
        'body-not-decoded',
        'hmac-exchange',
        { hmac: { ...error(401, 'UNAUTHORISED'), headers: { 'Content-Encoding': coding } } },
      ] as const,
  ),
  ['429 at once', 'rate-limited', 'first-answer', { first: busy }],
  ['429 at the exchange', 'rate-limited', 'hmac-exchange', { hmac: busy }],
  ['429 at the payout call', 'rate-limited', 'payout-token', { payout: busy }],
  ['500 at once', 'server-error', 'first-answer', { first: error(500, 'INTERNAL') }],
  [
    '500 for what should be refused',
    'server-error',
    'hmac-exchange',
    () => atSandbox('hmac-unauthorised-500', () => ({ settings: someKeys() })),
  ],
  ['503 at the payout call', 'server-error', 'payout-token', { payout: error(503, 'UNAVAILABLE') }],
  ['a request that is sent twice', 'nonce-replayed', 'hmac-exchange', { hmac: error(401, 'NONCE_ALREADY_USED') }],
  ...['IP_ADDRESS_NOT_ALLOWED', 'CLIENT_IP_BLOCKED', 'NOT_IN_ALLOW_LIST'].map(
    (code) => [`${code} at the exchange`, 'address-not-allowed', 'hmac-exchange', { hmac: error(403, code) }] as const,
  ),
  [
    'a gateway that removes the Authorization header',
    'credentials-not-received',
    'hmac-exchange',
    { hmac: error(401, 'AUTHORIZATION_HEADER_IS_MISSING') },
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
    failing('lookup', 'ETIMEDOUT', unknownHost),
  ],
  ['an address that cannot be routed to', 'no-route', 'tcp', failing('connect', 'ENETUNREACH')],
  [
    '429 with ten minutes at once',
    'retry-after-too-long',
    'first-answer',
    () => api({ first: patient }, { maxDurationMs: 60_000 }),
  ],
  [
    '429 with ten minutes at the exchange',
    'retry-after-too-long',
    'hmac-exchange',
    () => api({ hmac: patient }, { maxDurationMs: 60_000 }),
  ],
  [
    '429 with ten minutes at the payout call',
    'retry-after-too-long',
    'payout-token',
    () => api({ payout: patient }, { maxDurationMs: 60_000 }),
  ],
]);
