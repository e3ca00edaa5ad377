import { claimsOf, hmacCall, payoutCall, sharedSandbox, withSandbox } from './testing/client';

const the = sharedSandbox();

describe('the HMAC call', () => {
  const now = () => Math.floor(Date.now() / 1000);

  it.each(['/v1/identity/hmac', '/identity/v1/hmac/management'])(
    'issues a management token at %s (H2, H5)',
    async (path) => {
      const { status, json, headers } = await the.send(hmacCall(the.own, { path }));
      expect(status).toBe(201);
      expect(headers['cache-control']).toBe('no-store');
      const claims = claimsOf(json.accessToken);
      expect(claims).toMatchObject({
        iss: 'https://openid.imbursepayments.com/',
        aud: 'management-api',
        account: the.own.accountId,
        tenant: the.own.tenantId,
      });
      expect(claims.exp).toBe(Math.floor(Number(json.expires) / 1000));
      const issued = await the.send(payoutCall(the.own, undefined, { authorization: `Bearer ${json.accessToken}` }));
      expect(issued.status).toBe(201);
    },
  );

  it.each([
    ['lower-case hmac (H6)', () => ({ scheme: 'hmac' })],
    ['upper-case HMAC (H6)', () => ({ scheme: 'HMAC' })],
    ['fractional seconds (H4)', () => ({ timestamp: (Date.now() / 1000).toFixed(3) })],
    ['a request of four minutes ago (H4)', () => ({ timestamp: now() - 240 })],
    ['a timestamp ten minutes ahead (H4a)', () => ({ timestamp: now() + 600 })],
    ['a nonce with colons', () => ({ nonce: `a:b:${Math.random()}` })],
    ['a signed body (H2)', () => ({ body: '{}' })],
  ])('accepts %s', async (_title, changes) => {
    expect((await the.send(hmacCall(the.own, changes()))).status).toBe(201);
  });

  it.each([
    ['six minutes ago (H4)', () => ({ timestamp: now() - 360 })],
    ['an hour ahead (H4a)', () => ({ timestamp: now() + 3600 })],
    ['a time in milliseconds', () => ({ timestamp: Date.now() })],
    ['no time', () => ({ timestamp: 'soon' })],
    ['an unknown public key', () => ({ publicKey: '3f0e5a0c-0000-4000-8000-000000000000' })],
    ['another private key', () => ({ privateKey: 'AAAA' })],
    ['a changed signature', () => ({ sign: (text: string) => `${text[0] === 'A' ? 'B' : 'A'}${text.slice(1)}` })],
    ['a cut signature', () => ({ sign: (text: string) => text.slice(0, -4) })],
    ['another scheme', () => ({ scheme: 'Bearer' })],
  ])('refuses %s with 401', async (_title, changes) => {
    const { status, headers } = await the.send(hmacCall(the.own, changes()));
    expect([status, headers['www-authenticate']]).toEqual([401, 'Hmac']);
  });

  it.each(['', 'Hmac', 'Hmac a', 'Hmac a:b:c', 'Hmac :::', 'Hmac a:b:c:d:e'])(
    'refuses %p with 401',
    async (authorization) => {
      expect((await the.send({ path: '/v1/identity/hmac', headers: { authorization } })).status).toBe(401);
    },
  );

  it('refuses a used nonce at either path, with any timestamp (H3)', async () => {
    const nonce = 'once';
    expect((await the.send(hmacCall(the.own, { nonce }))).status).toBe(201);
    expect((await the.send(hmacCall(the.own, { nonce }))).status).toBe(401);
    expect((await the.send(hmacCall(the.own, { nonce, timestamp: now() - 5 }))).status).toBe(401);
    expect((await the.send(hmacCall(the.own, { nonce, path: '/identity/v1/hmac/management' }))).status).toBe(401);
  });

  it('does not remember the nonce of a refused request', async () => {
    const nonce = 'unsigned';
    expect((await the.send(hmacCall(the.own, { nonce, privateKey: 'AAAA' }))).status).toBe(401);
    expect((await the.send(hmacCall(the.own, { nonce }))).status).toBe(201);
  });

  it('refuses a replay while the timestamp is valid, and afterwards', async () => {
    const clock = { now: 1_800_000_000_000 };
    await withSandbox({ now: () => clock.now }, async (call, { credentials }) => {
      const request = hmacCall(credentials, { timestamp: 1_800_000_600 });
      expect((await call(request)).status).toBe(201);
      for (const seconds of [1, 600, 899, 901, 10_000]) {
        clock.now = 1_800_000_000_000 + seconds * 1000;
        expect((await call(request)).status).toBe(401);
      }
    });
  });

  it('refuses a replay that is checked after a request that came later', async () => {
    const clock = { now: 1_800_000_000_000 };
    await withSandbox({ now: () => clock.now }, async (call, { credentials }) => {
      const request = hmacCall(credentials, { timestamp: 1_800_000_000 });
      expect((await call(request)).status).toBe(201);
      clock.now += 300_001;
      expect((await call(hmacCall(credentials, { timestamp: 1_800_000_300 }))).status).toBe(201);
      clock.now -= 1;
      expect((await call(request)).status).toBe(401);
    });
  });
});
