import fc from 'fast-check';
import { nodeDigests } from '../../run/host';
import { exampleToken } from '../rules/example';
import type { NotRecorded } from '../traffic/types';
import { ClientChecker } from './judge-client';
import { clientRules } from './rules';
import type { ClientExchange } from './types';

const baseUrl = 'https://api.example.com';
const start = Date.UTC(2026, 0, 15, 12);
const publicKey = '0f8fad5b-d9cb-469f-a165-70867728950e';
const minute = 60_000;
const body = JSON.stringify({ customerRef: 'a', orderRef: '1', instructionRef: '1' });

let made = 0;
/** A text that was not used before. */
function fresh(): string {
  made += 1;
  return `${made}`;
}

/** A token with claims of its own. */
const newToken = (expiresAt: number): string => exampleToken({ exp: expiresAt / 1000, jti: fresh() });

interface Step {
  readonly at: number;
  readonly tookMs?: number;
  readonly status?: number;
  readonly issues?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

const response = ({ status = 201, issues, headers = [] }: Step): NonNullable<ClientExchange['response']> => ({
  status,
  headers,
  body: issues === undefined ? '' : JSON.stringify({ accessToken: issues, expires: '1' }),
});

const exchange = (
  request: Partial<ClientExchange['request']> & { readonly authorization: string },
  step: Step,
): ClientExchange => {
  const { authorization, ...rest } = request;
  return {
    request: {
      ...{ method: 'POST', url: `${baseUrl}/v1/identity/payout`, body },
      headers: [
        ['Authorization', authorization],
        ['Content-Type', 'application/json'],
      ],
      ...rest,
    },
    startedAt: step.at,
    endedAt: step.at + (step.tookMs ?? 1),
    response: response(step),
  };
};

const signed = (step: Step, nonce = fresh()): ClientExchange =>
  exchange(
    {
      ...{ url: `${baseUrl}/v1/identity/hmac`, body: undefined },
      authorization: `Hmac ${publicKey}:${nonce}:${step.at / 1000}:c2lnbmF0dXJl`,
    },
    step,
  );
const withToken = (token: string, step: Step, url = `${baseUrl}/v1/identity/payout`): ClientExchange =>
  exchange({ authorization: `Bearer ${token}`, url }, step);

/** What a checker that knows no private key says of these exchanges. */
function said(exchanges: readonly ClientExchange[]): string[] {
  const checker = new ClientChecker({ baseUrl, digests: nodeDigests, privateKeyOf: () => undefined });
  const findings = [...exchanges.flatMap((each) => checker.check(each)), ...checker.settle()];
  return [...new Set(findings.map(({ level, rule }) => `${level} ${rule}`))];
}

/** Fetches a token and uses it, again and again. */
const fetchAndUse = (count: number, everyMs: number, lifetimeMs: number, uses = 1): ClientExchange[] =>
  Array.from({ length: count }, (_, index) => start + index * everyMs).flatMap((at) => {
    const token = newToken(at + lifetimeMs);
    const used = Array.from({ length: uses }, (_, use) => withToken(token, { at: at + 10 + use * 10 }));
    return [signed({ at, issues: token }), ...used];
  });

describe('the history of a client', () => {
  it.each<[string, readonly ClientExchange[], readonly string[]]>([
    ['gets a token for each call', fetchAndUse(3, 100, 60 * minute), ['client client-token-reuse']],
    ['refreshes its token a minute before it expires', fetchAndUse(10, 59 * minute, 60 * minute), []],
    ['uses each token more than once', fetchAndUse(10, 100, 60 * minute, 2), []],
    ['has tokens that live for two minutes', fetchAndUse(10, 100, 2 * minute), []],
    [
      'gets a token after the last one was refused',
      Array.from({ length: 5 }, (_, index) => start + index * 1000).flatMap((at) => {
        const token = newToken(at + 60 * minute);
        return [signed({ at, issues: token }), withToken(token, { at: at + 10, status: 401 })];
      }),
      [],
    ],
    [
      'has workers that take turns, each with its own token',
      (() => {
        const own = Array.from({ length: 8 }, (_, worker) => ({
          at: start + worker * 100,
          token: newToken(start + 60 * minute),
        }));
        return [
          ...own.flatMap(({ at, token }) => [signed({ at, issues: token }), withToken(token, { at: at + 50 })]),
          ...own.map(({ at, token }) => withToken(token, { at: at + 5000 })),
        ];
      })(),
      [],
    ],
    [
      'sends a nonce again',
      [signed({ at: start }, 'n'), signed({ at: start + 1000 }, 'n')],
      ['client client-hmac-nonce'],
    ],
    ['is recorded twice', [signed({ at: start }, 'm'), signed({ at: start }, 'm')], []],
    [
      'sends a nonce again because nothing was sent the first time',
      [{ ...signed({ at: start }, 'o'), neverSent: true }, signed({ at: start + 1000 }, 'o')],
      [],
    ],
    ['sends a token that expires on the way', [withToken(newToken(start - 5000), { at: start })], []],
    ['sends an expired token', [withToken(newToken(start - minute), { at: start })], ['client client-token-expired']],
    [
      'sends the token of one host to another',
      (() => {
        const token = newToken(start + 60 * minute);
        return [
          withToken(token, { at: start }),
          withToken(token, { at: start + 1000 }, 'https://tracker.example.org/collect'),
        ];
      })(),
      ['client client-token-exposure'],
    ],
    [
      'signed its request three minutes ago',
      [{ ...signed({ at: start }), startedAt: start + 3 * minute, endedAt: start + 3 * minute }],
      ['observation client-hmac-time'],
    ],
  ])('is judged: a client that %s', (_name, exchanges, wanted) => {
    expect(said(exchanges)).toEqual(wanted);
  });
});

describe('a client after 429', () => {
  const token = newToken(start + 60 * minute);
  const sent = (at: number, status: number, wait?: string): ClientExchange =>
    withToken(token, { at, status, ...(wait !== undefined && { headers: [['Retry-After', wait]] }) });

  it.each<[string, readonly ClientExchange[], readonly string[]]>([
    ['waits as long as it was told', [sent(start, 429, '2'), sent(start + 2001, 201)], []],
    ['comes back too early', [sent(start, 429, '2'), sent(start + 500, 201)], ['client client-backoff']],
    [
      'was told to wait while others were under way',
      [sent(start, 201), sent(start, 429, '2'), sent(start, 429, '2')],
      [],
    ],
    [
      'comes back at once, twice',
      [sent(start, 429), sent(start + 3, 429), sent(start + 6, 201)],
      ['client client-backoff'],
    ],
    [
      'comes back at once, once: chance may choose a short wait',
      [sent(start, 429), sent(start + 3, 429), sent(start + 500, 201)],
      [],
    ],
    ['asks again much later', [sent(start, 429, '1'), sent(start + 1500, 201), sent(start + 1501, 201)], []],
  ])('%s', (_name, exchanges, wanted) => {
    expect(said(exchanges)).toEqual(wanted);
  });
});

describe('a recording', () => {
  const bare: ClientExchange = {
    request: { method: 'POST', url: `${baseUrl}/v1/identity/payout`, headers: [] },
    startedAt: start,
    endedAt: start + 1,
    response: { status: 201, headers: [], body: '' },
  };

  it('that lacks parts of a request says nothing about them', () => {
    const parts: NotRecorded[] = ['authorization', 'request-headers', 'request-body', 'time'];
    expect(said([{ ...bare, notRecorded: new Set(parts) }])).toEqual([]);
    expect(said([bare]).length).toBeGreaterThan(1);
  });
});

describe('a rule', () => {
  it('has a title, a reason and a remedy, each in whole sentences, and an id of its own', () => {
    expect(new Set(clientRules.map(({ id }) => id)).size).toBe(clientRules.length);
    for (const { id, title, why, remedy } of clientRules) {
      expect(id).toMatch(/^client-[a-z-]+$/);
      for (const text of [title, why, remedy]) expect(text).toMatch(/[.]$|with some chance\)\.$/);
    }
  });
});

