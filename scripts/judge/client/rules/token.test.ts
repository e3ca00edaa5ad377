import { hosts } from '../../../contract/hosts';
import { nodeDigests } from '../../../run/host';
import { exampleToken } from '../../rules/example';
import { ClientChecker } from '../judge-client';
import type { ClientExchange, Knowledge } from '../types';

const baseUrl = 'https://api.example.com';
const start = Date.UTC(2026, 0, 15, 12);
const now = start / 1000;
const minute = 60_000;
const payout = '/v1/identity/payout';
const options = '/v1/payout/options';
const exchangePath = '/v1/identity/hmac';
let made = 0;
/** A token unlike any other. */
const newToken = (claims: object = {}) => {
  made += 1;
  return exampleToken({ exp: now + 3600, jti: made, ...claims });
};

interface Sent {
  readonly token?: string;
  readonly header?: string;
  readonly at?: number;
  readonly to?: number;
  readonly url?: string;
  readonly issues?: string;
  readonly status?: number;
  readonly body?: string;
  readonly more?: Partial<ClientExchange>;
}

const exchange = ({
  token,
  header,
  at = start,
  to = at + 1,
  url = payout,
  issues,
  status = 201,
  body,
  more,
}: Sent): ClientExchange => ({
  request: {
    ...{ method: 'POST', url: /^\w+:/.test(url) ? url : baseUrl + url, body },
    headers: token === undefined && header === undefined ? [] : [['Authorization', header ?? `Bearer ${token}`]],
  },
  ...{ startedAt: at, endedAt: to },
  response: { status, headers: [], body: issues === undefined ? '' : JSON.stringify({ accessToken: issues }) },
  ...more,
});

/** What one rule says of the exchanges, and after the last. */
function said(rule: string, sent: readonly Sent[], known: Partial<Knowledge> = {}) {
  const checker = new ClientChecker({ baseUrl, digests: nodeDigests, privateKeyOf: () => undefined, ...known });
  const during = sent.flatMap((each) => checker.check(exchange(each)));
  const shown = (findings: typeof during) =>
    findings.flatMap((finding) =>
      finding.rule === rule ? [`${finding.evidence} ${finding.message} | ${finding.actual}`] : [],
    );
  return { during: shown(during), after: shown(checker.settle()) };
}

describe('client-token-expired', () => {
  const late = (ago: string) => [`C7 The client sends a token that has expired. | it expired ${ago} before`];
  it.each<[string, Sent, readonly string[]]>([
    ['has not expired', { token: newToken() }, []],
    ['expired 30 s before', { token: newToken({ exp: now - 30 }) }, []],
    ['expired 31 s before', { token: newToken({ exp: now - 31 }) }, late('31 s')],
    [
      'expired by the clock of the server',
      { token: newToken({ exp: now + 9 }), more: { clockOffsetMs: minute } },
      late('51 s'),
    ],
    ['has no exp', { token: newToken({ exp: undefined }) }, []],
    ['has an exp that is text', { token: newToken({ exp: '1' }) }, []],
    [
      'was sent at a time that was not recorded',
      { token: newToken({ exp: 1 }), more: { notRecorded: new Set(['time']) } },
      [],
    ],
    ['was sent to another path', { token: newToken({ exp: 1 }), url: '/v1/orders' }, []],
    ['is none', {}, []],
    ['is not a JWT', { token: 'word' }, []],
    ['is sent without its scheme', { header: newToken({ exp: now - 31 }) }, late('31 s')],
  ])('of a token that %s', (_name, sent, wanted) => {
    expect(said('client-token-expired', [sent]).during).toEqual(wanted);
  });
});

describe('client-token-foreign', () => {
  const foreign = ['C11 The client sends a token that this environment did not issue, or changes it. | another token'];
  const own = newToken();
  const knows = { issued: (token: string) => token === own };
  const seen = newToken();
  it.each<[string, readonly Sent[], Partial<Knowledge>, readonly string[]]>([
    ['was issued here', [{ token: own }], knows, []],
    ['was not issued here', [{ token: newToken() }], knows, foreign],
    ['may come from anywhere', [{ token: newToken() }], {}, []],
    [
      'was seen being issued',
      [
        { url: exchangePath, issues: seen },
        { token: seen, at: start + 9 },
      ],
      knows,
      [],
    ],
    ['was sent before', [{ token: seen }, { token: seen, at: start + 9 }], knows, [...foreign, ...foreign]],
    ['expires at this moment', [{ token: newToken({ exp: now }) }], knows, foreign],
    ['has expired', [{ token: newToken({ exp: now - 1 }) }], knows, []],
    ['never expires', [{ token: newToken({ exp: undefined }) }], knows, foreign],
    ['is not a JWT', [{ token: 'word' }], knows, []],
    ['is none', [{}], knows, []],
    ['is sent to another path', [{ token: newToken(), url: '/v1/orders' }], knows, []],
    ['is sent to the HMAC exchange', [{ token: newToken(), url: exchangePath }], knows, []],
  ])('of a token that %s', (_name, sent, known, wanted) => {
    expect(said('client-token-foreign', sent, known).during).toEqual(wanted);
  });
});

