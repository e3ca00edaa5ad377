import type { HeaderList } from '../exchange';
import { readRelaxedJson } from './body';
import { predict, predictionText } from './predict';
import { sources } from './testing/sources';
import type { Circumstances, Known, KnownHmac, KnownToken, ModelRequest } from './types';
import { decodeUtf8, encodeUtf8 } from './utf8';

const { baseUrl } = sources;
const token = (kind: KnownToken): Known => ({ kind: 'token', token: kind });
const hmac: KnownHmac = { kind: 'hmac', key: 'own', signature: 'right', time: 0, nonce: 'fresh', clock: 'certain' };

interface Given {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: HeaderList;
  readonly type?: string;
  readonly body?: string | Uint8Array;
  readonly credential?: Known;
  readonly around?: Partial<Circumstances>;
}

const valid = '{"customerRef":"cust-1","orderRef":"order-1","instructionRef":"instr-1"}';
const without = valid.replace('"customerRef":"cust-1",', '');

function predicted({
  method = 'POST',
  path = '/v1/identity/payout',
  headers = [],
  type,
  body = valid,
  ...more
}: Given) {
  const scheme = path.includes('hmac') ? 'Hmac' : 'Bearer';
  const authorization: HeaderList = more.credential?.kind === 'none' ? [] : [['Authorization', `${scheme} credential`]];
  const request: ModelRequest = {
    method,
    url: baseUrl + path,
    headers: [...authorization, ['Content-Type', type ?? 'application/json'], ...headers],
    ...(scheme === 'Bearer' && method !== 'GET' && { body }),
  };
  const credential = more.credential ?? token('management');
  return predict(request, { baseUrl, credential, hmacPath: '/v1/identity/hmac', ...more.around });
}

const accepted = { outcome: 'accepted', status: [200, 201] };
const unauthorised = { outcome: 'refused', unsafe: true };

const table: readonly (readonly [title: string, given: Given, expected: object, text?: string])[] = [
  ['the documented request', {}, { ...accepted, call: 'payout-token', evidence: 'C4' }],
  ['no credential', { credential: { kind: 'none' } }, { ...unauthorised, status: [401] }, 'no credential'],
  [
    'no credential and no customerRef',
    { credential: { kind: 'none' }, body: without },
    {
      ...unauthorised,
      status: [400, 401],
      tokenBreaks: undefined,
      codes: { references: ['customerRef'], accepted: ['CUSTOMER_REF_IS_REQUIRED'] },
    },
    'no credential; customerRef is missing',
  ],
  [
    'two references at fault',
    { body: valid.replace('cust-1', 'a'.repeat(51)).replace('order-1', 'a b') },
    {
      outcome: 'refused',
      status: [400],
      evidence: 'R2',
      unsafe: false,
      codes: {
        references: ['customerRef', 'orderRef'],
        accepted: ['CUSTOMER_REF_LENGTH_OUT_OF_RANGE', 'ORDER_REF_CONTAINS_INVALID_CHARACTERS'],
      },
    },
    'customerRef is longer than 50; orderRef holds a character that is not allowed',
  ],
  [
    'one reference null, whose code is open',
    { body: valid.replace('"cust-1"', 'null').replace('order-1', '') },
    { codes: { references: ['customerRef', 'orderRef'] }, tokenBreaks: 'C8' },
    'customerRef is null; orderRef is empty',
  ],
  [
    'a foreign charset and no customerRef',
    { type: 'application/json; charset=utf-16', body: without },
    { outcome: 'refused', status: [400, 415], tokenBreaks: 'C8', codes: undefined },
  ],
  [
    'a foreign charset',
    { type: 'application/json; charset=utf-16' },
    { outcome: 'open', unsafe: false, evidence: 'C15a' },
  ],
  ['another media type', { type: 'text/plain' }, { outcome: 'refused', status: [400, 413, 415], evidence: 'C15' }],
  [
    'a role that is missing',
    { credential: token('management-without-role') },
    { ...unauthorised, status: [403], evidence: 'H7' },
  ],
  ['GET', { method: 'GET' }, { outcome: 'refused', status: [404, 405], unsafe: true }, 'the method is GET'],
  [
    'OPTIONS without a credential',
    { method: 'OPTIONS', credential: { kind: 'none' } },
    { outcome: 'open', unsafe: true },
  ],
  [
    'a trailing slash',
    { path: '/v1/identity/payout/' },
    { outcome: 'open', status: [301, 302, 307, 308], call: 'payout-token' },
  ],
  ['an encoded letter', { path: '/v1/identity/%70ayout' }, { outcome: 'open', call: 'payout-token' }],
  ['dot segments', { path: '/v1/./x/../identity/payout' }, { outcome: 'open', call: 'payout-token' }],
  ['another path', { path: '/v1/identity/payouts' }, { outcome: 'refused', call: undefined }, 'no call has this path'],
  ['a double slash without a credential', { path: '//v1/identity/payout', credential: { kind: 'none' } }, unauthorised],
  ['an unknown header', { headers: [['X-Unknown', 'x']] }, { outcome: 'open', unsafe: false, status: [] }],
  [
    'a refusable Accept without a credential',
    { headers: [['Accept', 'text/html']], credential: { kind: 'none' } },
    { status: [401, 406] },
  ],
  [
    'a reference twice, of which one value may be taken',
    { body: valid.replace('{', '{"customerRef":"a b",') },
    { outcome: 'open', evidence: 'C15a' },
  ],
  [
    'a reference twice, with two bad values',
    { body: JSON.stringify({ ...JSON.parse(valid), customerRef: 'a b' }).replace('{', '{"customerRef":null,') },
    { outcome: 'refused', status: [400] },
    'customerRef is null; customerRef holds a character that is not allowed',
  ],
  ['a byte order mark', { body: `\ufeff${valid}` }, { outcome: 'open' }],
  ['a trailing comma', { body: `${valid.slice(0, -1)},}` }, { outcome: 'open' }],
  ['text after the object', { body: `${valid} x` }, { outcome: 'refused', tokenBreaks: undefined, evidence: 'R4' }],
  ['half an object', { body: valid.slice(0, 20) }, { outcome: 'refused', tokenBreaks: 'C8', evidence: 'R4' }],
  ['a name in another case', { body: valid.replace('customerRef', 'CustomerRef') }, { outcome: 'open' }],
  [
    'a bad value under a name in another case',
    { body: valid.replace('customerRef', 'CustomerRef').replace('cust-1', '') },
    { outcome: 'refused' },
  ],
  ['a property given twice', { body: valid.replace('{', '{"customerRef":"","customerRef":1,') }, { outcome: 'open' }],
  [
    'a property given twice and another missing',
    { body: valid.replace('{', '{"customerRef":"b",').replace('orderRef', 'x') },
    { outcome: 'refused', tokenBreaks: 'C8' },
  ],
  ['a payout token', { credential: token('payout') }, { ...unauthorised, status: [401, 403] }],
  [
    'options with a payout token',
    { path: '/v1/payout/options', method: 'GET', credential: token('payout') },
    { ...accepted, evidence: 'C8' },
  ],
  [
    'options with a token used before',
    { path: '/v1/payout/options', method: 'GET', credential: token('payout'), around: { history: { tokenUses: 3 } } },
    { ...accepted, rows: ['C8', 'C7'] },
  ],
  [
    'options with an expired token',
    { path: '/v1/payout/options', method: 'GET', credential: token('payout-expired') },
    { ...unauthorised, status: [401] },
  ],
  [
    'an exchange',
    { path: '/v1/identity/hmac', credential: hmac },
    { ...accepted, evidence: 'H5', call: 'management-token' },
  ],
  [
    'an exchange with a used nonce',
    { path: '/v1/identity/hmac', credential: hmac, around: { history: { nonceUsed: true } } },
    { ...unauthorised, status: [401], evidence: 'H3' },
  ],
  [
    'an exchange under the other path',
    { path: '/identity/v1/hmac/management', credential: hmac },
    { outcome: 'open', evidence: 'H5' },
  ],
  [
    'a replay under the other path',
    { path: '/identity/v1/hmac/management', credential: { ...hmac, nonce: 'used' } },
    { ...unauthorised, status: [401, 404] },
  ],
  [
    'an old exchange',
    { path: '/v1/identity/hmac', credential: { ...hmac, time: -320 } },
    { ...unauthorised, evidence: 'H4' },
    'it was signed 320 seconds ago',
  ],
  [
    'an old exchange by an uncertain clock',
    { path: '/v1/identity/hmac', credential: { ...hmac, time: -320, clock: 'uncertain' } },
    { outcome: 'open', evidence: 'H4' },
  ],
  [
    'an exchange at the edge of the window',
    { path: '/v1/identity/hmac', credential: { ...hmac, time: -301 } },
    { outcome: 'open', evidence: 'H4' },
  ],
  [
    'an exchange whose time has a leading zero',
    { path: '/v1/identity/hmac', credential: { ...hmac, oddTime: true } },
    { outcome: 'open', evidence: 'H4' },
  ],
  [
    'an old exchange whose time has a leading zero',
    { path: '/v1/identity/hmac', credential: { ...hmac, time: -320, oddTime: true } },
    { ...unauthorised, evidence: 'H4' },
    'it was signed 320 seconds ago',
  ],
];

