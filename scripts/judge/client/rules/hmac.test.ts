import { createHmac } from 'node:crypto';
import { nodeDigests } from '../../../run/host';
import { ClientChecker } from '../judge-client';
import type { ClientExchange, Knowledge } from '../types';

const baseUrl = 'https://api.example.com';
const start = Date.UTC(2026, 0, 15, 12);
const now = start / 1000;
const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const other = '7b0c3a52-8a4b-4a8e-9d58-2f7f6f0f5f11';
const signature = 'x'.repeat(43);
const privateKey = 'aW52ZW50ZWQgcHJpdmF0ZSBrZXksIDMyIGJ5dGVzISE=';
const signedAt = (seconds: number | string, nonce = 'n') => `Hmac ${guid}:${nonce}:${seconds}:${signature}`;

const signed = (authorization: string, more: Partial<ClientExchange> = {}): ClientExchange => ({
  request: { method: 'POST', url: `${baseUrl}/v1/identity/hmac`, headers: [['Authorization', authorization]] },
  ...{ startedAt: start, endedAt: start + 1, response: { status: 401, headers: [], body: '' } },
  ...more,
});

function said(rule: string, exchanges: readonly ClientExchange[], known: Partial<Knowledge> = {}): string[] {
  const checker = new ClientChecker({ baseUrl, digests: nodeDigests, privateKeyOf: () => undefined, ...known });
  return exchanges.flatMap((each) =>
    checker.check(each).flatMap((finding) => {
      if (finding.rule !== rule) return [];
      const { level, evidence, message, actual } = finding;
      return [`${level} ${evidence} ${message} | ${actual}`];
    }),
  );
}

const elsewhere = (exchange: ClientExchange): ClientExchange => ({
  ...exchange,
  request: { ...exchange.request, url: `${baseUrl}/v1/identity/payout` },
});

describe('client-hmac-time', () => {
  const unit = (name: string, digits: number) =>
    `client H4 The client signs the time in ${name} instead of seconds. | ${digits} digits`;
  const fast = (time: string) => `client H4 The client signs a time in the future: its clock is fast. | ${time} ahead`;
  const maybe = (time: string) =>
    `observation H4 The client sends a request that was signed a while ago: its clock may be slow. | ${time} behind`;
  const slow = (time: string) =>
    `client H4 The client signs a time that is more than five minutes old: its clock is slow, or it signs too early. | ${time} behind`;
  const zone = (time: string) =>
    `client H4 The client signs a time that is off by whole half hours: local time instead of UTC, or a wrong clock. | ${time}`;
  const date = 'client H4 The client signs a date in words instead of seconds since 1970. | a date';
  const text = (actual: string) => `client H4 The client signs a time that is not a number. | ${actual}`;
  const hour = 3600;

  it.each<[string, number | string, string | undefined]>([
    ['now', now, undefined],
    ['now, with a fraction', `${now}.5`, undefined],
    ['60 s ahead', now + 60, undefined],
    ['61 s ahead', now + 61, fast('61 s')],
    ['60 s behind', now - 60, undefined],
    ['61 s behind', now - 61, maybe('61 s')],
    ['five minutes behind', now - 300, maybe('5 min')],
    ['five minutes and a second behind', now - 301, slow('5 min')],
    ['15 minutes ahead', now + 900, fast('15 min')],
    ['30 minutes ahead', now + 1800, zone('30 min ahead')],
    ['45 minutes ahead', now + 2700, fast('45 min')],
    ['an hour and 90 s ahead', now + hour + 90, zone('62 min ahead')],
    ['an hour and 91 s ahead', now + hour + 91, fast('62 min')],
    ['an hour less 90 s behind', now - hour + 90, zone('59 min behind')],
    ['an hour less 91 s behind', now - hour + 91, slow('58 min')],
    ['90 s ahead', now + 90, fast('90 s')],
    ['14 hours behind', now - 14 * hour, zone('14 h behind')],
    ['14 hours and a second behind', now - 14 * hour - 1, slow('14 h')],
    ['14 hours and a half ahead', now + 14.5 * hour, fast('14 h 30 min')],
    ['the last second that is read as such', 1e11, fast('1136939 days')],
    ['the first millisecond that is read as such', 1e11 + 1, unit('milliseconds', 12)],
    ['milliseconds', now * 1000, unit('milliseconds', 13)],
    ['the last millisecond that is read as such', 1e14, unit('milliseconds', 15)],
    ['the first microsecond that is read as such', 1e14 + 1, unit('microseconds', 15)],
    ['the last microsecond that is read as such', 1e17, unit('microseconds', 18)],
    ['nanoseconds', `${now}000000000`, unit('nanoseconds', 19)],
    ['a negative number', -1, text('another text')],
    ['a date without colons', '2026-01-15', date],
    ['a date as HTTP writes it', 'Thu, 15 Jan 2026', date],
    ['a word', 'now', text('another text')],
    ['nothing', '', undefined],
  ])('of a request that was signed for: %s', (_name, time, wanted) => {
    expect(said('client-hmac-time', [signed(signedAt(time))])).toEqual(wanted === undefined ? [] : [wanted]);
  });

  it('reads the clock of the server, where it is known', () => {
    const seconds = now + 120;
    expect(said('client-hmac-time', [signed(signedAt(seconds))])).toHaveLength(1);
    expect(said('client-hmac-time', [signed(signedAt(seconds), { clockOffsetMs: 120_000 })])).toEqual([]);
    expect(said('client-hmac-time', [signed(signedAt(now), { clockOffsetMs: 120_000 })])).toEqual([maybe('2 min')]);
  });

  it('says of a recording without times only what the text tells', () => {
    const notRecorded = new Set(['time'] as const);
    expect(said('client-hmac-time', [signed(signedAt(now + 120), { notRecorded })])).toEqual([]);
    expect(said('client-hmac-time', [signed(signedAt(now * 1000), { notRecorded })])).toEqual([
      unit('milliseconds', 13),
    ]);
  });

  it('says nothing of a signed request where a token belongs', () => {
    expect(said('client-hmac-time', [elsewhere(signed(signedAt(now * 1000)))])).toEqual([]);
  });
});

