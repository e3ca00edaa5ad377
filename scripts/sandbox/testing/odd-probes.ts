import { createHmac } from 'node:crypto';
import type { SandboxCredentials } from '../behaviour';
import {
  claimsOf,
  type HmacChanges,
  hmacCall,
  optionsCall,
  payoutCall,
  references,
  segment,
  withSegment,
} from './client';
import type { Probe } from './probes';

/** The token with another header, signed with another key. */
function resigned(token: string, key: string, header: object = {}): string {
  const signed = `${segment({ alg: 'HS256', typ: 'JWT', ...header })}.${token.split('.')[1]}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** The token with another alg, and without its signature. */
const unsigned = (token: string, alg: string): string => withSegment(withSegment(token, 0, segment({ alg })), 2, '');

const jwk = { jwk: { kty: 'oct', k: Buffer.from('own key').toString('base64url') } };

const swapCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));

/** Ways to forge a token, or to spell it otherwise. */
const forgeries: readonly (readonly [name: string, forge: (token: string, own: SandboxCredentials) => string])[] = [
  ['forged', (token) => withSegment(token, 2, 'A'.repeat(43))],
  ['changed', (token) => withSegment(token, 1, segment({ ...claimsOf(token), jti: 'changed' }))],
  ['unsigned', (token) => withSegment(token, 2, '')],
  ['alg none', (token) => unsigned(token, 'none')],
  ['alg None', (token) => unsigned(token, 'None')],
  ['empty key', (token) => resigned(token, '')],
  ['public key', (token, own) => resigned(token, own.publicKey)],
  ['key in the header', (token) => resigned(token, 'own key', jwk)],
  ['kid of a file', (token) => resigned(token, '', { kid: '../../../dev/null' })],
  ['half signature', (token) => token.slice(0, -20)],
  ['signature in the other case', (token) => withSegment(token, 2, swapCase(token.split('.')[2] ?? ''))],
  ['fourth segment', (token) => `${token}.AAAA`],
];

type Places = (token: string) => Readonly<Record<string, string>>;
const elsewhere: readonly (readonly [name: string, headers: Places])[] = [
  ['cookie', (token) => ({ cookie: `access_token=${token}` })],
  ['Proxy-Authorization', (token) => ({ 'proxy-authorization': `Bearer ${token}` })],
  ['X-Authorization', (token) => ({ 'x-authorization': `Bearer ${token}` })],
  ['X-Access-Token', (token) => ({ 'x-access-token': token })],
  ['no scheme', (token) => ({ authorization: token })],
];

const values: readonly unknown[] = [
  ...['\uff21', 'a&#45;b', 'a\u200bb', { value: 'a' }, '1.50', '1e5', '9223372036854775808', '2147483648', '0x1F'],
  ...['2019-05-31', 'true', 'null', 'constructor', 'no', 'a.', '-a-'],
];

const triples: readonly (readonly [string, string, string])[] = [
  ['ab', 'cd', 'ef'],
  ['ef', 'ab', 'cd'],
  ['ba', 'cd', 'ef'],
  ['ab', 'cd', 'x'],
  ['a.b', '007', 'x'],
  ['ab', '007', 'x'],
  ['ab', '7', 'x'],
  ['g-h', 'i', 'j'],
  ['g', 'h-i', 'j'],
  [`${'k'.repeat(20)}1`, 'l', 'm'],
  [`${'k'.repeat(20)}2`, 'l', 'm'],
];

const longReferences = references({
  customerRef: 'c'.repeat(50),
  orderRef: 'o'.repeat(50),
  instructionRef: 'i'.repeat(50),
});

const shared: Readonly<Record<string, string>> = {
  'x-correlation-id': 'Caller-2',
  'idempotency-key': 'k1',
  cookie: 'session=1',
};

type Signed = (publicKey: string, nonce: string, time: string) => string;

/** A request whose signature is that of another text. */
function otherwiseSigned(own: SandboxCredentials, text: Signed, timestamp: string): HmacChanges {
  const nonce = `signed-${text.toString().length}-${timestamp}`;
  const key = Buffer.from(own.privateKey, 'base64');
  return {
    nonce,
    timestamp,
    sign: () =>
      createHmac('sha256', key)
        .update(text(own.publicKey, nonce, timestamp))
        .digest('base64'),
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const signedTexts: readonly (readonly [name: string, text: Signed])[] = [
  ['no nonce', (key, _nonce, time) => `${key}:${time}:`],
  ['no time', (key, nonce) => `${key}:${nonce}:`],
  ['no key', (_key, nonce, time) => `${nonce}:${time}:`],
  ['no last colon', (key, nonce, time) => `${key}:${nonce}:${time}`],
  ['nothing', () => ''],
  ['whole seconds', (key, nonce, time) => `${key}:${nonce}:${time.split('.')[0]}:`],
];

/** Requests beyond the ordinary, at a time in seconds. */
export const oddProbes = (seconds: number): readonly Probe[] => [
  ...forgeries.flatMap(([name, forge]): readonly Probe[] => [
    [
      `caller: ${name}`,
      (own) => payoutCall(own, undefined, { authorization: `Bearer ${forge(own.managementToken, own)}` }),
    ],
    [`options: ${name}`, (own, seen) => optionsCall(forge(String(seen.documented?.json?.accessToken), own))],
  ]),
  ...elsewhere.map(
    ([name, headers]): Probe => [
      `token elsewhere: ${name}`,
      (own) => payoutCall(own, undefined, { authorization: undefined, ...headers(own.managementToken) }),
    ],
  ),
  [
    'token elsewhere: body',
    (own) => payoutCall(own, references({ access_token: own.managementToken }), { authorization: undefined }),
  ],
  ['caller: no role', (own) => payoutCall(own, undefined, { authorization: `Bearer ${own.noRoleToken}` })],
  ['options: expired', (own) => optionsCall(own.expiredPayoutToken)],
  [
    'options: token in the query',
    (_own, seen) => ({
      method: 'GET',
      path: `/v1/payout/options?access_token=${seen.documented?.json?.accessToken}`,
    }),
  ],
  [
    'options: token in a cookie',
    (_own, seen) => ({
      method: 'GET',
      path: '/v1/payout/options',
      headers: { cookie: `access_token=${seen.documented?.json?.accessToken}` },
    }),
  ],
  ...values.map(
    (value): Probe => [`reference ${JSON.stringify(value)}`, (own) => payoutCall(own, references({ orderRef: value }))],
  ),
  ...triples.map(
    ([customerRef, orderRef, instructionRef]): Probe => [
      `references ${customerRef}, ${orderRef}, ${instructionRef}`,
      (own) => payoutCall(own, references({ customerRef, orderRef, instructionRef })),
    ],
  ),
  ...Object.entries(shared).flatMap(([name, value]) =>
    ['one', 'other'].map(
      (orderRef): Probe => [
        `${name}: ${orderRef}`,
        (own) => payoutCall(own, references({ orderRef }), { [name]: value }),
      ],
    ),
  ),
  ...['x'.repeat(64), 'a:b/c=d+e|f~g', '0123-4567', '1234567890'].map(
    (id): Probe => [
      `correlated by ${id}`,
      (own) => payoutCall(own, '{}', { 'x-correlation-id': id, 'x-request-id': 'other' }),
    ],
  ),
  ['uncompressed', (own) => payoutCall(own, undefined, { 'accept-encoding': 'identity' })],
  ['TRACE', (own) => ({ ...payoutCall(own), method: 'TRACE' })],
  ['GET made POST', (own) => ({ ...payoutCall(own, undefined, { 'x-http-method-override': 'POST' }), method: 'GET' })],
  ['PUT made POST', (own) => ({ ...payoutCall(own, undefined, { 'x-method-override': 'POST' }), method: 'PUT' })],
  ['hmac under the public key', (own) => hmacCall(own, { timestamp: seconds, privateKey: base64(own.publicKey) })],
  ['hmac under an empty key', (own) => hmacCall(own, { timestamp: seconds, privateKey: '' })],
  ['hmac under the written key', (own) => hmacCall(own, { timestamp: seconds, privateKey: base64(own.privateKey) })],
  ['hmac with a longer signature', (own) => hmacCall(own, { timestamp: seconds, sign: (text) => `${text}AAAA` })],
  ...['a long nonce', 'the long nonce again'].map(
    (name): Probe => [`hmac with ${name}`, (own) => hmacCall(own, { timestamp: seconds, nonce: 'n'.repeat(100) })],
  ),
  [
    'caller: signed',
    (own) => {
      const { headers } = hmacCall(own, { timestamp: seconds, nonce: 'at-another-call', body: references() });
      return payoutCall(own, references(), { ...headers });
    },
  ],
  ['long references', (own) => payoutCall(own, longReferences)],
  ['options: long token', (_own, seen) => optionsCall(seen['long references']?.json?.accessToken)],
  ...signedTexts.map(
    ([name, text]): Probe => [
      `hmac signed: ${name}`,
      (own) => hmacCall(own, otherwiseSigned(own, text, `${seconds}.25`)),
    ],
  ),
];
