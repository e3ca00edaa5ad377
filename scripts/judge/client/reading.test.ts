import { exampleToken } from '../rules/example';
import { ClientReading, claimsOf, expiryOf, hostOf } from './reading';
import type { ClientExchange } from './types';

const baseUrl = 'https://api.example.com/base';
const start = Date.UTC(2026, 0, 15, 12);
const token = exampleToken({ exp: 1 });
type Request = ClientExchange['request'];

const read = (request: Partial<Request>, more: Partial<ClientExchange> = {}, base: string | undefined = baseUrl) => {
  const exchange = { method: 'POST', url: `${baseUrl}/v1/identity/payout`, headers: [], ...request };
  return new ClientReading({ request: exchange, startedAt: start, endedAt: start + 500, ...more }, { baseUrl: base });
};
const answered = (headers: Request['headers'], body = '', status = 200) => ({ response: { status, headers, body } });

describe('the host of a URL', () => {
  it.each([
    ['https://API.example.com/x', 'api.example.com'],
    ['https://api.example.com:443/x', 'api.example.com'],
    ['http://api.example.com:80?x', 'api.example.com'],
    ['http://api.example.com:8080', 'api.example.com:8080'],
    ['https://user:secret@api.example.com/x', 'api.example.com'],
    ['http://127.0.0.1:8080/x', 'localhost:8080'],
    ['http://127.8.9.10/x', 'localhost'],
    ['http://[::1]:9/x', 'localhost:9'],
    ['http://[2001:DB8::1]/x', '[2001:db8::1]'],
    ['http://LocalHost/x', 'localhost'],
    ['http://128.0.0.1/x', '128.0.0.1'],
    ['/v1/x', ''],
  ])('%s is %j', (url, host) => {
    expect(hostOf(url)).toBe(host);
  });
});

describe('the target and the call of a request', () => {
  it.each<[string, string, boolean, string | undefined, string]>([
    [baseUrl, `${baseUrl}/v1/identity/payout?x=1#y`, true, 'payout-token', '/v1/identity/payout'],
    [baseUrl, '/v1/identity/payout', true, 'payout-token', '/v1/identity/payout'],
    [baseUrl, `${baseUrl}/v1/orders`, true, undefined, '/v1/orders'],
    ['http://localhost:1', 'http://127.0.0.1:1/v1/payout/options', true, 'payout-options', '/v1/payout/options'],
    ['http://localhost:1', 'http://127.0.0.1:2/v1/payout/options', false, undefined, '/v1/payout/options'],
    [baseUrl, 'https://other.example.com/v1/identity/payout', false, undefined, '/v1/identity/payout'],
  ])('with base %s, of %s', (base, url, atTarget, call, path) => {
    const reading = read({ url }, {}, base);
    expect([reading.atTarget, reading.call, reading.path]).toEqual([atTarget, call, path]);
  });

  it('is any host without a base URL', () => {
    const exchange = {
      request: { method: 'POST', url: 'https://any.example.com/v1/identity/hmac', headers: [] },
      startedAt: 0,
      endedAt: 0,
    };
    const reading = new ClientReading(exchange, {});
    expect([reading.atTarget, reading.call]).toEqual([true, 'management-token']);
  });
});

describe('the time of a request', () => {
  it('is that of the server, if its clock is known', () => {
    expect(read({}).serverTime).toBe(start);
    expect(read({}, { clockOffsetMs: -250 }).serverTime).toBe(start - 250);
  });

  const date = (ms: number) => new Date(ms).toUTCString();
  it.each<[string, Request['headers'], number | undefined]>([
    ['seconds', [['Retry-After', ' 2 ']], 2000],
    ['no time', [['retry-after', '0']], 0],
    ['six digits', [['Retry-After', '999999']], 999_999_000],
    ['a fraction', [['Retry-After', 'soon']], undefined],
    ['no header', [], undefined],
    [
      'a date, by the clock of the server',
      [
        ['Retry-After', date(start + 9000)],
        ['Date', date(start + 4000)],
      ],
      5000,
    ],
    ['a date, by this clock', [['Retry-After', date(start + 9000)]], 8500],
    ['a date that is over', [['Retry-After', date(start - 9000)]], 0],
  ])('to wait is read from Retry-After: %s', (_name, headers, wanted) => {
    expect(read({}, answered(headers)).retryAfterMs).toBe(wanted);
  });

  it('to wait is not known without a response', () => {
    expect(read({}).retryAfterMs).toBeUndefined();
  });
});

