import { createHmac } from 'node:crypto';
import type { Known } from '../../contract/model';
import { exampleToken } from '../rules/example';
import { knownCredential } from './credential';
import type { CredentialFacts } from './credential-facts';
import { hmacParts } from './hmac-credential';
import { TrafficMemory } from './memory';

const origin = 'https://api.example.com';
const start = Date.UTC(2026, 0, 15, 12);
const now = start / 1000;
const publicKey = '0f8fad5b-d9cb-469f-a165-70867728950e';
const privateKey = 'aW52ZW50ZWQgcHJpdmF0ZSBrZXksIDMyIGJ5dGVzISE=';
const hmacSha256 = (key: string, text: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
type Facts = Partial<CredentialFacts>;

const known = (value: string, facts: Facts = {}): Known =>
  knownCredential(value, {
    ...{ memory: new TrafficMemory(), credentials: {}, origin, call: 'payout-token', at: start, offsetMs: 0 },
    ...{ status: 201, hasBody: false },
    ...facts,
  });
/** The kind of a known token, and how it was forged. */
const kindOf = (value: string, facts: Facts = {}): string => {
  const { kind, token, how } = known(value, facts) as { kind: string; token?: string; how?: string };
  return [token ?? kind, how].filter((part) => part !== undefined).join(': ');
};
const token = (claims: object, header: object = { alg: 'HS256' }) => exampleToken(claims, header);

describe('what a token shows by itself', () => {
  const signed = token({ exp: now + 3600 });
  const references = { customer_ref: 'a', orderRef: 'b', 'instruction-ref': 'c' };
  const cases: readonly (readonly [string, string, string, Facts?])[] = [
    ['no credential', '', 'none'],
    ['white space', '  ', 'none'],
    ['a placeholder', 'Bearer undefined', 'invented'],
    ['a word', 'undefined', 'invented'],
    ['15 characters', `Bearer ${'a'.repeat(15)}`, 'invented'],
    ['16 characters', `Bearer ${'a'.repeat(16)}`, 'unknown'],
    ['a character that no token has', `Bearer ${'a'.repeat(16)}!`, 'invented'],
    ['a template', `Bearer {{${'a'.repeat(16)}}}`, 'invented'],
    ['two segments', `Bearer ${signed.split('.').slice(0, 2).join('.')}`, 'forged: without a signature'],
    ['an empty third segment', `Bearer ${signed.split('.').slice(0, 2).join('.')}.`, 'forged: without a signature'],
    ['five segments, as encrypted tokens have', 'Bearer eyJhbGciOiJkaXIi.a.b.c.d', 'unknown'],
    ['three segments that cannot be read', 'Bearer eyJhbGciOiJkaXIi.a.b', 'unknown'],
    ['alg none', `Bearer ${token({}, { alg: 'NONE' })}`, 'forged: unsigned, with alg none'],
    ['alg that is not text', `Bearer ${token({}, { alg: 1 })}`, 'unknown'],
    ['nothing wrong', `Bearer ${signed}`, 'unknown'],
    ['no scheme', signed, 'unknown'],
    ['the references of a payout token', `Bearer ${token(references)}`, 'payout'],
    ['the same where that is right', `Bearer ${token(references)}`, 'unknown', { call: 'payout-options' }],
    ['two references only', `Bearer ${token({ ...references, orderRef: undefined })}`, 'unknown'],
  ];
  it.each(cases.map(([name, value, wanted, facts]) => ({ name, value, wanted, facts })))('$name: $wanted', (row) => {
    const { value, wanted, facts } = row;
    expect(kindOf(value, facts)).toBe(wanted);
  });
});

describe('the age of a token', () => {
  const expired = 'management-expired';
  type Row = readonly [name: string, claims: object, wanted: string, facts?: Facts];
  const rowsOf = (rows: readonly Row[]) =>
    rows.map(([name, claims, wanted, facts]) => ({ name, claims, wanted, facts }));
  const cases: readonly Row[] = [
    ['expires 61 s before', { exp: now - 61 }, expired],
    ['expires 60 s before', { exp: now - 60 }, 'unknown'],
    ['expires before, by one of two clocks', { exp: now - 61 }, 'unknown', { offsetMs: -5000 }],
    ['expires before, by both clocks', { exp: now - 66 }, expired, { offsetMs: -5000 }],
    ['expires before, and the offset is not known', { exp: now - 61 }, expired, { offsetMs: undefined }],
    ['expires at a time that was not recorded', { exp: 1 }, 'unknown', { at: undefined }],
    ['is not valid yet', { nbf: now + 1, exp: 1 }, 'unknown'],
    ['is valid from this moment', { nbf: now, exp: 1 }, expired],
    ['has an nbf that is text', { nbf: '9999999999', exp: 1 }, expired],
    ['has an exp that is text', { exp: '1' }, 'unknown'],
  ];
  it.each(rowsOf(cases))('of one that nobody knows: it $name', ({ claims, wanted, facts }) => {
    expect(kindOf(`Bearer ${token(claims)}`, facts)).toBe(wanted);
  });

  const accepted: readonly Row[] = [
    ['expires in 61 s', { exp: now + 61 }, 'management'],
    ['expires in 60 s', { exp: now + 60 }, 'unknown'],
    ['expires in 61 s, but sooner by the other clock', { exp: now + 61 }, 'unknown', { offsetMs: 5000 }],
    ['expired 60 s before', { exp: now - 60 }, 'unknown'],
    ['expired 61 s before', { exp: now - 61 }, expired],
    ['never expires', {}, 'management'],
    ['is not valid yet', { nbf: now + 1 }, 'unknown'],
    ['was sent at a time that was not recorded', {}, 'unknown', { at: undefined }],
  ];
  it.each(rowsOf(accepted))('of the known one: it $name', ({ claims, wanted, facts }) => {
    const managementToken = token(claims);
    expect(kindOf(`Bearer ${managementToken}`, { credentials: { managementToken }, ...facts })).toBe(wanted);
  });
});

describe('what the exchanges before show of a token', () => {
  const right = token({ exp: now + 3600 });
  const [header, payload, signature] = right.split('.') as [string, string, string];
  const [, otherPayload] = token({ exp: now + 3601 }).split('.') as [string, string, string];
  const memory = (
    call: CredentialFacts['call'] = 'management-token',
    from = start,
    expires?: number,
    issued = right,
  ) => {
    const some = new TrafficMemory();
    some.issue(issued, { origin, call, from, expires });
    return some;
  };
  const randomly = token({ exp: now + 3600 }, { alg: 'ES256' });
  const opaque = 'o'.repeat(20);
  const accepting = (at: number) => {
    const some = new TrafficMemory();
    some.acceptToken(right, origin, at);
    return some;
  };

  const cases: readonly (readonly [string, string, Facts, string])[] = [
    ['was issued', right, { memory: memory() }, 'management'],
    ['was issued later', right, { memory: memory('management-token', start + 1) }, 'unknown'],
    ['was issued at another host', right, { memory: memory(), origin: 'https://b.example.com' }, 'unknown'],
    ['was accepted', right, { memory: accepting(start) }, 'management'],
    ['was accepted later', right, { memory: accepting(start + 1) }, 'unknown'],
    ['is a payout token', right, { memory: memory('payout-token') }, 'payout'],
    [
      'is a payout token that has expired',
      opaque,
      { memory: memory('payout-token', 0, start - 61_000, opaque) },
      'payout-expired',
    ],
    [
      'has expired as its response said',
      opaque,
      { memory: memory('management-token', 0, start - 61_000, opaque) },
      'management-expired',
    ],
    [
      'expires about now as its response said',
      opaque,
      { memory: memory('management-token', 0, start - 60_000, opaque) },
      'unknown',
    ],
    [
      'is valid as its response said',
      opaque,
      { memory: memory('management-token', 0, start + 61_000, opaque) },
      'management',
    ],
    ['got 403 at its first use', right, { memory: memory(), status: 403 }, 'management-without-role'],
    ['got 401 at its first use', right, { memory: memory(), status: 401 }, 'management'],
    ['got 403 for the options', right, { memory: memory(), status: 403, call: 'payout-options' }, 'management'],
    ['got 403 after it was accepted', right, { memory: accepting(start), status: 403 }, 'management'],
    [
      'has the signature of a known one',
      `${header}.${otherPayload}.${signature}`,
      { memory: memory() },
      'forged: with the signature of another token',
    ],
    [
      'has the content of a known one',
      `${header}.${payload}.${'A'.repeat(43)}`,
      { memory: memory() },
      'forged: with a changed signature',
    ],
    [
      'has the content of a known one, signed at random',
      `${randomly.split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`,
      { memory: memory('management-token', 0, undefined, randomly) },
      'unknown',
    ],
    [
      'cannot be read, and has a known signature',
      `eyJ${'x'.repeat(20)}.x.${signature}`,
      { memory: memory() },
      'forged: with a changed header or payload',
    ],
    ['is configured as expired', right, { credentials: { expiredToken: right } }, 'management-expired'],
    ['is configured as without the role', right, { credentials: { noRoleToken: right } }, 'management-without-role'],
    [
      'is configured as an expired payout token',
      right,
      { credentials: { expiredPayoutToken: right } },
      'payout-expired',
    ],
    [
      'is not the configured one',
      right,
      { credentials: { managementToken: randomly, expiredToken: opaque } },
      'unknown',
    ],
  ];
  it.each(cases)('that %s', (_name, sent, facts, wanted) => {
    expect(kindOf(`Bearer ${sent}`, facts)).toBe(wanted);
  });

  it('tells an exchanged token from one that was configured', () => {
    expect(known(`Bearer ${right}`, { memory: memory() })).toMatchObject({ exchanged: true });
    expect(known(`Bearer ${right}`, { credentials: { managementToken: right } })).not.toHaveProperty('exchanged');
  });
});

describe('an HMAC credential', () => {
  const own: Facts = { credentials: { publicKey, privateKey }, hmacSha256, call: 'management-token' };
  const sign = (time: number | string, nonce = 'n') => hmacSha256(privateKey, `${publicKey}:${nonce}:${time}:`);
  const text = (time: number | string, nonce = 'n', signature = sign(time, nonce)) =>
    `Hmac ${publicKey}:${nonce}:${time}:${signature}`;
  /** A nonce whose signature needs other letters in base64url. */
  const special = Array.from({ length: 99 }, (_, index) => `n${index}`).find((nonce) =>
    /\+.*\/|\/.*\+/.test(sign(now, nonce)),
  )!;
  const url = sign(now, special).replaceAll('+', '-').replaceAll('/', '_');
  const strange = 'A'.repeat(43);
  const used = (at: number, key = `${publicKey}:n`) => {
    const memory = new TrafficMemory();
    memory.acceptNonce(key, origin, at);
    return { ...own, memory };
  };
  const right = { kind: 'hmac', key: 'own', signature: 'right', time: 0, nonce: 'fresh', clock: 'certain' };
  const unknown = { kind: 'token', token: 'unknown' };
  const unreadable = { ...right, time: 'unreadable' };

  it.each<[string, string, Facts, object]>([
    ['that is right', text(now), own, right],
    ['with its scheme in another case', text(now).replace('Hmac', 'HMAC'), own, right],
    ['with a fraction', text(`${now}.4`), own, { ...right, fractional: true }],
    ['of an unknown clock', text(now), { ...own, offsetMs: undefined }, { ...right, clock: 'uncertain' }],
    ['signed 10 s ahead', text(now + 10), own, { ...right, time: 10 }],
    ['signed 10 s ahead, by the clock of the server', text(now + 10), { ...own, offsetMs: 10_000 }, right],
    ['signed at a time that was not recorded', text(now), { ...own, at: undefined }, { ...right, time: 'odd' }],
    ['signed for a word', text('now'), own, { ...right, time: 'unreadable' }],
    ['signed for nothing', text(''), own, { ...right, time: 'unreadable' }],
    ['signed for an odd number', text('1e9'), own, { ...right, time: 'odd' }],
    ['signed with an empty nonce', text(now, ''), own, { ...right, nonce: 'odd' }],
    ['in base64url', text(now, special, url), own, { ...right, signature: 'odd' }],
    ['without its padding', text(now, 'n', sign(now).slice(0, -1)), own, { ...right, signature: 'odd' }],
    ['signed otherwise', text(now, 'n', `${strange}=`), own, { ...right, signature: 'wrong' }],
    ['signed otherwise, maybe with its body', text(now, 'n', `${strange}=`), { ...own, hasBody: true }, unknown],
    ['that is right, and there is a body', text(now), { ...own, hasBody: true }, right],
    ['whose signature has another length', text(now, 'n', 'A'), {}, { ...right, signature: 'wrong' }],
    ['of an unknown key', text(now), { ...own, credentials: { publicKey: 'other', privateKey } }, unknown],
    ['without the private key', text(now), { ...own, credentials: { publicKey } }, unknown],
    ['without the digest', text(now), { ...own, hmacSha256: undefined }, unknown],
    ['whose nonce was used', text(now), used(start), { ...right, nonce: 'used' }],
    ['whose nonce is used later', text(now), used(start + 1), right],
    ['whose nonce was used with another key', text(now), used(start, 'other:n'), right],
    ['whose nonce may have been used', text(now), { ...used(start), at: undefined }, { ...right, time: 'odd' }],
    ['of an unknown key, whose nonce was used', text(now), { memory: used(start).memory }, { ...right, nonce: 'used' }],
    ['of an unknown key, signed 311 s before', text(now - 311), {}, { ...right, time: -311 }],
    ['of an unknown key, signed 310 s before', text(now - 310), {}, unknown],
    ['of an unknown key, signed long before by an unknown clock', text(now - 999), { offsetMs: undefined }, unknown],
    ['of an unknown key, signed for a word', text('now'), {}, { ...right, time: 'unreadable' }],
    ['of an unknown key, signed for an odd number', text('1e9'), {}, unknown],
    ['of three parts', `Hmac ${publicKey}:n:${now}`, own, { kind: 'token', token: 'invented' }],
    ['of five parts', `${text(now)}:x`, own, unknown],
    ['with its time before its nonce', `Hmac ${publicKey}:${now}.5:n:${sign(`${now}.5`)}`, {}, unreadable],
    [
      'with its time before a number as nonce',
      `Hmac ${publicKey}:${now}.5:777:${sign(now)}`,
      {},
      { ...right, time: 777 - now },
    ],
    [
      'with its signature before its time',
      `Hmac ${publicKey}:n:${sign(now)}:${now}.5`,
      {},
      { ...unreadable, signature: 'wrong' },
    ],
  ])('%s', (_name, value, facts, wanted) => {
    expect(known(value, facts)).toEqual(wanted);
  });

  it.each([
    ['a:b:c:d', { key: 'a', nonce: 'b', time: 'c', signature: 'd' }],
    [' a:b:c: ', { key: 'a', nonce: 'b', time: 'c', signature: '' }],
    ['a:b:c', undefined],
    ['a:b:c:d:e', undefined],
  ])('%j is split into its parts', (credential, parts) => {
    expect(hmacParts(credential)).toEqual(parts);
  });
});
