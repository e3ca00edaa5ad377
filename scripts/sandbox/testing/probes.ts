import type { SandboxCredentials } from '../behaviour';
import {
  type Answer,
  type Call,
  type connect,
  hmacCall,
  optionsCall,
  payoutCall,
  references,
  segment,
  withSegment,
} from './client';
import { oddProbes } from './odd-probes';

/** The fixed time of the probed sandboxes. */
export const probeTime = 1_800_000_000_123;

const seconds = Math.floor(probeTime / 1000);
const names = ['customerRef', 'orderRef', 'instructionRef'] as const;

type Build = (own: SandboxCredentials, seen: Readonly<Record<string, Answer>>) => Call;

/** A request with a name. */
export type Probe = readonly [name: string, build: Build];

/** Requests that together show every fault that needs no condition, in the order in which they are sent. */
const probes: readonly Probe[] = [
  ['documented', (own) => payoutCall(own)],
  ['nothing', (own) => payoutCall(own, '{}')],
  ['options', (_own, seen) => optionsCall(seen.documented?.json?.accessToken)],
  ['options again', (_own, seen) => optionsCall(seen.documented?.json?.accessToken)],
  ...[
    undefined,
    null,
    '',
    1,
    true,
    ['a'],
    { a: 1 },
    'x',
    'x'.repeat(50),
    'x'.repeat(51),
    ' ',
    ' a ',
    'a b',
    'a/b',
    "a'b",
    '<b>',
    'a\nb',
    'é',
    'é'.repeat(51),
    '😀',
    'a\0b',
    ...['a@b', 'a+b', 'a:b', 'a\\b', 'a&b', 'a#b', 'a~b', 'a(b)', 'a[b]', 'a{b}', 'a!b', 'a?b', 'a$b', 'a*b', 'a=b'],
    ...['a;b', 'a|b', 'a`b', 'a%2Db', 'a\u212ab'],
    'UPPER',
    'a.b',
    'a_b',
    'a-b',
  ].map(
    (value): Probe => [
      `references ${JSON.stringify(value)}`,
      (own) => payoutCall(own, references({ customerRef: value, orderRef: value, instructionRef: value })),
    ],
  ),
  ['mixed', (own) => payoutCall(own, references({ customerRef: 'A.b_C-9', orderRef: '007', instructionRef: 'Ab' }))],
  [
    'mixed, lower case',
    (own) => payoutCall(own, references({ customerRef: 'a.b_c-9', orderRef: '007', instructionRef: 'ab' })),
  ],
  ['joined 1', (own) => payoutCall(own, references({ customerRef: 'ab', orderRef: 'c', instructionRef: 'd' }))],
  ['joined 2', (own) => payoutCall(own, references({ customerRef: 'a', orderRef: 'bc', instructionRef: 'd' }))],
  ['options for an earlier token', (_own, seen) => optionsCall(seen.documented?.json?.accessToken)],
  ['options for a later token', (_own, seen) => optionsCall(seen['mixed, lower case']?.json?.accessToken)],
  ['documented again', (own) => payoutCall(own)],
  ['one customer, another order', (own) => payoutCall(own, references({ orderRef: '2' }))],
  ['correlated', (own) => payoutCall(own, '{}', { 'x-correlation-id': 'Caller-0123456789' })],
  ['correlated by a GUID', (own) => payoutCall(own, '{}', { 'x-correlation-id': own.tenantId })],
  ['correlated success', (own) => payoutCall(own, undefined, { 'x-correlation-id': 'Caller-1' })],
  ['not correlated', (own) => payoutCall(own, '{}')],
  ...names.map((name): Probe => [`no ${name}`, (own) => payoutCall(own, references({ [name]: undefined }))]),
  ['unknown property', (own) => payoutCall(own, references({ extra: 1 }))],
  ['charset', (own) => payoutCall(own, undefined, { 'content-type': 'application/json; charset=utf-8' })],
  ['compression', (own) => payoutCall(own, undefined, { 'accept-encoding': 'gzip, br' })],
  ...[
    '',
    '[]',
    '[[',
    '"text"',
    '1',
    references({ customerRef: '\ud800' }),
    `${references()} x`,
    'null',
    references().slice(0, -1),
    Buffer.from(references().replace('my', '\xff'), 'latin1'),
    `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    references().padEnd(70_000),
    `{\n "instructionRef": "i", "orderRef": "o", "customerRef": "c" }`,
    `{ \n${references({ orderRef: 'o' }).slice(1)}`,
  ].map((body): Probe => [`body ${body.toString().slice(0, 40)}`, (own) => payoutCall(own, body)]),
  ['trailing comma', (own) => payoutCall(own, references().replace('}', ',}'))],
  ['comment', (own) => payoutCall(own, `/* x */${references()}`)],
  ['byte order mark', (own) => payoutCall(own, `\ufeff${references()}`)],
  ['property names in lower case', (own) => payoutCall(own, references().replaceAll('Ref"', 'ref"'))],
  ['upper-case path', (own) => ({ ...payoutCall(own), path: '/V1/IDENTITY/PAYOUT' })],
  ['OPTIONS', (own) => ({ ...payoutCall(own), method: 'OPTIONS' })],
  ...[undefined, 'text/plain', 'text/html'].map(
    (type): Probe => [`media type ${type}`, (own) => payoutCall(own, undefined, { 'content-type': type })],
  ),
  ...['GET', 'PUT', 'PATCH', 'DELETE'].map((method): Probe => [method, (own) => ({ ...payoutCall(own), method })]),
  ...(
    [
      ['no Authorization', () => undefined],
      ['empty Authorization', () => ''],
      ['scheme alone', () => 'Bearer '],
      ['another scheme', (own) => `Basic ${own.managementToken}`],
      ['garbage', () => 'Bearer garbage'],
      ['bearer', (own) => `bearer ${own.managementToken}`],
      ['BEARER', (own) => `BEARER ${own.managementToken}`],
      ['malformed', () => 'Bearer a.b.c'],
      ['longer', (own) => `Bearer ${own.managementToken}x`],
      ['end', (own) => `Bearer ${own.managementToken.slice(0, -6)}AAAAAA`],
      ['header', (own) => `Bearer ${withSegment(own.managementToken, 0, segment({ alg: 'HS256' }))}`],
      ['cut', (own) => `Bearer ${own.managementToken.slice(0, -6)}`],
      ['expired', (own) => `Bearer ${own.expiredToken}`],
      ['payout token', (_own, seen) => `Bearer ${seen.documented?.json?.accessToken}`],
    ] as readonly (readonly [
      string,
      (own: SandboxCredentials, seen: Readonly<Record<string, Answer>>) => string | undefined,
    ])[]
  ).map(
    ([name, authorization]): Probe => [
      `caller: ${name}`,
      (own, seen) => payoutCall(own, undefined, { authorization: authorization(own, seen) }),
    ],
  ),
  ['unknown caller, bad input', (own) => payoutCall(own, '{}', { authorization: undefined })],
  [
    'unknown caller, another method',
    (own) => ({ ...payoutCall(own, undefined, { authorization: undefined }), method: 'PUT' }),
  ],
  [
    'token in the query',
    (own) => ({
      ...payoutCall(own, undefined, { authorization: undefined }),
      path: `/v1/identity/payout?t=${own.managementToken}`,
    }),
  ],
  [
    'doubled signs',
    (own) => payoutCall(own, references({ customerRef: 'a..b', orderRef: 'a--b', instructionRef: 'a__b' })),
  ],
  ['own account', (own) => payoutCall(own, undefined, { 'x-account-id': own.accountId })],
  ['own tenant', (own) => payoutCall(own, undefined, { 'x-tenant-id': own.tenantId })],
  ['hmac', (own) => hmacCall(own, { timestamp: seconds, nonce: 'a' })],
  [
    'hmac token used',
    (own, seen) => payoutCall(own, undefined, { authorization: `Bearer ${seen.hmac?.json?.accessToken}` }),
  ],
  ['hmac replayed', (own) => hmacCall(own, { timestamp: seconds, nonce: 'a' })],
  [
    'hmac replayed elsewhere',
    (own) => hmacCall(own, { timestamp: seconds, nonce: 'a', path: '/identity/v1/hmac/management' }),
  ],
  ['hmac, nonce in the other case', (own) => hmacCall(own, { timestamp: seconds, nonce: 'A' })],
  ['hmac replayed later', (own) => hmacCall(own, { timestamp: seconds + 1, nonce: 'a' })],
  ['hmac, another nonce', (own) => hmacCall(own, { timestamp: seconds, nonce: 'b' })],
  ['hmac replayed after another', (own) => hmacCall(own, { timestamp: seconds, nonce: 'a' })],
  ['hmac of four minutes ago', (own) => hmacCall(own, { timestamp: seconds - 240 })],
  ['hmac of five minutes and twenty seconds ago', (own) => hmacCall(own, { timestamp: seconds - 320 })],
  ['hmac of six minutes ago', (own) => hmacCall(own, { timestamp: seconds - 360 })],
  ['hmac with a fraction', (own) => hmacCall(own, { timestamp: `${seconds}.5` })],
  ['hmac ten minutes ahead', (own) => hmacCall(own, { timestamp: seconds + 600 })],
  ['hmac an hour ahead', (own) => hmacCall(own, { timestamp: seconds + 3600 })],
  ['hmac forged', (own) => hmacCall(own, { timestamp: seconds, sign: () => 'A'.repeat(44) })],
  [
    'hmac signed in part',
    (own) => hmacCall(own, { timestamp: seconds, sign: (text) => `${text.slice(0, 20)}${'A'.repeat(24)}` }),
  ],
  ['hmac end', (own) => hmacCall(own, { timestamp: seconds, sign: (text) => `${text.slice(0, 38)}AAAAAA` })],
  ['hmac empty', (own) => hmacCall(own, { timestamp: seconds, sign: () => '' })],
  ['hmac unreadable', (own) => hmacCall(own, { timestamp: seconds, sign: () => '!' })],
  ['hmac of yesterday', (own) => hmacCall(own, { timestamp: 'yesterday' })],
  ['hmac, another scheme', (own) => hmacCall(own, { timestamp: seconds, scheme: 'Basic' })],
  ['hmac cut', (own) => hmacCall(own, { timestamp: seconds, sign: (text) => text.slice(0, 20) })],
  ['hmac in another case', (own) => hmacCall(own, { timestamp: seconds, sign: (text) => text.toLowerCase() })],
  ['hmac of another key', (own) => hmacCall(own, { timestamp: seconds, publicKey: own.accountId })],
  ['hmac, lower case', (own) => hmacCall(own, { timestamp: seconds, scheme: 'hmac' })],
  ['hmac, upper case', (own) => hmacCall(own, { timestamp: seconds, scheme: 'HMAC' })],
  ['hmac without Authorization', () => ({ path: '/v1/identity/hmac' })],
  ['hmac malformed', () => ({ path: '/v1/identity/hmac', headers: { authorization: 'Hmac garbage' } })],
  ...oddProbes(seconds),
];

/**
 * Sends the probes and yields, for each, everything that can be observed about the response, with random values
 * replaced by names.
 */
export async function* observe(
  own: SandboxCredentials,
  send: ReturnType<typeof connect>,
): AsyncGenerator<readonly [name: string, answer: Answer, observation: string]> {
  const seen: Record<string, Answer> = {};
  for (const [name, build] of probes) {
    const answer = await send(build(own, seen));
    const token = answer.json?.accessToken;
    const twin = Object.keys(seen).find((earlier) => token !== undefined && seen[earlier]?.json?.accessToken === token);
    seen[name] = answer;
    yield [name, answer, `${describeAnswer(answer, own)}\n${twin ?? ''}`];
  }
}

/** Everything that can be observed about a response, with random values replaced by names. */
export function describeAnswer({ status, reason, rawHeaders, text }: Answer, own: SandboxCredentials): string {
  const headers = rawHeaders.join('\n').replace(/(Date|Content-Length)\n.*/g, '$1');
  return `${status} ${reason}\n${headers}\n\n${neutral(text, own)}`;
}

/** Replaces what differs between starts by names: credentials, ids in order of appearance, signatures. */
function neutral(text: string, own: SandboxCredentials): string {
  const ids: string[] = [];
  return Object.entries(own)
    .reduce((known, [name, value]) => known.replaceAll(value, `<${name}>`), text)
    .replace(/(eyJ[\w-]+)\.(eyJ[\w-]+)\.([\w-]+)/g, (_token, header: string, payload: string, signature: string) =>
      neutral(`${decode(header)}.${decode(payload)}.${signature.length}`, own),
    )
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi, (id) => {
      if (!ids.includes(id)) ids.push(id);
      return `<id ${ids.indexOf(id)}>`;
    });
}

const decode = (text: string): string => Buffer.from(text, 'base64url').toString('utf8');