describe('client-hmac-nonce', () => {
  const again = ['client H3 The client sends a nonce again. | the nonce of an earlier request'];
  const later = { startedAt: start + 1, endedAt: start + 2 };
  const first = signed(signedAt(now));
  const upper = signed(signedAt(now).replace(guid, guid.toUpperCase()), later);
  it.each<[string, readonly ClientExchange[], readonly string[]]>([
    ['again a millisecond later', [first, signed(signedAt(now), later)], again],
    ['twice at once: two recordings of one request', [first, first], []],
    ['again, and the key in another case', [first, upper], again],
    ['again with another key', [first, signed(signedAt(now).replace(guid, other), later)], []],
    ['and another one', [first, signed(signedAt(now, 'm'), later)], []],
    ['in another case', [first, signed(signedAt(now, 'N'), later)], []],
    ['that was never sent before', [{ ...first, neverSent: true }, signed(signedAt(now), later)], []],
    ['again, but the second request was never sent', [first, signed(signedAt(now), { ...later, neverSent: true })], []],
    [
      'again, at times that were not recorded',
      [first, signed(signedAt(now), { ...later, notRecorded: new Set(['time']) })],
      [],
    ],
    ['again, where a token belongs', [first, elsewhere(signed(signedAt(now), later))], []],
    ['three times', [first, signed(signedAt(now), later), first], again],
  ])('of a client that sends a nonce %s', (_name, exchanges, wanted) => {
    expect(said('client-hmac-nonce', exchanges)).toEqual(wanted);
  });
});

