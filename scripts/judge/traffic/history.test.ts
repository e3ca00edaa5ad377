import type { Exchange, HeaderList } from '../../contract/exchange';
import { exampleClaims, exampleToken, issued, refused, exampleTime as start } from '../rules/example';
import { TrafficChecker, type TrafficCheckerOptions } from './checker';
import type { NotRecorded } from './types';

const host = 'https://api.example.com';
const seconds = start / 1000;
const management = exampleToken({ aud: 'management-api', exp: seconds + 3000 });
const good = '{"customerRef":"my-customer","orderRef":"my-order","instructionRef":"my-instruction"}';

interface Sent {
  /** Seconds after the start. */
  readonly at?: number;
  readonly token?: string | null;
  readonly method?: string;
  readonly url?: string;
  readonly body?: string;
  readonly headers?: HeaderList;
  readonly status?: number;
  readonly answer?: unknown;
  readonly tookMs?: number;
  readonly missing?: readonly NotRecorded[];
}

/** An exchange of the payout token call, right unless said otherwise. */
function exchange({ at = 0, token = management, ...sent }: Sent): Exchange {
  const { status = 201, tookMs = 20, answer = status < 300 ? issued() : refused('X') } = sent;
  const sentAt = start + at * 1000;
  return {
    ...{ caseId: '', attempt: 1 },
    request: {
      ...{ method: sent.method ?? 'POST', url: sent.url ?? `${host}/v1/identity/payout`, body: sent.body ?? good },
      headers: [
        ...(token === null ? [] : [['authorization', `Bearer ${token}`] as const]),
        ['content-type', 'application/json'],
        ...(sent.headers ?? []),
      ],
    },
    outcome: {
      ...{ kind: 'response', status, statusText: '', validUtf8: true, durationMs: tookMs, receivedAt: sentAt + tookMs },
      body: typeof answer === 'string' ? answer : JSON.stringify(answer),
      headers: [
        ['content-type', 'application/json'],
        ['cache-control', 'no-store'],
        ['www-authenticate', 'Bearer'],
        ['date', new Date(sentAt).toUTCString()],
      ],
    },
  };
}

const check = (checker: TrafficChecker, sent: Sent) =>
  checker.check(exchange(sent), { at: start + (sent.at ?? 0) * 1000, notRecorded: new Set(sent.missing) });

/** What is predicted for the last exchange, and which rules find something in it. */
function last(exchanges: readonly Sent[], options: TrafficCheckerOptions = {}) {
  const checker = new TrafficChecker(options);
  const results = exchanges.map((sent) => check(checker, sent));
  const { prediction, findings, notJudged } = results.at(-1)!;
  return [notJudged ?? prediction?.outcome, ...findings.map(({ rule }) => rule)];
}

const expired = exampleToken({ exp: seconds - 300 });
const soon = exampleToken({ exp: seconds + 300 });
const payout = exampleToken({ ...exampleClaims, jti: 'another' });
const without = (exp: number) => ({ accessToken: exampleToken({ exp, jti: 'issued' }), expires: String(exp * 1000) });
const hmac = `${host}/v1/identity/hmac`;
const credential = (nonce: string, at = 0) => `key:${nonce}:${seconds + at}:${'A'.repeat(43)}=`;
const hmacSent = (nonce: string, more: Sent = {}): Sent => ({
  ...{ url: hmac, token: null, body: '', headers: [['authorization', `Hmac ${credential(nonce, more.at)}`]] },
  ...{ answer: more.status === undefined ? without(seconds + 3000) : undefined },
  ...more,
});

