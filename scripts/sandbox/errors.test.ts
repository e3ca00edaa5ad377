import { codes, hmacCall, payoutCall, references, sharedSandbox, withSandbox } from './testing/client';
import { raw } from './testing/raw';

const the = sharedSandbox();

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('other methods and paths', () => {
  const paths = ['/v1/identity/payout', '/v1/identity/hmac', '/identity/v1/hmac/management'];
  it.each(paths)('returns 405 with Allow for other methods on %s (C14)', async (path) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const answer = await the.send({ ...payoutCall(the.own), path, method });
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, 'POST']);
    }
  });

  it('handles CONNECT too', async () => {
    const { port } = new URL(the.sandbox.url);
    const answer = await raw(Number(port), 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', 30_000);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  });

  it.each(['/', '/v1/identity/payout/', '/v1/identity', '/v1/identity/payouts', '/%zz', '//', '/v1/../x'])(
    'answers %s with 404',
    async (path) => {
      const answer = await the.send({ ...payoutCall(the.own), path });
      expect([answer.status, codes(answer)]).toEqual([404, ['RESOURCE_NOT_FOUND']]);
    },
  );

  it('refuses the options call without a payout token', async () => {
    for (const authorization of ['', `Bearer ${the.own.managementToken}`, 'Bearer x']) {
      const { status } = await the.send({ method: 'GET', path: '/v1/payout/options', headers: { authorization } });
      expect(status).toBe(401);
    }
  });
});

describe('errors', () => {
  it("have the E3 body, with the server's correlation id inside and out (E3, E5)", async () => {
    const before = Math.floor(Date.now() / 1000);
    const { json, headers } = await the.send(payoutCall(the.own, '{}'));
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(json.timestamp).toBeGreaterThanOrEqual(before);
    expect(Number.isInteger(json.timestamp)).toBe(true);
    expect(json.correlationId).toMatch(uuid);
    for (const entry of json.errors) {
      expect(Object.keys(entry)).toEqual(['errorCode', 'message', 'messageTemplate', 'metadata']);
      expect(entry.metadata).toEqual({ correlationId: json.correlationId });
    }
  });

  it("have the caller's correlation id inside (E5)", async () => {
    const { json } = await the.send(payoutCall(the.own, '{}', { 'x-correlation-id': 'Caller-1' }));
    expect(json.correlationId).toMatch(uuid);
    expect(json.errors[0].metadata).toEqual({ correlationId: 'Caller-1' });
  });

  it('have the E2 body if configured', async () => {
    await withSandbox({ envelope: 'E2' }, async (call, { credentials }) => {
      expect((await call(payoutCall(credentials, references({ orderRef: '' })))).json).toEqual({
        errorCodes: ['ORDER_REF_IS_REQUIRED'],
      });
    });
  });

  it('do not disclose internal errors (E7)', async () => {
    const clock = { broken: false };
    const now = () => (clock.broken ? Number.NaN : Date.now());
    await withSandbox({ now }, async (call, { credentials }) => {
      clock.broken = true;
      const answer = await call(hmacCall(credentials));
      expect(answer.status).toBeLessThan(600);
      expect(answer.text).not.toMatch(/RangeError|at \w+/);
    });
  });
});
