import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../contract/exchange';
import { type Example, exampleClaims, exampleToken, exampleValues, exchangeOf, issued } from '../judge/rules/example';
import { recordExchange, recordFinding } from './record';
import { fingerprint, Redactor } from './redactor';

const { managementToken } = exampleValues;
const body = issued();
const issuedToken = String(body.accessToken);
const shown = (token: string): string => `[token ${fingerprint(token)}]`;
const exchange = (response: Example['response'], id = 'accept.fresh-references'): Exchange =>
  exchangeOf({ name: '', case: id, response });
const record = (given: Exchange, redactor = new Redactor()) => recordExchange(given, redactor);

describe('a recorded exchange', () => {
  it('has the request, the response and the claims of its token, without the tokens', () => {
    expect(record(exchange({ status: 201, body }))).toEqual({
      attempt: 1,
      request: {
        method: 'POST',
        url: 'https://api.example.com/v1/identity/payout',
        headers: { Authorization: `Bearer ${shown(managementToken)}`, 'Content-Type': 'application/json' },
        body: '{"customerRef":"my-customer","orderRef":"my-order","instructionRef":"my-instruction"}',
      },
      response: {
        status: 201,
        headers: {
          Date: 'Thu, 15 Jan 2026 12:00:00 GMT',
          'Content-Type': 'application/json',
          'Cache-Control': 'no-store',
        },
        body: `{"accessToken":"${shown(issuedToken)}","expires":"1768482000000"}`,
        bodyRedacted: true,
        timings: { totalMs: 20 },
        tokens: [
          {
            fingerprint: fingerprint(issuedToken),
            kind: 'payout token',
            header: { alg: 'HS256', typ: 'JWT' },
            claims: exampleClaims,
          },
        ],
      },
    });
  });

  it('says why there was no response', () => {
    const outcome = { kind: 'failure', reason: 'reset', message: `socket hang up on ${managementToken}` } as const;
    const recorded = record({ ...exchange({ status: 201 }), attempt: 2, outcome });
    expect(recorded).toMatchObject({
      attempt: 2,
      failure: { kind: 'reset', message: `socket hang up on ${shown(managementToken)}` },
    });
    expect(recorded).not.toHaveProperty('response');
  });

  it('has no body if none was sent', () => {
    expect(record(exchange({ status: 404 }, 'method.get')).request).not.toHaveProperty('body');
  });

  it('shows no id as the name of a header', () => {
    const id = '5b1f8d0e-3c7a-4e96-b2d4-91a6c0f7e835';
    const { response } = record(exchange({ status: 200, headers: { [id]: 'a' } }));
    expect(JSON.stringify(response)).not.toContain(id);
  });

  it('joins several values of a header, and keeps any name', () => {
    const { response } = record(exchange({ status: 200, headers: { Via: ['a', 'b'], ['__proto__']: 'c' } }));
    expect(response?.headers.Via).toBe('a, b');
    expect(Object.getOwnPropertyDescriptor(response?.headers, '__proto__')?.value).toBe('c');
  });
});

describe('tokens in an exchange', () => {
  const withAuthorization = (authorization: string): Exchange => {
    const given = exchange({ status: 401, body: { message: 'opaque-credential and c2lnbmF0dXJlIQ==' } });
    return { ...given, request: { ...given.request, headers: [['authorization', authorization]] } };
  };

  it.each([
    ['a bearer token', 'Bearer opaque-credential', `Bearer ${shown('opaque-credential')}`],
    ['a token under another scheme', 'Basic opaque-credential', `Basic ${shown('opaque-credential')}`],
    ['a token without a scheme', 'opaque-credential', shown('opaque-credential')],
    [
      'the signature of an HMAC credential',
      'Hmac key-id:nonce:1768478400:c2lnbmF0dXJlIQ==',
      `Hmac key-id:nonce:1768478400:[signature ${fingerprint('c2lnbmF0dXJlIQ==')}]`,
    ],
    ['nothing of an HMAC credential without parts', 'hmac nothing', 'hmac nothing'],
  ])('are learned from the request: %s', (_name, authorization, wanted) => {
    const { request } = record(withAuthorization(authorization));
    expect(request.headers.authorization).toBe(wanted);
  });

  it('are learned from the request before the response is shown', () => {
    const { response } = record(withAuthorization('Bearer opaque-credential'));
    expect(response?.body).toBe(
      `{"message":"${shown('opaque-credential')} and [16 characters ${fingerprint('c2lnbmF0dXJlIQ==')}]"}`,
    );
  });

  it('are learned from the response for later texts', () => {
    const redactor = new Redactor();
    const opaque = { accessToken: 'opaque-access-token', nested: [{ refresh_token: 'opaque-refresh-token' }] };
    record(exchange({ status: 201, body: opaque }), redactor);
    expect(redactor.redact('opaque-access-token, opaque-refresh-token')).toBe(
      `${shown('opaque-access-token')}, ${shown('opaque-refresh-token')}`,
    );
  });

  it.each<[string, (secret: string) => Exchange]>([
    ['the request', (secret) => withAuthorization(`Bearer ${secret}`)],
    ['the response', (secret) => exchange({ status: 201, body: { accessToken: secret } })],
  ])('are recognized in base64 too: those of %s', (_name, carrying) => {
    const redactor = new Redactor();
    record(carrying('opaque-access-token'), redactor);
    const encoded = Buffer.from('opaque-access-token').toString('base64');
    expect(redactor.redact(encoded)).not.toContain(encoded.slice(0, 12));
  });

  it('are taken out of the query', () => {
    const redactor = new Redactor();
    redactor.learn(managementToken, 'management token', true);
    expect(record(exchange({ status: 401 }, 'auth.query-string'), redactor).request.url).toBe(
      `https://api.example.com/v1/identity/payout?access_token=[management token ${fingerprint(managementToken)}]`,
    );
  });
});