describe('a credential', () => {
  it.each<readonly [string, readonly Sent[], readonly string[]]>([
    ['that nobody knows may be accepted', [{}], ['open']],
    ['that nobody knows may be refused', [{ status: 401 }], ['open']],
    ['that was accepted before must be accepted', [{}, { at: 9, status: 401 }], ['accepted', 'status']],
    ['that was accepted later may have been refused', [{ at: 9 }, { at: 1, status: 401 }], ['open']],
    [
      'that was accepted while this was on its way may be refused',
      [{ tookMs: 5000 }, { at: 2, status: 401 }],
      ['open'],
    ],
    [
      'that was accepted at another host may be refused',
      [{}, { at: 9, status: 401, url: 'https://b.example.com/v1/identity/payout' }],
      ['open'],
    ],
    ['that had expired must be refused', [{ token: expired }], ['refused', 'refusal-token']],
    ['that had not expired then may be accepted', [{ token: soon }], ['open']],
    [
      'that expired since it was accepted must be refused',
      [{ token: soon }, { token: soon, at: 900 }],
      ['refused', 'refusal-token'],
    ],
    ['that expires about now may be refused', [{ token: soon }, { token: soon, at: 320, status: 401 }], ['open']],
    ['that is a payout token must be refused', [{ token: payout }], ['refused', 'refusal-token']],
    ['that is a placeholder must be refused', [{ token: 'undefined' }], ['refused', 'refusal-token']],
    ['that is missing must be refused', [{ token: null }], ['refused', 'refusal-token']],
    ['that was not recorded may be accepted', [{ token: null, missing: ['authorization'] }], ['open']],
    [
      'that the exchange issued must be accepted',
      [hmacSent('a'), { at: 1, token: without(seconds + 3000).accessToken, status: 401 }],
      ['accepted', 'status'],
    ],
    [
      'whose key may lack the role may be forbidden',
      [hmacSent('a'), { at: 1, token: without(seconds + 3000).accessToken, status: 403 }],
      ['refused'],
    ],
  ])('%s', (_name, exchanges, wanted) => {
    expect(last(exchanges)).toEqual(wanted);
  });

  it.each<readonly [string, readonly Sent[], readonly string[]]>([
    ['used again', [hmacSent('a'), hmacSent('a', { at: 60 })], ['refused', 'refusal-token']],
    ['used at the same time', [hmacSent('a', { tookMs: 900 }), hmacSent('a', { tookMs: 900 })], ['open']],
    ['used again after a refusal', [hmacSent('a', { status: 401 }), hmacSent('a', { at: 60 })], ['open']],
    ['told of in another order', [hmacSent('a', { at: 60 }), hmacSent('a')], ['open']],
    ['used at another host', [hmacSent('a'), hmacSent('a', { at: 60, url: hmac.replace('api', 'b') })], ['open']],
    ['that is fresh', [hmacSent('a'), hmacSent('b')], ['open']],
  ])('judges a nonce %s', (_name, exchanges, wanted) => {
    expect(last(exchanges)).toEqual(wanted);
  });
});

describe('an exchange', () => {
  it.each<readonly [string, string, TrafficCheckerOptions, string]>([
    ['of a call', `${host}/v1/identity/payout`, {}, 'open'],
    ['of no call', `${host}/health`, {}, 'other-call'],
    [
      'with its host in capitals and its port',
      'HTTPS://API.example.com:443/v1/identity/payout',
      { baseUrl: host },
      'open',
    ],
    ['with another host', `${host}/v1/identity/payout`, { baseUrl: 'https://b.example.com' }, 'other-target'],
    ['with another port', `${host}:8443/v1/identity/payout`, { baseUrl: host }, 'other-target'],
    ['below the base path', `${host}/imburse/v1/identity/payout`, { baseUrl: `${host}/imburse/` }, 'open'],
    ['beside the base path', `${host}/imbursement/v1/identity/payout`, { baseUrl: `${host}/imburse` }, 'other-target'],
    ['of a page', 'chrome-extension://abc/v1/identity/payout', {}, 'other-call'],
    ['without a URL', 'not a url', {}, 'other-call'],
  ])('%s is matched by the URL as it was sent', (_name, url, options, wanted) => {
    const [outcome] = last([{ url }], options);
    expect(outcome).toBe(wanted);
  });

  it.each<readonly [string, Sent, readonly string[]]>([
    ['no status, no body', { answer: '', missing: ['response-body'] }, ['open']],
    ['no body of the request', { body: '', missing: ['request-body'] }, ['open']],
    [
      'no body of the request, and an expired token',
      { body: '', token: expired, missing: ['request-body'] },
      ['refused', 'refusal-token'],
    ],
    ['no headers', { token: null, missing: ['request-headers'] }, ['open']],
    ['no time', { token: expired, missing: ['time'] }, ['open']],
    [
      'nothing, and the server fails',
      { status: 500, answer: '', missing: ['request-body', 'response-body'] },
      ['open', 'server-error'],
    ],
  ])('of which a recording has %s is judged by what is left', (_name, sent, wanted) => {
    expect(last([sent])).toEqual(wanted);
  });

  it('of a throttled request is not judged', () => {
    expect(last([{ status: 429 }])).toEqual(['transient']);
  });

  it('with a header that was accepted before must be accepted', () => {
    const headers: HeaderList = [['x-app', '1']];
    expect(last([{ headers }, { at: 1, status: 400, headers }])).toEqual(['accepted', 'status']);
    expect(last([{}, { at: 1, status: 400, headers }])[0]).toBe('open');
  });
});
