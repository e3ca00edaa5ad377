import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PassedExchange } from '../contract/exchange';
import { HarFile, harEntry } from './har';
import { Redactor } from './redactor';

const secret = 'S3cr3t-value-that-nobody-may-see';
const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhYmMifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ';

const exchange = (more: Partial<PassedExchange> = {}): PassedExchange => ({
  startedAt: 1_700_000_000_000,
  durationMs: 12.5,
  waitMs: 10,
  httpVersion: { request: '1.1', response: '1.1' },
  size: { request: 2, response: 13 },
  request: {
    method: 'POST',
    url: 'https://api.example.com/v1/identity/payout?a=%2f&b',
    headers: [
      ['content-TYPE', 'application/json'],
      ['X-A', '1'],
      ['x-a', '2'],
    ],
    body: '{}',
  },
  outcome: {
    ...{ kind: 'response', status: 201, statusText: 'Created', body: '{"expires":1}', validUtf8: true },
    ...{ receivedAt: 1_700_000_000_012, durationMs: 12 },
    headers: [['Content-Type', 'application/json']],
  },
  ...more,
});

const withRequest = (more: Partial<PassedExchange['request']>): PassedExchange => {
  const one = exchange();
  return { ...one, request: { ...one.request, ...more } };
};
const withResponse = (more: object): PassedExchange => {
  const one = exchange();
  return { ...one, outcome: { ...one.outcome, ...more } as PassedExchange['outcome'] };
};

describe('an entry', () => {
  it('has what HAR 1.2 asks for, with headers as they were written', () => {
    expect(harEntry(exchange(), new Redactor())).toEqual({
      startedDateTime: '2023-11-14T22:13:20.000Z',
      time: 12.5,
      request: {
        method: 'POST',
        url: 'https://api.example.com/v1/identity/payout?a=%2f&b',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [
          { name: 'content-TYPE', value: 'application/json' },
          { name: 'X-A', value: '1' },
          { name: 'x-a', value: '2' },
        ],
        queryString: [
          { name: 'a', value: '%2f' },
          { name: 'b', value: '' },
        ],
        postData: { mimeType: 'application/json', params: [], text: '{}' },
        headersSize: -1,
        bodySize: 2,
      },
      response: {
        status: 201,
        statusText: 'Created',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [{ name: 'Content-Type', value: 'application/json' }],
        content: { size: 13, mimeType: 'application/json', text: '{"expires":1}' },
        redirectURL: '',
        headersSize: -1,
        bodySize: 13,
      },
      cache: {},
      timings: { send: 0, wait: 10, receive: 2.5 },
    });
  });

  const failed: PassedExchange = { ...exchange(), outcome: { kind: 'failure', reason: 'reset', message: 'it closed' } };
  const rows: readonly [name: string, given: PassedExchange, want: object][] = [
    ['no response', failed, { response: { status: 0, _error: 'it closed' } }],
    ['an unknown size', exchange({ size: { request: 2 } }), { response: { bodySize: -1, headersSize: -1 } }],
    [
      'a query as it is written',
      withRequest({ url: 'https://api.example.com/?=a&b&&c=d=e' }),
      {
        request: {
          queryString: [
            { name: '', value: 'a' },
            { name: 'b', value: '' },
            { name: 'c', value: 'd=e' },
          ],
        },
      },
    ],
    [
      'a body of words about a token',
      withRequest({ body: '{"note":"plain words","token":"the token is missing"}' }),
      { request: { postData: { text: '{"note":"plain words","token":"the token is missing"}' } } },
    ],
    [
      'a body of the longest length that is written in full',
      withResponse({ body: 'x'.repeat(32_000) }),
      { response: { content: { text: 'x'.repeat(32_000) } } },
    ],
    [
      'a body that is not UTF-8',
      withResponse({ validUtf8: false }),
      { response: { content: { comment: expect.stringContaining('not UTF-8') } } },
    ],
    [
      'a body that was not copied',
      exchange({ missing: { part: 'request-body', because: 'it is longer than 1 MiB' } }),
      { request: { postData: { comment: 'not copied: it is longer than 1 MiB' } } },
    ],
    [
      'a long body',
      withResponse({ body: 'x'.repeat(50_000) }),
      {
        response: { content: { size: 50_000, text: expect.stringMatching(/^x{32000}… \(50000 characters in all\)$/) } },
      },
    ],
  ];
  it.each(rows)('tells %s', (_, given, want) => {
    expect(harEntry(given, new Redactor())).toMatchObject(want);
  });
});