describe('client-token-kind', () => {
  const noPayout = ['C2 The client sends a payout token where the management token belongs. | a payout token'];
  const noManagement = [
    'C8 The client sends the management token where the payout token belongs. | a management token',
  ];
  const management = newToken({ aud: 'management-api' });
  const forCustomer = newToken({ aud: 'payout-api' });
  const plain = newToken();
  const other = newToken();
  const fromExchange: Sent = { url: exchangePath, issues: plain, at: start - 9 };
  const fromPayout: Sent = { url: payout, issues: other, at: start - 9 };
  it.each<[string, readonly Sent[], readonly string[]]>([
    ['the management token for a payout token', [{ token: management }], []],
    ['the management token for the options', [{ token: management, url: options }], noManagement],
    ['the payout token for a payout token', [{ token: forCustomer }], noPayout],
    ['the payout token for the options', [{ token: forCustomer, url: options }], []],
    ['a token of unknown kind', [{ token: plain }, { token: plain, url: options }], []],
    ['an issued management token for a payout token', [fromExchange, { token: plain }], []],
    ['an issued management token for the options', [fromExchange, { token: plain, url: options }], noManagement],
    ['an issued payout token for a payout token', [fromPayout, { token: other }], noPayout],
    ['an issued payout token for the options', [fromPayout, { token: other, url: options }], []],
    ['a token for another path', [{ token: forCustomer, url: '/v1/orders' }], []],
    ['none', [{}, { url: options }], []],
    ['a word', [{ token: 'word' }], []],
  ])('of a client that sends %s', (_name, sent, wanted) => {
    expect(said('client-token-kind', sent).during).toEqual(wanted);
  });
});

describe('client-token-exposure', () => {
  const query = (name: string) => `C2 The client sends the token in the query of the URL. | ?${name}={token}`;
  const host = (name: string) => `C11 The client sends the token of one host to another host. | ${name}`;
  const moved = newToken();
  const long = 'n'.repeat(41);
  const away = 'https://tracker.example.org/x';
  it.each<[string, readonly Sent[], readonly string[], string?]>([
    ['in the header', [{ token: newToken() }], []],
    ['in the query', [{ url: `${payout}?access_token=word` }], [query('access_token')]],
    ['in the query, with an empty value', [{ url: `${payout}?access_token=` }], []],
    ['in the query, under any name', [{ url: `${payout}?${long}=${newToken()}` }], [query(long.slice(0, 40))]],
    ['in the query of another path', [{ url: '/v1/orders?access_token=word' }], []],
    ['to the same host again', [{ token: moved }, { token: moved, url: options }], []],
    ['to another host', [{ token: moved }, { token: moved, url: away }], [host('tracker.example.org')]],
    [
      'to another host in any header',
      [{ token: moved }, { header: `Other x=${moved}`, url: away }],
      [host('tracker.example.org')],
    ],
    [
      'to another port',
      [{ token: moved }, { token: moved, url: 'https://api.example.com:8443/x' }],
      [host('api.example.com:8443')],
    ],
    ['to the usual port', [{ token: moved }, { token: moved, url: 'https://API.example.com:443/x' }], []],
    [
      'between hosts that have nothing to do with the contract',
      [
        { token: moved, url: away },
        { token: moved, url: 'https://own.example.org/y' },
      ],
      [],
    ],
    ['to another host first', [{ token: moved, url: away }, { token: moved }], [host('api.example.com')]],
    [
      'to the other name of the sandbox',
      [
        { token: moved, url: hosts.sandbox },
        { token: moved, url: hosts.sandbox2019 },
      ],
      [],
    ],
    [
      'from the sandbox to production',
      [
        { token: moved, url: hosts.sandbox },
        { token: moved, url: hosts.production },
      ],
      [host('api.imbursepayments.com')],
    ],
  ])('of a token that is sent %s', (_name, sent, wanted) => {
    expect(said('client-token-exposure', sent).during).toEqual(wanted);
  });
});