describe('any request', () => {
  it('is judged without an error, and no finding shows a long part of its credential', () => {
    const checker = new ClientChecker({
      baseUrl,
      digests: nodeDigests,
      privateKeyOf: () => 'a2V5',
      knowsAllKeys: true,
    });
    const header = fc.tuple(
      fc.constantFrom('Authorization', 'Content-Type', 'x-account-id', 'X-Token', 'Retry-After'),
      fc.string(),
    );
    const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I9';
    fc.assert(
      fc.property(
        fc.constantFrom('POST', 'GET', 'get', 'X'),
        fc.constantFrom(
          '/v1/identity/hmac',
          '/v1/identity/payout',
          '/v1/payout/options',
          '//',
          '/v1/identity/payout/?access_token=x',
        ),
        fc.array(header, { maxLength: 4 }),
        fc.constantFrom('', 'Bearer ', 'Hmac ', 'Hmac a:b:1:', 'Basic '),
        fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined }),
        (method, path, headers, scheme, bytes) => {
          const findings = checker.check({
            request: {
              method,
              url: baseUrl + path,
              headers: [...headers, ['Authorization', scheme + secret]],
              body: bytes,
            },
            ...{ startedAt: start, endedAt: start, response: { status: 429, headers, body: '{"accessToken":1}' } },
          });
          expect(JSON.stringify(findings)).not.toContain(secret.slice(0, 9));
          // A rule names its rows of evidence, and no others.
          for (const { rule, evidence } of findings)
            expect(clientRules.find(({ id }) => id === rule)?.evidence).toContain(evidence);
        },
      ),
      { numRuns: 300 },
    );
  });
});
