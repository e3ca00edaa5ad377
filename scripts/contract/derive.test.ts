import { createHash, createHmac } from 'node:crypto';
import { exampleClaims, examplePrivateKey, exampleToken, exampleValues } from '../judge/rules/example';
import type { Remembered } from '../judge/types';
import { decodeJws } from '../lib/jws';
import { seededRandom } from '../lib/seeded-random';
import { nodeHost } from '../run/host';
import { type Credentials, deriveVariables, type Host, hmacCredential } from './derive';
import { type VariableName, variables } from './variables';

const publicKey = '3f8e0a5e-5d0b-4c57-9f6d-1b2c3d4e5f60';
const { managementToken, accountId, tenantId } = exampleValues;
const expiredToken = exampleToken({ ...exampleClaims, exp: 1 }, { alg: 'HS512' }, 64);
const expiredPayoutToken = exampleToken({ ...exampleClaims, exp: 1 }, { alg: 'HS512' }, 64);
const noRoleToken = exampleToken({ ...exampleClaims, role: 'reader' }, { alg: 'HS512' }, 64);
const seconds = 1_767_225_600;

/** A host whose clock stands still and whose ids are counted. */
function host(): Host {
  let count = 0;
  return {
    ...nodeHost(seededRandom(1)),
    uniqueId: () => {
      count += 1;
      return `unique-${count}`;
    },
    now: () => seconds * 1000 + 123,
  };
}

const credentials: Credentials = {
  managementToken,
  publicKey,
  privateKey: examplePrivateKey,
  expiredToken,
  noRoleToken,
  expiredPayoutToken,
  accountId,
  tenantId,
  hmacPath: '/v1/identity/hmac',
};
const used: Remembered = {
  verdict: 'passed',
  accepted: true,
  token: exampleToken(exampleClaims),
  authorization: `Hmac ${publicKey}:used-nonce:${seconds - 1}:c2lnbmF0dXJl`,
};

const allNames = Object.keys(variables) as VariableName[];
const derived = (name: VariableName, change: Partial<Credentials> = {}, remembered: Remembered | undefined = used) =>
  deriveVariables([name], { ...credentials, ...change }, remembered, host())[name];

/** The formula H2, for any body, by Node's own means. */
function signatureOfH2(privateKey: string, key: string, nonce: string, time: string, body?: string): string {
  const bodyHash = body === undefined ? '' : createHash('sha256').update(body, 'utf8').digest('base64');
  const signed = `${key}:${nonce}:${time}:${bodyHash}`;
  return createHmac('sha256', Buffer.from(privateKey, 'base64')).update(Buffer.from(signed, 'utf8')).digest('base64');
}

function parts(credential: string | undefined) {
  const [key = '', nonce = '', time = '', signature = '', ...more] = (credential ?? '').split(':');
  expect(more).toEqual([]);
  return { key, nonce, time, signature, right: signatureOfH2(examplePrivateKey, key, nonce, time) };
}

describe('variables', () => {
  it('all have a value if everything is configured and remembered', () => {
    const values = deriveVariables(allNames, credentials, used, host());
    expect(Object.keys(values).sort()).toEqual([...allNames].sort());
    expect(Object.values(values).filter((value) => value === '')).toEqual([]);
  });

  it('have no value if nothing is configured, except those that need nothing', () => {
    const values = deriveVariables(allNames, { hmacPath: '/v1/identity/hmac' }, undefined, host());
    expect(Object.keys(values)).toEqual([
      'hmacPath',
      'hmacOtherPath',
      'customerRef',
      'orderRef',
      'instructionRef',
      'correlationId',
      'filler',
      'nesting',
    ]);
  });

  it.each(allNames.filter((name) => 'needs' in variables[name]))(
    'have a value only if what they need is configured: %s',
    (name) => {
      const values = deriveVariables([name], { hmacPath: '/v1/identity/hmac' }, used, host());
      expect(values).toEqual({});
    },
  );

  it.each<[VariableName, string]>([
    ['hmacPath', '/v1/identity/hmac'],
    ['hmacOtherPath', '/identity/v1/hmac/management'],
    ['correlationId', 'unique-1'],
    ['accountId', accountId],
    ['tenantId', tenantId],
    ['managementToken', managementToken],
    ['expiredToken', expiredToken],
    ['noRoleToken', noRoleToken],
    ['expiredPayoutToken', expiredPayoutToken],
    ['capturedToken', used.token!],
    ['capturedAuthorization', used.authorization!],
  ])('have these values: %s', (name, wanted) => {
    expect(derived(name)).toBe(wanted);
  });

  it('includes the path of the exchange that is not in use', () => {
    expect(derived('hmacOtherPath', { hmacPath: '/identity/v1/hmac/management' })).toBe('/v1/identity/hmac');
  });

  it('fills a mebibyte, and nests 10,000 arrays', () => {
    expect(derived('filler')).toMatch(/^a+$/);
    expect(derived('filler')).toHaveLength(2 ** 20);
    expect(derived('nesting')).toMatch(/^\[{10000}\]{10000}$/);
  });
});