const rows = table.map(([title, given, expected, text]) => ({ title, given, expected, text }));

it.each(rows)('predicts the response to $title', ({ given, expected, text }) => {
  const prediction = predicted(given);
  expect({ tokenBreaks: undefined, codes: undefined, call: undefined, ...prediction }).toMatchObject(expected);
  if (text !== undefined) expect(predictionText(prediction)).toBe(text);
});

it('treats a body in bytes as its text', () => {
  for (const body of [valid, without, `${valid} \u{1f600}`]) {
    expect(predicted({ body: encodeUtf8(body) })).toEqual(predicted({ body }));
  }
});

it.each([
  ['"a"', 'a'],
  ['{"a":1,}', { a: 1 }],
  ['{"a":[1,2,],/* x */"b":"//"} // end\n', { a: [1, 2], b: '//' }],
  ["{'a':'it\\'s \"b\"'}", { a: 'it\'s "b"' }],
  ['{a:NaN,b:-Infinity}', { a: null, b: null }],
  ['{"a":1', undefined],
  ['hello', undefined],
  ['{"a":1} x', undefined],
])('reads %s with the extensions of JSON', (text, value) => {
  expect(readRelaxedJson(text)?.value).toEqual(value);
});

it.each([
  [[0x61, 0xc3, 0xa9], 'a\u00e9', true],
  [[0xf0, 0x9f, 0x98, 0x80], '\u{1f600}', true],
  [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa', true],
  [[0x61, 0xff, 0xfe, 0x62], 'a\ufffd\ufffdb', false],
  [[0xc0, 0xaf], '\ufffd\ufffd', false],
  [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd', false],
  [[0xe2, 0x82], '\ufffd\ufffd', false],
])('decodes %j', (bytes, text, isValid) => {
  expect(decodeUtf8(Uint8Array.from(bytes))).toEqual({ text, valid: isValid });
  if (isValid) expect([...encodeUtf8(text)]).toEqual(bytes);
});
