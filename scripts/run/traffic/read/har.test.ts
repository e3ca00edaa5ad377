import { gzipSync } from 'node:zlib';
import type { NotRecorded } from '../../../judge/traffic/types';
import { HarReader } from './har';
import type { RecordingEntry } from './types';

const url = 'https://sandbox-api.imbursepayments.com/v1/identity/payout';
const body = '{"customerRef":"c","orderRef":"o","instructionRef":"ï"}';
const answer = '{"accessToken":"a.b.c","expires":"1560514835115"}';
const pairs = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));
const sentHeaders = { Authorization: 'Bearer abcdefghijklmnopqrstuvwxyz', 'Content-Type': 'application/json' };

interface Entry {
  readonly request?: object;
  readonly response?: object;
  readonly more?: object;
}

/** A whole entry, as mitmproxy's `savehar` writes it, with parts replaced. */
const entry = ({ request, response, more }: Entry = {}) => ({
  startedDateTime: '2026-01-15T12:00:00.000+00:00',
  time: 120.5,
  request: {
    ...{ method: 'POST', url, httpVersion: 'HTTP/1.1', cookies: [], queryString: [], headersSize: 300 },
    ...{
      headers: pairs(sentHeaders),
      bodySize: 56,
      postData: { mimeType: 'application/json', text: body, params: [] },
    },
    ...request,
  },
  response: {
    ...{ status: 201, statusText: 'Created', httpVersion: 'HTTP/1.1', cookies: [], redirectURL: '' },
    ...{ headers: pairs({ 'content-type': 'application/json' }), headersSize: 200, bodySize: answer.length },
    ...{ content: { size: answer.length, compression: 0, mimeType: 'application/json', text: answer } },
    ...response,
  },
  cache: {},
  timings: { send: 1, wait: 100, receive: 20 },
  ...more,
});

function read(value: unknown, creator = 'mitmproxy'): RecordingEntry {
  const reader = new HarReader();
  reader.creator({ name: creator, version: '1' });
  return reader.read(value)[0]!;
}

/** What is missing, and the bodies, status or failure of what is there. */
function summary(reading: RecordingEntry) {
  if ('unreadable' in reading) return reading.unreadable;
  const { exchange, context } = reading;
  const { request, outcome } = exchange;
  const came =
    outcome.kind === 'response'
      ? [outcome.status, outcome.body]
      : [...(outcome.reason === 'other' ? [] : [outcome.reason]), outcome.message];
  return { missing: [...(context.notRecorded ?? [])], sent: request.body, came };
}

interface Whole {
  readonly missing: readonly NotRecorded[];
  readonly sent: string | undefined;
  readonly came: readonly unknown[];
}

const whole: Whole = { missing: [], sent: body, came: [201, answer] };
const base64 = (text: string | Uint8Array): string => Buffer.from(text as string).toString('base64');
const content = (more: object) => ({
  response: { content: { size: answer.length, mimeType: 'application/json', ...more } },
});