describe('a recorded exchange is bounded', () => {
  it('in the body of the response', () => {
    const { response } = record(exchange({ status: 400, text: 'x'.repeat(2 ** 20) }));
    expect(response?.body).toBe(`${'x'.repeat(2000)}… (1048576 characters in all)`);
  });

  it('in the body of the request', () => {
    const given = exchange({ status: 400 });
    const long = { ...given, request: { ...given.request, body: 'y'.repeat(2 ** 20) } };
    expect(record(long).request.body).toBe(`${'y'.repeat(2000)}… (1048576 characters in all)`);
  });

  it('and in full up to 2000 characters', () => {
    const { response } = record(exchange({ status: 400, text: 'x'.repeat(2000) }));
    expect(response).toMatchObject({ body: 'x'.repeat(2000) });
    expect(response).not.toHaveProperty('tokens');
  });

  it('and shows no part of a token at the cut', () => {
    const { response } = record(exchange({ status: 400, text: `${'x'.repeat(1990)}"${exampleToken({ sub: 'a' })}"` }));
    expect(response?.body).not.toContain('eyJ');
  });
});

describe('only record.ts and record-token.ts', () => {
  it('say that a value was recorded', () => {
    const files = readdirSync(join(__dirname, '..'), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => file.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(file));
    const casting = sources.filter((file) =>
      /\bas (?:unknown as )?Recorded(?:Exchange|Token|Finding)\b/.test(
        readFileSync(join(__dirname, '..', file), 'utf8'),
      ),
    );
    expect(casting.sort()).toEqual(['report/record-token.ts', 'report/record.ts']);
  });
});

describe('a recorded finding', () => {
  it('has no secrets and keeps the rest', () => {
    const redactor = new Redactor();
    redactor.learn('aB3xK9qT7vLm', 'token');
    const finding = { rule: 'status', level: 'violation', evidence: 'C1' } as const;
    const text = 'it was aB3xK9qT7vLm';
    const clean = `it was ${shown('aB3xK9qT7vLm')}`;
    expect(
      recordFinding({ ...finding, message: text, where: text, expected: text, actual: text, sample: text }, redactor),
    ).toEqual({ ...finding, message: clean, where: clean, expected: clean, actual: clean, sample: clean });
    expect(recordFinding({ ...finding, message: 'm' }, redactor)).toEqual({ ...finding, message: 'm' });
  });

  it('keeps the words of the rule, though the server calls them a token', () => {
    const redactor = new Redactor();
    redactor.learn('missing-or-documented-body', 'token');
    const finding = { rule: 'status', level: 'violation', evidence: 'C1' } as const;
    const text = 'missing-or-documented-body';
    const { message, actual } = recordFinding({ ...finding, message: text, actual: text }, redactor);
    expect([message, actual]).toEqual([text, shown(text)]);
  });

  it('is bounded', () => {
    const long = {
      rule: 'status',
      level: 'violation',
      evidence: 'C1',
      message: 'm',
      actual: 'x'.repeat(5000),
    } as const;
    expect(recordFinding(long, new Redactor()).actual).toBe(`${'x'.repeat(2000)}… (5000 characters in all)`);
  });
});