describe('client-token-reuse', () => {
  const reuse = (tokens: number, left: string, kind = 'management') =>
    `C7 The client gets a new ${kind} token for every call, although the last one is still valid. | ${tokens} tokens; the last is valid for ${left} more`;

  /** Tokens that are issued and used once each; each use may be changed. */
  const pairs = (
    count: number,
    validMs: number,
    everyMs = 1000,
    use: Partial<Sent> = {},
    ask: Partial<Sent> = {},
  ): Sent[] =>
    Array.from({ length: count }, (_, index) => start + index * everyMs).flatMap((at) => {
      const token = newToken({ exp: (at + validMs) / 1000 });
      return [
        { url: exchangePath, header: 'Hmac k:n:1:s', issues: token, at, ...ask },
        { token, at: at + 10, ...use },
      ];
    });
  const hour = 60 * minute;
  const five = pairs(5, hour);
  const over = 5 * minute + 1000;

  it.each<[string, readonly Sent[], readonly string[]]>([
    ['two tokens: one was left, which is chance', pairs(2, hour), []],
    ['three tokens: two were left', pairs(3, hour), [reuse(3, '60 min')]],
    ['tokens that are valid for five minutes when the next is asked for', pairs(3, over), []],
    ['tokens that are valid for a second more', pairs(3, over + 1000), [reuse(3, '5 min')]],
    ['tokens that were refused with 401', pairs(3, hour, 1000, { status: 401 }), []],
    ['tokens that were refused with 403', pairs(3, hour, 1000, { status: 403 }), []],
    ['tokens that got 500', pairs(3, hour, 1000, { status: 500 }), [reuse(3, '60 min')]],
    ['tokens whose use is not over', pairs(3, hour, 1000, { more: { endedAt: start + hour } }), []],
    ['tokens that came after the next was asked for', pairs(3, hour, 1000, {}, { to: start + hour }), []],
    ['tokens that were never used', pairs(3, hour).filter(({ token }) => token === undefined), []],
    ['tokens that say nothing of their end', pairs(3, Number.NaN), []],
    ['one token that is used again at the end', [...five, { ...five.at(-1)!, at: start + minute }], []],
  ])('of %s', (_name, sent, wanted) => {
    expect(said('client-token-reuse', sent)).toEqual({ during: [], after: wanted });
  });

  it('is sure before the end after ten tokens that were left', () => {
    const asked = { url: exchangePath, header: 'Hmac k:n:1:s', issues: newToken(), at: start + minute };
    expect(said('client-token-reuse', pairs(10, hour)).during).toEqual([]);
    const { during } = said('client-token-reuse', [...pairs(11, hour), asked]);
    expect(during).toEqual([reuse(11, '60 min')]);
    const untimed = { ...asked, more: { notRecorded: new Set(['time'] as const) } };
    expect(said('client-token-reuse', [...pairs(11, hour), untimed]).during).toEqual([]);
  });

  it('says how long the last token that was left is valid, in whatever order the exchanges are told', () => {
    const exp = now + 3600;
    const all = [0, 10, 20, 30].map((minutes) => {
      const token = newToken({ exp });
      const at = start + minutes * minute;
      return [
        { url: exchangePath, header: 'Hmac k:n:1:s', issues: token, at },
        { token, at: at + 10 },
      ] as const;
    });
    expect(said('client-token-reuse', all.flat()).after).toEqual([reuse(4, '30 min')]);
    expect(said('client-token-reuse', all.toReversed().flat()).after).toEqual([reuse(4, '30 min')]);
  });

  it('allows two tokens for each request that is under way at once', () => {
    const atOnce = (count: number): Sent[] =>
      Array.from({ length: count }, () => ({
        url: exchangePath,
        header: 'Hmac k:n:1:s',
        at: start - minute,
        to: start - 1,
      }));
    expect(said('client-token-reuse', [...atOnce(2), ...pairs(4, hour)]).after).toEqual([]);
    expect(said('client-token-reuse', [...atOnce(2), ...pairs(5, hour)]).after).toEqual([reuse(5, '60 min')]);
    const inTurn = atOnce(2).map((each, index) => ({ ...each, at: start - 10 + index, to: start - 9 + index }));
    expect(said('client-token-reuse', [...inTurn, ...pairs(3, hour)]).after).toEqual([reuse(3, '60 min')]);
  });

  it('compares payout tokens for the same references only', () => {
    const management = newToken();
    const payouts = (reference: (index: number) => string): Sent[] =>
      Array.from({ length: 4 }, (_, index) => start + index * 1000).flatMap((at, index) => {
        const issues = newToken();
        return [
          { token: management, at, issues, body: JSON.stringify({ customerRef: reference(index) }) },
          { token: issues, at: at + 10, url: options },
        ];
      });
    expect(
      said(
        'client-token-reuse',
        payouts((index) => `c${index}`),
      ).after,
    ).toEqual([]);
    expect(
      said(
        'client-token-reuse',
        payouts(() => 'c'),
      ).after,
    ).toEqual([reuse(4, '60 min', 'payout')]);
  });
});