describe('the body of a request', () => {
  const json = '{"a":"é"}';
  it('is read as UTF-8, and as JSON if it is an object', () => {
    const bytes = new TextEncoder().encode(json);
    expect(read({ body: bytes })).toMatchObject({ bodyText: json, object: { a: 'é' } });
    expect([...read({ body: json }).bodyBytes]).toEqual([...bytes]);
    expect(read({ body: bytes }).bodyBytes).toBe(bytes);
    expect(read({})).toMatchObject({ bodyText: '', object: undefined, bodyBytes: new Uint8Array() });
    expect(read({ body: '[]' }).object).toBeUndefined();
    expect(read({ body: '{' }).object).toBeUndefined();
  });

  it.each([
    [JSON.stringify(json), true],
    [json, false],
    ['"text"', false],
    ['1', false],
    ['{', false],
    [JSON.stringify('[]'), false],
  ])('is encoded twice: %s %s', (body, wanted) => {
    expect(read({ body }).isEncodedTwice).toBe(wanted);
  });

  it.each([
    [{ customer_ref: 1 }, 'customer_ref'],
    [{ x: 1, 'Customer-Ref': 1 }, 'Customer-Ref'],
    [{ customerRef: 1 }, undefined],
    [{ customer: 1 }, undefined],
  ])('may hold a name like that of a reference: %j', (body, wanted) => {
    expect(read({ body: JSON.stringify(body) }).similarName('customerRef')).toBe(wanted);
  });
});

describe('the credential of a request', () => {
  const hmac = { publicKey: 'k', nonce: 'n:m', timestamp: '1', signature: 's' };
  const exchangeUrl = `${baseUrl}/v1/identity/hmac`;
  it.each<[string, string, string | undefined, object | undefined]>([
    [`Bearer ${token}`, baseUrl, token, undefined],
    ['bearer  any text', baseUrl, 'any text', undefined],
    [token, baseUrl, token, undefined],
    [`Token ${token}`, baseUrl, token, undefined],
    ['Token word', baseUrl, undefined, undefined],
    ['Hmac k:n:m:1:s', baseUrl, undefined, hmac],
    ['HMAC k:n:m:1:s', baseUrl, undefined, hmac],
    ['k:n:m:1:s', baseUrl, undefined, undefined],
    ['k:n:m:1:s', exchangeUrl, undefined, hmac],
    ['Other k:n:m:1:s', exchangeUrl, undefined, hmac],
    ['Hmac k:n::', baseUrl, undefined, { publicKey: 'k', nonce: 'n', timestamp: '', signature: '' }],
    ['Hmac word', exchangeUrl, undefined, undefined],
  ])('%s at %s', (value, url, wantedToken, wantedHmac) => {
    const reading = read({ url, headers: [['Authorization', value]] });
    expect([reading.token, reading.hmac]).toEqual([wantedToken, wantedHmac]);
  });

  it('holds every token of headers and query once', () => {
    const other = exampleToken({ exp: 2 });
    const headers = [
      ['Cookie', `a=${token}; b=1`],
      ['X', `"${token}"`],
    ] as const;
    expect(read({ headers, url: `${baseUrl}/?x=${other}&y=${token}#z=${token}` }).tokens).toEqual([token, other]);
    expect(read({}).tokens).toEqual([]);
  });

  it('may lack parts in a recording', () => {
    const reading = read({}, { notRecorded: new Set(['time']) });
    expect([reading.lacks('time'), reading.lacks('authorization'), reading.lacks('authorization', 'time')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(read({}).lacks('time')).toBe(false);
  });
});

describe('the token of a response', () => {
  const issuing = (body: unknown, status = 201, url = `${baseUrl}/v1/identity/payout`) =>
    read({ url }, answered([], JSON.stringify(body), status)).issuedToken;
  it.each<[string, ReturnType<typeof issuing>, object | undefined]>([
    ['of a success', issuing({ accessToken: token }), { token, expiresAt: 1000 }],
    ['that is not a JWT', issuing({ accessToken: 'x' }), { token: 'x', expiresAt: undefined }],
    ['with the first status of a success', issuing({ accessToken: 'x' }, 200), { token: 'x' }],
    ['with the last status of a success', issuing({ accessToken: 'x' }, 299), { token: 'x' }],
    ['with an earlier status', issuing({ accessToken: 'x' }, 199), undefined],
    ['with a later status', issuing({ accessToken: 'x' }, 300), undefined],
    ['that is empty', issuing({ accessToken: '' }), undefined],
    ['that is a number', issuing({ accessToken: 1 }), undefined],
    ['of another path', issuing({ accessToken: 'x' }, 201, `${baseUrl}/v1/orders`), undefined],
    ['that never came', read({}).issuedToken, undefined],
  ])('%s', (_name, seen, wanted) => {
    if (wanted === undefined) expect(seen).toBeUndefined();
    else expect(seen).toMatchObject(wanted);
  });

  it('expires as its exp says, if that is a number', () => {
    expect(expiryOf(exampleToken({ exp: 1.5 }))).toBe(1500);
    expect(expiryOf(exampleToken({ exp: '1' }))).toBeUndefined();
    expect(expiryOf(exampleToken('{"exp":1e999}'))).toBeUndefined();
    expect(claimsOf('a.b.c')).toBeUndefined();
  });
});
