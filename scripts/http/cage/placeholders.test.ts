import { createHmac } from 'node:crypto';
import { decodeJws } from '../../lib/jws';
import {
  keyPlaceholder,
  type OutgoingRequest,
  type Placeholder,
  tokenPlaceholder,
  wantsSecret,
  withSecrets,
} from './placeholders';

const claims = { exp: 2_000_000_000, iat: 1, sub: 'someone', aud: 'management-api' };
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const secret = `${part({ alg: 'HS256' })}.${part(claims)}.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg`;
const token: Placeholder = { name: 'managementToken', placeholder: tokenPlaceholder(secret), value: () => secret };
const realKey = Buffer.from('the real key, which is 32 bytes.').toString('base64');
const key: Placeholder = { name: 'privateKey', placeholder: keyPlaceholder(), value: () => realKey, signs: true };

const request = (more: Partial<OutgoingRequest>): OutgoingRequest => ({
  ...{ method: 'POST', path: '/', headers: [], body: Buffer.alloc(0) },
  ...more,
});

const signed = (placeholder: string, text: string, encoding: 'base64' | 'hex', form: 'base64' | 'utf8'): string =>
  createHmac('sha256', Buffer.from(placeholder, form)).update(text).digest(encoding);

it('stands for a token with its times, and with nothing else of it', () => {
  const decoded = decodeJws(token.placeholder);
  expect(decoded.ok && decoded.jws.payload).toEqual({ exp: claims.exp, iat: 1, jti: expect.any(String) });
  expect(token.placeholder).not.toContain(secret.split('.')[2]);
  expect(token.placeholder).not.toContain(secret.split('.')[1]);
  expect(tokenPlaceholder(undefined)).not.toBe(tokenPlaceholder(undefined));
});

describe('a secret takes the place of its placeholder', () => {
  const { placeholder } = token;
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each<[string, Partial<OutgoingRequest>, Partial<OutgoingRequest>]>([
    [
      'in a header',
      { headers: [['Authorization', `Bearer ${placeholder}`]] },
      { headers: [['Authorization', `Bearer ${secret}`]] },
    ],
    [
      'in a Basic credential',
      { headers: [['Authorization', basic(`u:${placeholder}`)]] },
      { headers: [['Authorization', basic(`u:${secret}`)]] },
    ],
    ['in the query', { path: `/?t=${placeholder}` }, { path: `/?t=${secret}` }],
    [
      'in the body, whose length is put right',
      { body: Buffer.from(`{"t":"${placeholder}"}`), headers: [['content-length', '1']] },
      { body: Buffer.from(`{"t":"${secret}"}`), headers: [['content-length', String(secret.length + 8)]] },
    ],
    ['nowhere else', { path: '/x', headers: [['A', 'b']] }, { path: '/x', headers: [['A', 'b']] }],
  ])('%s', (_where, given, wanted) => {
    expect(withSecrets(request(given), [token, key])).toEqual(request(wanted));
    expect(wantsSecret(request(given), token)).toBe(JSON.stringify(given) !== JSON.stringify(wanted));
  });
});

describe('an HMAC credential that a script signed', () => {
  it.each<[string, string, 'base64' | 'hex', 'base64' | 'utf8']>([
    ['rightly', 'p:n:1:', 'base64', 'base64'],
    ['without the last colon', 'p:n:1', 'base64', 'base64'],
    ['in hex', 'p:n:1:', 'hex', 'base64'],
    ['with the key as text', 'p:n:1:', 'base64', 'utf8'],
  ])('%s is as right or wrong with the real key', (_how, text, encoding, form) => {
    const [made, wanted] = [key.placeholder, realKey].map((each) => `Hmac p:n:1:${signed(each, text, encoding, form)}`);
    expect(withSecrets(request({ headers: [['Authorization', made!]] }), [token, key]).headers).toEqual([
      ['Authorization', wanted],
    ]);
  });

  it('with another key stays as it is', () => {
    const headers = [['Authorization', `Hmac p:n:1:${signed('b3RoZXI=', 'p:n:1:', 'base64', 'base64')}`]] as const;
    expect(withSecrets(request({ headers }), [token, key]).headers).toEqual(headers);
  });
});
