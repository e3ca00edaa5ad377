import { exampleToken, exampleValues } from '../judge/rules/example';
import { recordTokens } from './record-token';
import { fingerprint, Redactor } from './redactor';

const host = 'https://api.example.com';
const bodyOf = (accessToken: unknown): string => JSON.stringify({ accessToken });
const record = (payload: unknown, redactor = new Redactor(), header?: unknown) =>
  recordTokens(`${host}/v1/identity/payout`, bodyOf(exampleToken(payload, header)), redactor)[0]!;
const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;

describe('a recorded token', () => {
  it.each([
    ['/v1/identity/payout', 'payout token'],
    ['/below/a/path/v1/identity/payout?x=1', 'payout token'],
    ['/v1/identity/hmac', 'management token'],
    ['/identity/v1/hmac/management', 'management token'],
    ['/elsewhere', undefined],
  ])('of %s is a %s', (path, kind) => {
    const [token] = recordTokens(host + path, bodyOf(exampleValues.capturedToken), new Redactor());
    expect(token?.kind).toBe(kind);
    expect(token?.fingerprint).toBe(fingerprint(exampleValues.capturedToken));
  });

  it.each([
    ['no JSON', '<html>'],
    ['no token', '{}'],
    ['a token that is not text', bodyOf(7)],
    ['a token that cannot be read', bodyOf('opaque-access-token')],
    ['a token whose claims are not JSON', bodyOf(exampleToken('no JSON'))],
  ])('is not made of a body with %s', (_what, body) => {
    expect(recordTokens(host, body, new Redactor())).toEqual([]);
  });

  it('keeps every kind of value as it is', () => {
    const claims = { sub: 'a', exp: 1768482000.5, admin: false, none: null, role: ['x', { y: 1 }] };
    expect(record(claims).claims).toEqual(claims);
  });

  it.each([
    ['a name of 80 characters', { ['n'.repeat(80)]: 1 }, { ['n'.repeat(80)]: 1 }],
    ['a name of 81 characters', { ['n'.repeat(81)]: 1 }, { [`${'n'.repeat(80)}… (1 more characters)`]: 1 }],
    ['a text of 300 characters', { sub: 'x'.repeat(300) }, { sub: 'x'.repeat(300) }],
    ['a text of 301 characters', { sub: 'x'.repeat(301) }, { sub: `${'x'.repeat(300)}… (1 more characters)` }],
    ['objects four levels deep', { a: { b: { c: { d: { e: {} } } } } }, { a: { b: { c: { d: { e: '…' } } } } }],
    ['lists four levels deep', { a: [[[[1, [2]]]]] }, { a: [[[[1, '…']]]] }],
    ['nothing below a claim', { a: [null] }, { a: [null] }],
    ['a list of 300 characters', { a: ['x'.repeat(296)] }, { a: ['x'.repeat(296)] }],
    ['the start of a long list', { a: ['x'.repeat(300)] }, { a: `["${'x'.repeat(298)}… (4 more characters)` }],
  ])('shows %s, and no more', (_what, payload, claims) => {
    expect(record(payload).claims).toEqual(claims);
  });

  it('gives a header a quarter of the room, and claims the rest', () => {
    const all = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`name${index + 100}`, 'x'.repeat(89)]));
    const { header, claims } = record(all, new Redactor(), all);
    // Each is 101 characters long: three fit into 400, and eleven into what they leave of 1600.
    expect([Object.keys(header).length, header['…']]).toEqual([4, '97 more']);
    expect([Object.keys(claims).length, claims['…']]).toEqual([13, '88 more']);
  });

  it('fills its room to the last character', () => {
    const all = Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`name${index + 100}`, 'x'.repeat(86)]));
    expect(record({}, new Redactor(), all).header).toEqual(all);
  });

  it('has no kind if it came from an address that is not a URL', () => {
    const [token] = recordTokens('/v1/identity/payout', bodyOf(exampleValues.capturedToken), new Redactor());
    expect(token).not.toHaveProperty('kind');
  });

  it('keeps a claim of any name', () => {
    const { claims } = record('{"__proto__":"a","constructor":"b"}');
    expect(Object.entries(claims)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it.each([
    ['a secret that the run knows', { note: 'it is opaque-private-key' }],
    ['one in the name of a claim', { 'opaque-private-key': 1 }],
    ['one below a claim', { note: [{ deep: 'opaque-private-key' }] }],
    ['one under a telling name', { refresh_token: 'never-seen-before' }],
    ['one under a telling name, below a claim', { data: { clientSecret: 'never-seen-before' } }],
    ['another token', { note: exampleValues.capturedToken }],
    ['a secret of digits', { note: 123456789012 }],
  ])('does not show %s', (_what, payload) => {
    const redactor = new Redactor();
    for (const secret of ['opaque-private-key', '123456789012']) redactor.learn(secret, 'private key', true);
    const text = JSON.stringify(record(payload, redactor, { alg: 'none', ...payload }));
    expect(text).not.toMatch(/opaque-private-key|never-seen-before|eyJ|123456789012/);
    expect(text).toMatch(/redacted|\[(private key|token) sha256/);
  });

  it('shows no part of itself', () => {
    const token = exampleToken({ sub: 'someone', copy: 'x' });
    const [, payload = '', signature = ''] = token.split('.');
    const redactor = new Redactor();
    redactor.learn(token, 'token', true);
    const text = JSON.stringify(record({ payload, signature }, redactor));
    expect(text).not.toContain(payload.slice(0, 9));
    expect(text).not.toContain(signature.slice(0, 9));
  });

  it.each([
    ['many claims', Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`claim${index}`, index]))],
    ['a long claim', { sub: 'x'.repeat(100_000) }],
    ['a long name', { ['x'.repeat(100_000)]: 1 }],
    [
      'many long claims',
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`c${index}`, '\u0001'.repeat(999)])),
    ],
    ['deep claims', `{"sub":${deep}}`],
  ])('is at most 2 KB with %s', (_what, payload) => {
    expect(JSON.stringify(record(payload, new Redactor(), payload)).length).toBeLessThan(2048);
  });

  it('counts the claims that did not fit', () => {
    const all = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`claim${index}`, 'x'.repeat(40)]));
    const { claims } = record(all);
    const shown = Object.keys(claims).length - 1;
    expect(shown).toBeGreaterThan(10);
    expect(claims['…']).toBe(`${100 - shown} more`);
  });
});
