import { jwtVerify } from 'jose';
import { request } from 'undici';
import { startSandbox, UnknownBehaviourError } from '.';
import { connect, hmacCall, payoutCall, sharedSandbox, withSandbox } from './testing/client';
import { raw } from './testing/raw';

const the = sharedSandbox();

describe('the server', () => {
  it('generates credentials at each start and accepts no others (C11)', async () => {
    await withSandbox({}, async (call, other) => {
      const values = Object.values(other.credentials);
      expect(new Set([...values, ...Object.values(the.own)]).size).toBe(2 * values.length);
      expect(Buffer.from(other.credentials.privateKey, 'base64')).toHaveLength(32);
      expect((await call(payoutCall(the.own))).status).toBe(401);
      expect((await call(hmacCall(the.own))).status).toBe(401);
    });
  });

  it('signs with HS256 and its own secret', async () => {
    const { json } = await the.send(payoutCall(the.own));
    const key = Buffer.from(the.own.privateKey, 'base64');
    await expect(jwtVerify(json.accessToken, key)).rejects.toThrow('signature verification failed');
  });

  it.each([
    ['rebound.example.com', 421],
    ['127.0.0.1.example.com', 421],
    ['localhost.example.com:80', 421],
    ['192.168.0.1', 421],
    ['sandbox:4010', 421],
    ['localhost', 404],
    ['app.localhost:8080', 404],
    ['127.0.0.1:1', 404],
    ['[::1]:8080', 404],
  ])('answers a request to the host %s with %i', async (host, status) => {
    const { statusCode } = await request(`${the.sandbox.url}/nowhere`, { headers: { host } });
    expect(statusCode).toBe(status);
  });

  it.each([
    ['sandbox:4010', 404],
    ['my-sandbox_1', 404],
    ['192.168.0.1:80', 404],
    ['[fd00::1]:80', 404],
    ['localhost', 404],
    ['rebound.example.com', 421],
    ['sandbox.example.com:4010', 421],
    ['127.0.0.1.example.com', 421],
  ])('that listens for other machines answers a request to the host %s with %i', async (host, status) => {
    const open = await startSandbox({ host: '0.0.0.0' });
    const { statusCode } = await request(`${open.url}/nowhere`, { headers: { host } }).finally(() => open.close());
    expect(statusCode).toBe(status);
  });

  it.each([
    ['http://127.0.0.1:80/nowhere', '127.0.0.1', 404],
    ['http://LOCALHOST/nowhere', 'localhost', 404],
    ['http://rebound.example.com/nowhere', '127.0.0.1', 421],
    ['http://127.0.0.1@rebound.example.com/nowhere', '127.0.0.1', 421],
    ['http://127.0.0.1:80@rebound.example.com/nowhere', '127.0.0.1', 421],
    ['ws://rebound.example.com', '127.0.0.1', 421],
    ['http://127.0.0.1/nowhere', 'rebound.example.com', 421],
    ['/nowhere', 'rebound.example.com.', 421],
    ['/nowhere', '127.0.0.1.', 421],
    ['/nowhere', 'localhost.:80', 404],
    ['/nowhere', '[::ffff:192.168.0.1]', 421],
    ['/nowhere', '[::1', 421],
    ['/nowhere', '127.0.0.1:80:rebound.example.com', 421],
    ['/nowhere', '127.0.0.1, rebound.example.com', 421],
    ['/nowhere', '127.0.0.1\r\nHost: rebound.example.com', 421],
  ])('answers the request target %s to the host %s with %i', async (target, host, status) => {
    const text = `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    expect(await raw(Number(new URL(the.sandbox.url).port), text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('keeps an idle connection open for longer than a busy client can be held up', async () => {
    const { headers } = await request(`${the.sandbox.url}/nowhere`);
    expect(headers).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=65' });
  });

  it('returns 200 if configured', async () => {
    await withSandbox({ status: 200 }, async (call, { credentials }) => {
      expect((await call(payoutCall(credentials))).status).toBe(200);
      expect((await call(hmacCall(credentials))).status).toBe(200);
    });
  });

  it('lets a management token expire (E1b)', async () => {
    const clock = { now: Date.now() };
    await withSandbox({ now: () => clock.now }, async (call, { credentials }) => {
      expect((await call(payoutCall(credentials))).status).toBe(201);
      clock.now += 24 * 3_600_000;
      expect((await call(payoutCall(credentials))).status).toBe(401);
    });
  });

  it('records the last requests as received', async () => {
    await withSandbox({}, async (call, { credentials, requests }) => {
      await call({ ...payoutCall(credentials, Buffer.from([0xff, 0x00]), { 'X-Odd-CASE': 'a' }), path: '/x?y=1' });
      expect(requests).toHaveLength(1);
      expect(requests[0]).toMatchObject({ method: 'POST', path: '/x?y=1' });
      expect(requests[0]?.rawHeaders).toEqual(expect.arrayContaining(['X-Odd-CASE', 'a']));
      expect([...(requests[0]?.body ?? [])]).toEqual([0xff, 0x00]);
    });
  });

  it('closes without waiting for a connection that is kept alive or a response that is delayed', async () => {
    const other = await startSandbox({ fault: 'latency-300' });
    const call = connect(other);
    const pending = call(payoutCall(other.credentials)).catch(() => 'cut off');
    while (other.requests.length === 0) await new Promise(setImmediate);
    await other.close();
    expect(await pending).toBe('cut off');
    call.end();
  });

  it.each([
    ['an empty line', '\r\n\r\n'],
    ['half a request line', 'GET\r\n\r\n'],
    ['a TLS handshake', '\x16\x03\x01\x00'],
    ['no Host', 'POST /v1/identity/payout HTTP/1.1\r\n\r\n'],
    ['an invalid Host', 'POST /v1/identity/payout HTTP/1.1\r\nHost: [\r\nContent-Length: 0\r\n\r\n'],
    ['a negative length', 'POST /v1/identity/payout HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['a broken chunk', 'POST /v1/identity/payout HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a very long path', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['an invalid URL', 'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('answers %s with 4xx or not at all, and keeps running', async (_title, bytes) => {
    const answer = await raw(Number(new URL(the.sandbox.url).port), bytes);
    expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    expect((await the.send(payoutCall(the.own))).status).toBe(201);
  });

  it('suggests similar ids for an unknown fault', async () => {
    const failure = await startSandbox({ fault: 'expires-numbr' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnknownBehaviourError);
    expect(String(failure)).toBe(
      'UnknownBehaviourError: The sandbox has no fault or variant "expires-numbr". Did you mean expires-number, expires-null, expires-renamed?',
    );
    await expect(startSandbox({ fault: 'zzz' })).rejects.toThrow(/^The sandbox has no fault or variant "zzz"\.$/);
  });

  it('reports that the port is in use', async () => {
    await expect(startSandbox({ port: Number(new URL(the.sandbox.url).port) })).rejects.toThrow('EADDRINUSE');
  });
});