describe('an entry of a HAR file', () => {
  it.each<readonly [string, Entry, Partial<Whole>]>([
    ['of mitmproxy', {}, {}],
    ['of Charles, with the body in base64', content({ text: base64(answer), encoding: 'base64' }), {}],
    [
      'of Proxyman, with the request in base64',
      { request: { postData: { text: base64(body), encoding: 'base64' } } },
      {},
    ],
    [
      'of Postman and Insomnia, without sizes',
      { request: { bodySize: -1 }, response: { bodySize: -1, content: { mimeType: '', size: -1, text: answer } } },
      {},
    ],
    [
      'with pseudo headers of HTTP/2',
      { request: { headers: pairs({ ':method': 'POST', ':authority': 'x', ...sentHeaders }) } },
      {},
    ],
    [
      'still compressed',
      {
        response: {
          headers: pairs({ 'Content-Encoding': 'gzip' }),
          content: { size: 90, text: base64(gzipSync(answer)), encoding: 'base64' },
        },
      },
      {},
    ],
    [
      'already decoded, with its Content-Encoding',
      {
        response: {
          headers: pairs({ 'Content-Encoding': 'br' }),
          content: { size: answer.length, text: base64(answer), encoding: 'base64' },
        },
      },
      {},
    ],
    [
      'compressed in a way that nobody knows',
      {
        response: {
          headers: pairs({ 'Content-Encoding': 'zz' }),
          content: { text: base64(Buffer.from([0, 1, 2])), encoding: 'base64' },
        },
      },
      { missing: ['response-body'], came: [201, ''] },
    ],
    ['without the body of the response', content({ text: undefined }), { missing: ['response-body'], came: [201, ''] }],
    ['with an empty text in place of the body', content({ text: '' }), { missing: ['response-body'], came: [201, ''] }],
    [
      'with a part of the body',
      content({ text: answer.slice(0, 20) }),
      { missing: ['response-body'], came: [201, ''] },
    ],
    [
      'of an empty response',
      { response: { status: 204, content: { size: 0, mimeType: 'x-unknown' } } },
      { came: [204, ''] },
    ],
    [
      'of a response of size 0 whose body the browser dropped',
      content({ size: 0 }),
      { missing: ['response-body'], came: [201, ''] },
    ],
    [
      'without the body of the request',
      { request: { postData: undefined } },
      { missing: ['request-body'], sent: undefined },
    ],
    [
      'without a word on the body of the request',
      { request: { postData: undefined, bodySize: -1 } },
      { missing: ['request-body'], sent: undefined },
    ],
    ['of a request without a body', { request: { postData: undefined, bodySize: 0 } }, { sent: undefined }],
    [
      'with another body than was sent',
      { request: { headers: pairs({ ...sentHeaders, 'Content-Length': '99' }) } },
      { missing: ['request-body'], sent: undefined },
    ],
    [
      'without headers',
      { request: { headers: [] }, response: { headers: [] } },
      { missing: ['request-headers', 'response-headers'] },
    ],
    [
      'with a masked credential',
      { request: { headers: pairs({ Authorization: 'Bearer [REDACTED]' }) } },
      { missing: ['authorization'] },
    ],
    ['without a time', { more: { startedDateTime: 'yesterday' } }, { missing: ['time'] }],
    [
      'that was blocked',
      { response: { status: 0, _error: 'net::ERR_BLOCKED', content: {} } },
      { missing: ['response-body'], came: ['net::ERR_BLOCKED'] },
    ],
    [
      'whose response was cut short, as Chromium exports it',
      { response: { status: 0, _error: 'net::ERR_INCOMPLETE_CHUNKED_ENCODING', content: {} } },
      { missing: ['response-body'], came: ['protocol', 'net::ERR_INCOMPLETE_CHUNKED_ENCODING'] },
    ],
    [
      'whose response was cut short, as Playwright records it',
      { response: { _failureText: 'net::ERR_CONTENT_LENGTH_MISMATCH', content: { size: -1 } } },
      { missing: ['response-body'], came: ['protocol', 'net::ERR_CONTENT_LENGTH_MISMATCH'] },
    ],
    [
      'that the page cancelled after the status',
      { response: { _failureText: 'net::ERR_ABORTED', content: { size: -1 } } },
      { missing: ['response-body'], came: [201, ''] },
    ],
    [
      'from the cache',
      { more: { _fromCache: 'disk' } },
      { missing: ['response-body'], came: ["the response came from the browser's cache"] },
    ],
    [
      'that the browser redirected itself',
      { response: { status: 307, statusText: 'Internal Redirect' } },
      { missing: ['response-body'], came: ['the browser answered itself'] },
    ],
    [
      'without a response',
      { more: { response: undefined } },
      { missing: ['response-headers', 'response-body'], came: ['the recording holds no response'] },
    ],
  ])('%s is read', (_name, parts, wanted) => {
    expect(summary(read(entry(parts)))).toEqual({ ...whole, ...wanted });
  });

  it.each<readonly [string, unknown, string]>([
    ['null', null, 'request.url is missing'],
    ['a list', [], 'request.url is missing'],
    ['a request without a method', entry({ request: { method: 3 } }), 'request.method is missing'],
    [
      'what is not headers',
      { request: { method: 'GET', url, headers: 'x' }, response: { headers: [null, 4, { name: 1 }] } },
      '',
    ],
  ])('that is %s does no harm', (_name, value, problem) => {
    const result = summary(read(value));
    if (problem !== '') expect(result).toBe(problem);
    else expect(result).toMatchObject({ came: ['the recording holds no response'] });
  });

  it.each([
    [2000, 10, undefined],
    [2001, 10, 'has more than 2000 headers'],
    [200_000, 10, 'has more than 2000 headers'],
    [64, 4096, 'has headers of more than 256 KiB'],
  ])('with %i headers of %i characters is read or not', (count, length, problem) => {
    const headers = Array.from({ length: count }, (_, at) => ({ name: `x-${at}`, value: 'a'.repeat(length) }));
    const sent = read(entry({ request: { headers } }));
    const received = read(entry({ response: { headers } }));
    expect([sent, received].map((each) => ('unreadable' in each ? each.unreadable : undefined))).toEqual(
      problem === undefined ? [undefined, undefined] : [`the request ${problem}`, `the response ${problem}`],
    );
  });

  it.each([
    ['WebInspector', ['authorization']],
    ['Firefox', ['authorization']],
    ['mitmproxy', []],
    ['Postman', []],
  ])('of %s without Authorization may have lost it: %j', (creator, missing) => {
    const bare = entry({ request: { headers: pairs({ 'content-type': 'application/json' }) } });
    expect(summary(read(bare, creator))).toMatchObject({ missing });
  });

  it('of a browser lost none if another entry of the file has one', () => {
    const reader = new HarReader();
    reader.creator({ name: 'WebInspector' });
    reader.read(entry());
    expect(summary(reader.read(entry({ request: { headers: pairs({ accept: '*/*' }) } }))[0]!)).toMatchObject({
      missing: [],
    });
  });

  it('says whether the bytes were UTF-8', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    const reading = read(entry(content({ size: 3, text: bytes.toString('base64'), encoding: 'base64' })));
    expect(reading).toMatchObject({ exchange: { outcome: { validUtf8: false, body: '{\ufffd}' } } });
  });
});