describe('references', () => {
  const three = ['customerRef', 'orderRef', 'instructionRef'] as const;

  it('are allowed, differ, and are the same for the same seed', () => {
    const values = deriveVariables(three, credentials, undefined, nodeHost(seededRandom(7)));
    expect(Object.values(values).filter((value) => !/^[a-z]+-[a-z0-9]{12}$/.test(value))).toEqual([]);
    expect(new Set(Object.values(values)).size).toBe(3);
    expect(deriveVariables(three, credentials, undefined, nodeHost(seededRandom(7)))).toEqual(values);
    expect(deriveVariables(three, credentials, undefined, nodeHost(seededRandom(8)))).not.toEqual(values);
  });
});

describe('forged tokens', () => {
  const [header = '', payload = '', signature = ''] = managementToken.split('.');
  const segments = (name: VariableName) => (derived(name) ?? '').split('.');

  it('lack the signature', () => {
    expect(derived('tokenTruncated')).toBe(`${header}.${payload}`);
  });

  it('have another signature of the same length', () => {
    const [one, two, three = ''] = segments('tokenBadSignature');
    expect([one, two]).toEqual([header, payload]);
    expect([...three].filter((letter, index) => letter !== signature[index])).toHaveLength(1);
    expect(Buffer.from(three, 'base64url')).not.toEqual(Buffer.from(signature, 'base64url'));
    expect(Buffer.from(three, 'base64url')).toHaveLength(32);
  });

  it('have a signature whose bytes differ only near its end', () => {
    const [one, two, three = ''] = segments('tokenBadSignatureEnd');
    expect([one, two, three.slice(0, 41)]).toEqual([header, payload, signature.slice(0, 41)]);
    expect(Buffer.from(three, 'base64url')).not.toEqual(Buffer.from(signature, 'base64url'));
    expect(three).toHaveLength(43);
  });

  it('have another header, which names the same algorithm', () => {
    const [one = '', two, three] = segments('tokenBadHeader');
    expect([two, three]).toEqual([payload, signature]);
    const fields = JSON.parse(Buffer.from(header, 'base64url').toString());
    expect(JSON.parse(Buffer.from(one, 'base64url').toString())).toEqual({ ...fields, changed: true });
  });

  it('have another payload of an unexpired token', () => {
    const [one, two = '', three] = segments('tokenBadPayload');
    expect([one, three]).toEqual([header, signature]);
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(JSON.parse(Buffer.from(two, 'base64url').toString())).toEqual({ ...claims, exp: claims.exp + 3600 });
  });

  it('have another payload if the token has no exp', () => {
    const token = derived('tokenBadPayload', { managementToken: exampleToken({ sub: 'ä' }) });
    const reading = decodeJws(token ?? '');
    expect(reading.ok && reading.jws.payload).toEqual({ sub: 'ä', changed: true });
  });

  it('have the signature of another token', () => {
    expect(segments('tokenForeignSignature')).toEqual([header, payload, expiredToken.split('.')[2]]);
    expect(derived('tokenForeignSignature', { expiredToken: undefined })).toBe(`${header}.${payload}.`);
  });

  it('say that they are not signed', () => {
    const [one = '', two, three] = segments('tokenAlgNone');
    expect(Buffer.from(one, 'base64url').toString()).toBe('{"alg":"none","typ":"JWT"}');
    expect([two, three]).toEqual([payload, '']);
  });

  it('say so in another case', () => {
    expect(Buffer.from(segments('tokenAlgNoneCapital')[0] ?? '', 'base64url').toString()).toBe(
      '{"alg":"None","typ":"JWT"}',
    );
  });

  it('do not exist if the management token cannot be read', () => {
    const names = allNames.filter((name) => name.startsWith('token'));
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => derived(name, { managementToken: 'opaque' }) !== undefined)).toEqual([]);
  });
});