describe('client-hmac-credential', () => {
  const order = (actual: string) =>
    `client H2 The client writes the parts of the HMAC credential in another order. | ${actual}`;
  const apart = (actual: string) =>
    `client H2 The client does not separate the parts of the HMAC credential with colons. | ${actual}`;
  const count = (parts: number) =>
    `client H2 The client sends an HMAC credential that does not have four parts. | ${parts} parts`;
  const swapped =
    'client H1 The client sends its private key where the public key belongs: the two are swapped. | a private key';
  it.each<[string, string | undefined]>([
    [`${guid}:n:${now}:${signature}`, undefined],
    [`${guid}:n:with:colons:${now}:${signature}`, undefined],
    [`${guid}:${now}:n:${signature}`, order('{publicKey}:{epochSeconds}:{nonce}:{signature}')],
    [`n:${guid}:${now}000:${signature}=`, order('{nonce}:{publicKey}:{epochSeconds}:{signature}')],
    [`${guid}:${now}:n:${'0'.repeat(64)}`, order('{publicKey}:{epochSeconds}:{nonce}:{signature}')],
    [`${guid}:${now}.123:n:${signature}`, order('{publicKey}:{epochSeconds}:{nonce}:{signature}')],
    [`n:${guid}:${now},5:${signature}`, order('{nonce}:{publicKey}:{epochSeconds}:{signature}')],
    [`${now}123.456:${guid}:n:${signature}`, order('{epochSeconds}:{publicKey}:{nonce}:{signature}')],
    [`${guid}:${now}.5:n.m:${signature}`, order('{publicKey}:{epochSeconds}:{nonce}:{signature}')],
    [`${guid}:${now}.5:${other}:${signature}`, order('{publicKey}:{epochSeconds}:{nonce}:{signature}')],
    [`${guid}:${'0'.repeat(64)}:${signature}:${now}`, order('{publicKey}:{nonce}:{signature}:{epochSeconds}')],
    [`${guid}:${now}:${now}.5:${signature}`, undefined],
    [`${guid}:${other}:${now}.5:${signature}`, undefined],
    [`${guid}.n.${now}.${signature}`, apart('{publicKey}.{nonce}.{epochSeconds}.{signature}')],
    [`${guid}|${now}.123|n|${signature}`, apart('{publicKey}|{epochSeconds}|{nonce}|{signature}')],
    [`${guid} n ${now}.123 ${signature}`, apart('{publicKey} {nonce} {epochSeconds} {signature}')],
    [`${guid}, n, ${now}, ${signature}`, apart('{publicKey},{nonce},{epochSeconds},{signature}')],
    [`${guid}|n|${now}|${signature}`, apart('{publicKey}|{nonce}|{epochSeconds}|{signature}')],
    [`${guid}:n:${now}`, count(3)],
    [`${guid}:n`, count(2)],
    ['word', count(1)],
    [`${guid}:n:${now}:`, count(4)],
    [`${guid}:n::${signature}`, count(4)],
    [`${guid}:n:m:${signature}`, undefined],
    [`${privateKey}:n:${now}:x`, swapped],
    [`${privateKey}:${guid}:${now}.5:${signature}`, swapped],
    [`${privateKey}:${guid}:n:${now}`, order('{signature}:{publicKey}:{nonce}:{epochSeconds}')],
  ])('of %j', (credential, wanted) => {
    expect(said('client-hmac-credential', [signed(`Hmac ${credential}`)])).toEqual(
      wanted === undefined ? [] : [wanted],
    );
  });

  const unknown =
    'The client sends a public key that this environment does not know: it is of another environment, or an Account key.';
  it.each<[string, Partial<Knowledge>, readonly string[]]>([
    ['is known', { knowsAllKeys: true, privateKeyOf: () => privateKey }, []],
    ['is not known, but others may be right', {}, []],
    ['is not known', { knowsAllKeys: true }, [unknown]],
    ['is not that of the account', { knowsAllKeys: true, accountId: other, tenantId: other }, [unknown]],
    [
      'is the account id',
      { knowsAllKeys: true, accountId: guid.toUpperCase(), tenantId: guid },
      ['The client sends the account id where the public key belongs.'],
    ],
    [
      'is the tenant id',
      { knowsAllKeys: true, accountId: other, tenantId: guid },
      ['The client sends the tenant id where the public key belongs.'],
    ],
  ])('of a public key that %s', (_name, known, wanted) => {
    const shown = wanted.map((message) => `client H1 ${message} | ${guid}`);
    expect(said('client-hmac-credential', [signed(signedAt(now))], known)).toEqual(shown);
  });

  it('tells the public key from a nonce that is a GUID by the keys that are known', () => {
    const sent = signed(`Hmac ${other}:${now}.5:${guid}:${signature}`);
    const known = { privateKeyOf: (key: string) => (key === guid ? privateKey : undefined) };
    const wanted = order('{nonce}:{epochSeconds}:{publicKey}:{signature}');
    expect(said('client-hmac-credential', [sent], known)).toEqual([wanted]);
  });

  it('says nothing of another scheme or where a token belongs', () => {
    expect(said('client-hmac-credential', [signed('Bearer a:b')])).toEqual([]);
    expect(said('client-hmac-credential', [elsewhere(signed('Hmac a:b'))])).toEqual([]);
  });
});

describe('client-hmac-signature', () => {
  const known = { privateKeyOf: (key: string) => (key === guid ? privateKey : undefined) };
  const wrong =
    "client H2 The client's signature is wrong: none of the usual mistakes explains it, so the private key may belong to another public key. | undefined";
  const right = createHmac('sha256', Buffer.from(privateKey, 'base64')).update(`${guid}:n:${now}:`).digest('base64');
  it.each<[string, ClientExchange, readonly string[]]>([
    ['right', signed(`Hmac ${guid}:n:${now}:${right}`), []],
    ['wrong', signed(signedAt(now)), [wrong]],
    ['wrong, of an unknown key', signed(signedAt(now).replace(guid, other)), []],
    ['wrong, over a body that was not recorded', signed(signedAt(now), { notRecorded: new Set(['request-body']) }), []],
    ['missing', signed(`Hmac ${guid}:n:${now}:`), []],
    ['wrong, over no time', signed(signedAt('')), []],
    ['wrong, where a token belongs', elsewhere(signed(signedAt(now))), []],
  ])('of a signature that is %s', (_name, exchange, wanted) => {
    expect(said('client-hmac-signature', [exchange], known)).toEqual(wanted);
  });
});
