import { cases } from '../contract';
import type { AnsweredExchange, HeaderList } from '../contract/exchange';
import { Reading } from './rules/reading';
import { traitsOf } from './traits';

const now = Date.parse('2026-03-01T12:00:00Z');
const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const tokenOf = (header: object, payload: object): string => `${segment(header)}.${segment(payload)}.c2lnbmF0dXJl`;

function exchangeOf(status: number, body: unknown, headers: HeaderList = []): AnsweredExchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    caseId: 'x',
    attempt: 1,
    request: { method: 'POST', url: 'http://127.0.0.1/', headers: [] },
    outcome: {
      kind: 'response',
      status,
      statusText: '',
      headers,
      body: text,
      validUtf8: true,
      receivedAt: now,
      durationMs: 1,
    },
  };
}
const caseOf = (id: string) => cases.find((each) => each.id === id)!;
const traits = (id: string, exchange: AnsweredExchange): Record<string, string> =>
  Object.fromEntries(traitsOf(new Reading(exchange), caseOf(id), now).map(({ aspect, value }) => [aspect, value]));

const seconds = now / 1000;
const success = (header: object, payload: object, more: object = {}, lifetimeMs = 3_600_000) =>
  exchangeOf(201, { accessToken: tokenOf(header, payload), expires: String(now + lifetimeMs), ...more }, [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Date', 'Sun, 01 Mar 2026 12:00:00 GMT'],
    ['X-Correlation-ID', 'abc'],
    ['Cache-Control', 'no-store'],
  ]);

describe('the traits of a response', () => {
  it('show the choices in a success that the contract leaves open', () => {
    const exchange = success(
      { alg: 'ES256', typ: 'JWT' },
      { aud: 'a', iat: seconds, exp: seconds + 300 },
      { scope: 1 },
    );
    expect(traits('accept.documented', exchange)).toEqual({
      'payout-token.success.status': '201',
      'payout-token.success.headers': 'cache-control, content-type',
      'payout-token.success.media-type': 'application/json',
      'payout-token.success.extra-properties': 'scope',
      'payout-token.success.lifetime': 'about 1 h',
      'payout-token.token.alg': 'ES256',
      'payout-token.token.typ': 'JWT',
      'payout-token.token.claims': 'aud, exp, iat',
      'payout-token.token.lifetime': 'about 5 min',
    });
  });

  it.each<[string, string, AnsweredExchange, Record<string, string>]>([
    ['E3', 'auth.missing', exchangeOf(401, { errors: [] }), { body: 'E3', challenge: 'none' }],
    [
      'E2 and a challenge',
      'auth.missing',
      exchangeOf(401, { errorCodes: [] }, [
        ['www-authenticate', 'Bearer realm="x"'],
        ['WWW-Authenticate', 'Basic'],
      ]),
      { body: 'E2', challenge: 'basic, bearer', headers: 'www-authenticate' },
    ],
    ['no body', 'auth.missing', exchangeOf(401, ''), { body: 'empty' }],
    ['markup', 'auth.missing', exchangeOf(401, '<html>'), { body: 'not JSON' }],
    ['a list', 'auth.missing', exchangeOf(401, []), { body: 'not a JSON object' }],
    ['another object', 'auth.missing', exchangeOf(401, {}), { body: 'another object', 'media-type': 'absent' }],
  ])('show the error body: %s', (_name, id, exchange, expected) => {
    const found = traits(id, exchange);
    for (const [aspect, value] of Object.entries(expected))
      expect(found[`payout-token.error.401.${aspect}`]).toBe(value);
  });

  it.each<[string, string, AnsweredExchange]>([
    ['an accepted request that is refused', 'accept.documented', exchangeOf(400, { errors: [] })],
    ['a refused request that is accepted', 'auth.missing', success({ alg: 'HS256' }, {})],
    ['an overloaded server', 'auth.missing', exchangeOf(429, '')],
    ['a failing server', 'accept.documented', exchangeOf(500, '')],
    ['a redirect', 'accept.documented', exchangeOf(302, '')],
  ])('are empty for %s', (_name, id, exchange) => {
    expect(traits(id, exchange)).toEqual({});
  });

  it('show the status by case, if several are allowed or nothing is promised', () => {
    const open = cases.filter(
      ({ expect: { outcome, status } }) => outcome === 'open' || (outcome === 'refused' && status.length > 1),
    );
    expect(open.length).toBeGreaterThan(8);
    for (const {
      id,
      expect: { status },
    } of open) {
      const answered = status.at(-1) ?? 418;
      expect(traits(id, exchangeOf(answered, ''))[`answer.${id}`]).toBe(String(answered));
    }
  });

  it('do not show the status if the contract allows one only', () => {
    expect(caseOf('auth.missing').expect.status).toEqual([401]);
    expect(Object.keys(traits('auth.missing', exchangeOf(401, '')))).not.toContain('answer.auth.missing');
  });

  it.each<[string, object, string]>([
    ['from its own start', { iat: seconds - 3600, exp: seconds + 3600 }, 'about 2 h'],
    ['from the response, if it does not say when it starts', { exp: seconds + 3600 }, 'about 1 h'],
    ['not at all without an end', { iat: seconds }, ''],
  ])('measure the lifetime of a token %s', (_name, claims, wanted) => {
    const found = traits('accept.documented', success({}, claims));
    expect(found['payout-token.token.lifetime'] ?? '').toBe(wanted);
  });

  it.each([
    [30, 'about 1 min'],
    [310, 'about 5 min'],
    [3590, 'about 1 h'],
    [82_000, 'about 24 h'],
    [2_592_000, 'about 30 days'],
    [2 * 31_536_000, 'about 365 days'],
    [1e12, 'more than 365 days'],
    [0, 'over'],
    [-5, 'over'],
  ])('round a lifetime of %d seconds to %s', (lifetime, expected) => {
    const found = traits(
      'accept.documented',
      success({}, { iat: seconds, exp: seconds + lifetime }, {}, lifetime * 1000),
    );
    expect(found['payout-token.token.lifetime']).toBe(expected);
    expect(found['payout-token.success.lifetime']).toBe(expected);
  });

  it('do not show what a server hides in names', () => {
    const secret = tokenOf({ alg: 'HS256' }, { sub: 'someone' });
    const hostile = success(
      { alg: secret, typ: { a: 1 } },
      { [secret]: 1, 'a, b': 1, '\u001b[2J': 1 },
      { [secret]: 1 },
    );
    const text = JSON.stringify(traits('accept.documented', hostile));
    expect(text).not.toContain(secret.slice(0, 20));
    expect(text).not.toContain('2J');
    expect(JSON.parse(text)).toMatchObject({
      'payout-token.token.alg': '(not a plain name)',
      'payout-token.token.typ': '(not text)',
      'payout-token.token.claims': '(not a plain name)',
    });
  });
});