describe('no secret is written', () => {
  const basic = Buffer.from(`user:${secret}`).toString('base64');
  const rows: readonly [name: string, given: PassedExchange][] = [
    ['in Authorization', withRequest({ headers: [['AUTHORIZATION', `Bearer ${secret}`]] })],
    ['in Basic', withRequest({ headers: [['Authorization', `Basic ${basic}`]] })],
    ['in a cookie', withRequest({ headers: [['Cookie', `sid=${secret}; theme=dark`]] })],
    ['in Set-Cookie', withResponse({ headers: [['Set-Cookie', `sid=${secret}; Path=/`]] })],
    ['in a cookie without a name', withRequest({ headers: [['cookie', secret]] })],
    ['in a cookie without a name that ends like one', withRequest({ headers: [['cookie', `${secret}=`]] })],
    ['in the name of a cookie', withResponse({ headers: [['Set-Cookie', `${secret}=1; Path=/`]] })],
    ['in a header that is named after one', withRequest({ headers: [['X-Api-Key', secret]] })],
    ['in the query', withRequest({ url: `https://api.example.com/?api_key=${secret}&access_token=${secret}` })],
    ['in Location', withResponse({ headers: [['Location', `https://a.example/?token=${secret}`]] })],
    ['in a JSON body', withRequest({ body: JSON.stringify({ user: { password: secret } }) })],
    [
      'in a form',
      withRequest({
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
        body: `a=b&client_secret=${secret}`,
      }),
    ],
    ['in a token response', withResponse({ body: JSON.stringify({ accessToken: secret, again: `x${secret}` }) })],
    [
      'echoed by the server',
      {
        ...withRequest({ headers: [['Authorization', `Bearer ${secret}`]] }),
        outcome: { kind: 'failure', reason: 'other', message: `bad ${secret}` },
      },
    ],
  ];
  it.each(rows)('%s', (_, given) => {
    const text = JSON.stringify(harEntry(given, new Redactor()));
    expect(text).not.toContain(secret.slice(0, 9));
    expect(text).not.toContain(basic.slice(0, 12));
  });

  it.each<[string, PassedExchange]>([
    ['in a deep JSON body', withRequest({ body: JSON.stringify({ a: { b: { password: 'correct horse' } } }) })],
    ['in a passphrase', withRequest({ body: JSON.stringify({ passphrase: 'correct horse' }) })],
    [
      'in a form',
      withRequest({
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
        body: 'access_token=correct+horse',
      }),
    ],
  ])('not even one that consists of words: %s', (_, given) => {
    const redactor = new Redactor();
    harEntry(given, redactor);
    expect(redactor.redact('correct horse')).toMatch(/^\[secret sha256:/);
    expect(redactor.redact('<rrect hors>')).toBe('<[redacted]>');
  });

  it('and a token is shown by its fingerprint', () => {
    const text = JSON.stringify(
      harEntry(withRequest({ headers: [['Authorization', `Bearer ${token}`]] }), new Redactor()),
    );
    expect(text).toMatch(/Bearer \[token sha256:[0-9a-f]{8}\]/);
    expect(text).not.toContain(token.slice(0, 9));
  });

  it.each(['abc', 'abcdefgh'])('and a credential that is too short to be learnt is left out: %s', (short) => {
    expect(harEntry(withRequest({ headers: [['Authorization', `Bearer ${short}`]] }), new Redactor())).toMatchObject({
      request: { headers: [{ value: 'Bearer [redacted]' }] },
    });
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'har-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('can be read after each entry', () => {
    const path = join(folder, 'traffic.har');
    const file = new HarFile(path);
    const entries = (): unknown[] => JSON.parse(readFileSync(path, 'utf8')).log.entries;
    expect(entries()).toEqual([]);
    const redactor = new Redactor();
    for (const body of ['{"a":"\u2028é"}', '', 'long'.repeat(100)]) {
      const before = entries().length;
      file.add(withResponse({ body }), redactor);
      expect(entries()).toHaveLength(before + 1);
      expect(entries().at(-1)).toMatchObject({ response: { content: { text: body } } });
    }
    file.close();
    file.close();
    expect(() => file.add(exchange(), redactor)).toThrow('after the end');
    expect(JSON.parse(readFileSync(path, 'utf8')).log).toMatchObject({
      version: '1.2',
      creator: { name: 'payout-contract' },
    });
  });
});