describe('the HMAC signature', () => {
  it.each([
    [
      'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
      publicKey,
      'nonce-1',
      1767225600,
      false,
      '1767225600',
      'ySYPYZH72N9BuHcAQCgxoSHYiBaHTRcVxLKizXGUDhk=',
    ],
    [
      '//79/Pv6+fj39vX08/Lx8A==',
      '4a1c2d3e-0000-4000-8000-00000000beef',
      '6f1d7c1c-88a2-4f5b-b8f9-6f6f0c3c8d21',
      1535617532.123,
      true,
      '1535617532.123',
      '4p4wJX1dxTwUmkEm60py96Emrrka/tgREW28NQsdC+8=',
    ],
    ['AA==', 'k', 'n', 0.999, false, '0', '9tiYfoEShDmVzszsbIRcJPD/t5o+S+Qujij9FX9FHoA='],
  ])('with %s is what the formula says', (privateKey, key, nonce, now, fractional, time, wanted) => {
    const source = { ...credentials, privateKey, publicKey: key, used: undefined };
    const fixed = { ...host(), now: () => now * 1000 };
    expect(hmacCredential({ ...source, host: fixed }, { nonce, fractional })).toBe(`${key}:${nonce}:${time}:${wanted}`);
    expect(signatureOfH2(privateKey, key, nonce, time)).toBe(wanted);
  });

  it.each([
    [
      'the first vector of RFC 4231',
      '0b'.repeat(20),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      'the second',
      Buffer.from('Jefe').toString('hex'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
  ])('comes from a function that holds for %s', (_name, key, text, wanted) => {
    const signed = nodeHost(Math.random).hmacSha256(Buffer.from(key, 'hex').toString('base64'), text);
    expect(Buffer.from(signed, 'base64').toString('hex')).toBe(wanted);
  });

  it('needs both keys', () => {
    expect(hmacCredential({ ...credentials, publicKey: undefined, used: undefined, host: host() })).toBeUndefined();
    expect(hmacCredential({ ...credentials, privateKey: undefined, used: undefined, host: host() })).toBeUndefined();
  });
});

describe('HMAC credentials', () => {
  it.each<[VariableName, { nonce?: string; time?: string; key?: string; right: boolean }]>([
    ['hmac', { right: true }],
    ['hmacFractional', { time: `${seconds}.123`, right: true }],
    ['hmacFourMinutesOld', { time: String(seconds - 240), right: true }],
    ['hmacPastFiveMinutesOld', { time: String(seconds - 320), right: true }],
    ['hmacSixMinutesOld', { time: String(seconds - 360), right: true }],
    ['hmacSixMinutesAhead', { time: String(seconds + 360), right: true }],
    ['hmacUnknownKey', { key: 'unique-1', nonce: 'unique-2', right: true }],
    ['hmacUsedNonce', { nonce: 'used-nonce', time: String(seconds - 60), right: true }],
    ['hmacWrongSignature', { right: false }],
    ['hmacChangedSignature', { right: false }],
    ['hmacChangedSignatureEnd', { right: false }],
    ['hmacUnreadableSignature', { right: false }],
    ['hmacEmptySignature', { right: false }],
    ['hmacUnreadableTime', { time: 'yesterday', right: true }],
    ['hmacCutSignature', { right: false }],
    ['hmacSwappedCase', { right: false }],
    ['hmacOtherNonce', { right: false }],
    ['hmacOtherTime', { time: String(seconds - 60), right: false }],
  ])('%s', (name, { key = publicKey, nonce, time = String(seconds), right }) => {
    const credential = parts(derived(name));
    expect([credential.key, credential.time]).toEqual([key, time]);
    expect(credential.nonce).toMatch(nonce ? new RegExp(`^${nonce}$`) : /^unique-\d$/);
    expect(credential.signature === credential.right).toBe(right);
  });

  it('changes one character of the signature, or its case, or cuts it', () => {
    const good = parts(derived('hmac')).signature;
    const changed = parts(derived('hmacChangedSignature')).signature;
    expect([...changed].filter((letter, index) => letter !== good[index])).toHaveLength(1);
    const end = parts(derived('hmacChangedSignatureEnd')).signature;
    expect([end.slice(0, 41), end === good]).toEqual([good.slice(0, 41), false]);
    const swapped = parts(derived('hmacSwappedCase')).signature;
    expect([swapped.toLowerCase(), swapped === good]).toEqual([good.toLowerCase(), false]);
    expect(good.startsWith(parts(derived('hmacCutSignature')).signature)).toBe(true);
  });

  it('was signed for a text other than the written one', () => {
    const other = parts(derived('hmacOtherTime'));
    expect(other.signature).toBe(signatureOfH2(examplePrivateKey, other.key, other.nonce, String(seconds)));
    const { key, time, signature } = parts(derived('hmacOtherNonce'));
    expect(['unique-1', 'unique-2'].map((nonce) => signatureOfH2(examplePrivateKey, key, nonce, time))).toContain(
      signature,
    );
  });

  it('has no used nonce if none was sent', () => {
    expect(derived('hmacUsedNonce', {}, { verdict: 'passed', accepted: true })).toBeUndefined();
  });
});
