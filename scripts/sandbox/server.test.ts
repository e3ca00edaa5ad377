import { connect as connectTcp } from 'node:net';
import { jwtVerify } from 'jose';
import { startSandbox, UnknownBehaviourError } from '.';
import {
  type Answer,
  type Call,
  claimsOf,
  connect,
  hmacCall,
  optionsCall,
  payoutCall,
  references,
  withSegment,
} from './testing/client';
import type { Sandbox, SandboxCredentials, SandboxOptions } from './types';

let sandbox: Sandbox;
let send: ReturnType<typeof connect>;
let own: SandboxCredentials;

beforeAll(async () => {
  sandbox = await startSandbox();
  send = connect(sandbox);
  own = sandbox.credentials;
});

afterAll(async () => {
  send.end();
  await sandbox.close();
});

/** Does something with a sandbox of its own. */
async function withSandbox<T>(
  options: SandboxOptions,
  use: (call: ReturnType<typeof connect>, sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const other = await startSandbox(options);
  const call = connect(other);
  try {
    return await use(call, other);
  } finally {
    call.end();
    await other.close();
  }
}

const codes = ({ json }: Answer): string[] => json.errors.map((entry: { errorCode: string }) => entry.errorCode);
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the payout call', () => {
  it('answers the documented request with a token and its end (C1–C6, T1–T3, T7, T8)', async () => {
    const { status, headers, json } = await send(payoutCall(own));
    expect(status).toBe(201);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(Object.keys(json)).toEqual(['accessToken', 'expires']);
    expect(json.accessToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{43}$/);
    expect(json.expires).toMatch(/^[1-9]\d{12}$/);
    const claims = claimsOf(json.accessToken);
    expect(claims.exp).toBe(Math.floor(Number(json.expires) / 1000));
    expect(claims).toMatchObject({ aud: 'payout-api', account: own.accountId, tenant: own.tenantId });
    expect(claims.iat).toBeLessThanOrEqual(Date.now() / 1000);
    expect(Number(json.expires)).toBeGreaterThan(Date.now());
  });

  it('puts the three references into the token, each exactly (C8)', async () => {
    const given = { customerRef: 'A.b_C-9', orderRef: '007', instructionRef: 'x'.repeat(50) };
    const { json } = await send(payoutCall(own, references(given)));
    expect(claimsOf(json.accessToken)).toMatchObject({
      customer_ref: given.customerRef,
      order_ref: given.orderRef,
      instruction_ref: given.instructionRef,
    });
  });

  it('issues tokens that the options call takes, again and again (C7, C8)', async () => {
    const [first, second] = [await send(payoutCall(own)), await send(payoutCall(own))];
    expect(first.json.accessToken).not.toBe(second.json.accessToken);
    for (const { json } of [first, second, first]) {
      const { status, json: options } = await send(optionsCall(json.accessToken));
      expect([status, Array.isArray(options.rewards)]).toEqual([200, true]);
    }
  });

  const accepted: readonly (readonly [string, () => Call])[] = [
    ['lower-case bearer (H6)', () => payoutCall(own, undefined, { authorization: `bearer ${own.managementToken}` })],
    ['upper-case bearer (H6)', () => payoutCall(own, undefined, { authorization: `BEARER ${own.managementToken}` })],
    ['a charset', () => payoutCall(own, undefined, { 'content-type': 'application/json; charset=utf-8' })],
    ['upper-case media types', () => payoutCall(own, undefined, { 'content-type': 'APPLICATION/JSON' })],
    ['a +json media type', () => payoutCall(own, undefined, { 'content-type': 'application/vnd.x+json;v=1' })],
    ['unknown properties', () => payoutCall(own, references({ extra: [1], __proto__: null }))],
    ['white space', () => payoutCall(own, `\r\n\t${references().replaceAll(',', ' ,\n')} `)],
    ['escapes', () => payoutCall(own, references().replace('my', '\\u006d\\u0079'))],
    [
      'own account and tenant (C12)',
      () => payoutCall(own, undefined, { 'x-account-id': own.accountId, 'x-tenant-id': own.tenantId.toUpperCase() }),
    ],
    ['a correlation id (E5)', () => payoutCall(own, undefined, { 'x-correlation-id': 'mine' })],
    ['a body of 64 KiB', () => payoutCall(own, references().padEnd(64 * 1024))],
  ];
  it.each(accepted)('accepts %s', async (_title, call) => {
    const { status, json } = await send(call());
    expect(status).toBe(201);
    expect(claimsOf(json.accessToken).customer_ref).toBe('my-customer-ref');
  });

  it('issues a token for references that are alike in nothing but being allowed (R2, R3)', async () => {
    for (const value of ['a', '-', '.', '_', '0', 'Z', 'x'.repeat(50)]) {
      const given = { customerRef: value, orderRef: value, instructionRef: value };
      expect((await send(payoutCall(own, references(given)))).status).toBe(201);
    }
  });

  const token = () => own.managementToken;
  const bearer = (value: string): Call => payoutCall(own, undefined, { authorization: value });
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const unauthorised: readonly (readonly [string, () => Call | Promise<Call>])[] = [
    ['no Authorization', () => payoutCall(own, undefined, { authorization: undefined })],
    ['an empty Authorization', () => bearer('')],
    ['the scheme word alone', () => bearer('Bearer ')],
    ['another scheme', () => bearer(`Basic ${token()}`)],
    ['no scheme', () => bearer(token())],
    ['garbage', () => bearer('Bearer garbage')],
    ['dots', () => bearer('Bearer ...')],
    ['a truncated token', () => bearer(`Bearer ${token().slice(0, -5)}`)],
    ['a changed signature', () => bearer(`Bearer ${withSegment(token(), 2, 'A'.repeat(43))}`)],
    [
      'a changed payload',
      () =>
        bearer(
          `Bearer ${withSegment(token(), 1, Buffer.from(JSON.stringify({ ...claimsOf(token()), role: ['x'] })).toString('base64url'))}`,
        ),
    ],
    ['alg none', () => bearer(`Bearer ${withSegment(withSegment(token(), 0, none), 2, '')}`)],
    ['alg none beside a signature', () => bearer(`Bearer ${withSegment(token(), 0, none)}`)],
    ['an expired token', () => bearer(`Bearer ${own.expiredToken}`)],
    ['a payout token', async () => bearer(`Bearer ${(await send(payoutCall(own))).json.accessToken}`)],
    [
      'the token in the query string',
      () => ({
        ...payoutCall(own, undefined, { authorization: undefined }),
        path: `/v1/identity/payout?access_token=${token()}`,
      }),
    ],
  ];
  it.each(unauthorised)('refuses %s with 401 and a challenge (E1, E6)', async (_title, call) => {
    const answer = await send(await call());
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(codes(answer)).toEqual(['UNAUTHORISED']);
    expect(answer.text).not.toMatch(/eyJ|at \w+ \(/);
  });

  it.each(['x-account-id', 'x-tenant-id'])("refuses another's %s with 403 (C12)", async (name) => {
    const { status } = await send(payoutCall(own, undefined, { [name]: '3f0e5a0c-0000-4000-8000-000000000000' }));
    expect(status).toBe(403);
  });

  const bad: readonly (readonly [unknown, string])[] = [
    [undefined, 'IS_REQUIRED'],
    [null, 'IS_REQUIRED'],
    ['', 'IS_REQUIRED'],
    ['x'.repeat(51), 'LENGTH_OUT_OF_RANGE'],
    [1, 'CONTAINS_INVALID_CHARACTERS'],
    [true, 'CONTAINS_INVALID_CHARACTERS'],
    [['a'], 'CONTAINS_INVALID_CHARACTERS'],
    [{ a: 1 }, 'CONTAINS_INVALID_CHARACTERS'],
    ...[' ', 'a b', 'a/b', 'a"b', 'a\n', '<b>', 'é', '😀', 'a\0', '\ud800', '😀'.repeat(50)].map(
      (value) => [value, 'CONTAINS_INVALID_CHARACTERS'] as const,
    ),
  ];
  it.each(['customerRef', 'orderRef', 'instructionRef'])(
    'refuses a wrong %s with 400 and its code (R1–R4)',
    async (name) => {
      const prefix = name.replace('Ref', '_REF').toUpperCase();
      for (const [value, problem] of bad) {
        const answer = await send(payoutCall(own, references({ [name]: value })));
        expect([value, answer.status, codes(answer)]).toEqual([value, 400, [`${prefix}_${problem}`]]);
      }
    },
  );

  it('lists every reference at fault (R4)', async () => {
    const answer = await send(
      payoutCall(own, references({ customerRef: '', orderRef: 'a b', instructionRef: 'x'.repeat(99) })),
    );
    expect(codes(answer)).toEqual([
      'CUSTOMER_REF_IS_REQUIRED',
      'ORDER_REF_CONTAINS_INVALID_CHARACTERS',
      'INSTRUCTION_REF_LENGTH_OUT_OF_RANGE',
    ]);
  });

  const unreadable: readonly (readonly [string, string | Uint8Array])[] = [
    ['an empty body', ''],
    ['an empty object', '{}'],
    ['an array', '[]'],
    ['a string', '"text"'],
    ['null', 'null'],
    ['truncated JSON', references().slice(0, -1)],
    ['a trailing comma', references().replace('}', ',}')],
    ['a byte order mark', `\ufeff${references()}`],
    ['invalid UTF-8', Buffer.from(references().replace('my', '\xff'), 'latin1')],
    ['10,000 nested arrays', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['10,000 nested objects', '{"a":'.repeat(10_000) + '1'.padEnd(10_001, '}')],
    ['60,000 open arrays', '['.repeat(60_000)],
    ['NUL bytes', '\0\0\0'],
  ];
  it.each(unreadable)('refuses %s with 400 and all three codes (R1, C8)', async (_title, body) => {
    const answer = await send(payoutCall(own, body));
    expect(answer.status).toBe(400);
    expect(codes(answer)).toEqual(['CUSTOMER_REF_IS_REQUIRED', 'ORDER_REF_IS_REQUIRED', 'INSTRUCTION_REF_IS_REQUIRED']);
  });

  it('refuses a reference that is nested 10,000 deep', async () => {
    const body = `{"customerRef":${'['.repeat(10_000)}${']'.repeat(10_000)},"orderRef":"1","instructionRef":"1"}`;
    expect((await send(payoutCall(own, body))).status).toBe(400);
  });

  it.each([undefined, '', 'text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', 'json'])(
    'refuses the media type %p with 415 (C15)',
    async (type) => {
      expect((await send(payoutCall(own, undefined, { 'content-type': type }))).status).toBe(415);
    },
  );

  it.each([64 * 1024 + 1, 1024 * 1024, 20 * 1024 * 1024])('refuses a body of %d bytes with 413 (C15)', async (size) => {
    expect((await send(payoutCall(own, references().padEnd(size)))).status).toBe(413);
  });

  it('does not look at the input of an unknown caller', async () => {
    const { status } = await send(payoutCall(own, '{', { authorization: undefined, 'content-type': undefined }));
    expect(status).toBe(401);
  });
});

describe('other methods and paths', () => {
  const paths = ['/v1/identity/payout', '/v1/identity/hmac', '/identity/v1/hmac/management'];
  it.each(paths)('answers other methods on %s with 405 and Allow (C14)', async (path) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const answer = await send({ ...payoutCall(own), path, method });
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, 'POST']);
    }
  });

  it('answers CONNECT too', async () => {
    const { port } = new URL(sandbox.url);
    const answer = await raw(Number(port), 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
  });

  it.each(['/', '/v1/identity/payout/', '/v1/identity', '/v1/identity/payouts', '/%zz', '//', '/v1/../x'])(
    'answers %s with 404',
    async (path) => {
      const answer = await send({ ...payoutCall(own), path });
      expect([answer.status, codes(answer)]).toEqual([404, ['RESOURCE_NOT_FOUND']]);
    },
  );

  it('refuses the options call without a payout token', async () => {
    for (const authorization of ['', `Bearer ${own.managementToken}`, 'Bearer x']) {
      const { status } = await send({ method: 'GET', path: '/v1/payout/options', headers: { authorization } });
      expect(status).toBe(401);
    }
  });
});

describe('errors', () => {
  it("have the E3 body, with the server's correlation id inside and out (E3, E5)", async () => {
    const before = Math.floor(Date.now() / 1000);
    const { json, headers } = await send(payoutCall(own, '{}'));
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
    const { json } = await send(payoutCall(own, '{}', { 'x-correlation-id': 'Caller-1' }));
    expect(json.correlationId).toMatch(uuid);
    expect(json.errors[0].metadata).toEqual({ correlationId: 'Caller-1' });
  });

  it('have the E2 body on request', async () => {
    await withSandbox({ envelope: 'E2' }, async (call, { credentials }) => {
      expect((await call(payoutCall(credentials, references({ orderRef: '' })))).json).toEqual({
        errorCodes: ['ORDER_REF_IS_REQUIRED'],
      });
    });
  });

  it('keep what went wrong inside to themselves (E7)', async () => {
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

describe('the HMAC call', () => {
  const now = () => Math.floor(Date.now() / 1000);

  it.each(['/v1/identity/hmac', '/identity/v1/hmac/management'])(
    'issues a management token at %s (H2, H5)',
    async (path) => {
      const { status, json, headers } = await send(hmacCall(own, { path }));
      expect(status).toBe(201);
      expect(headers['cache-control']).toBe('no-store');
      const claims = claimsOf(json.accessToken);
      expect(claims).toMatchObject({
        iss: 'https://openid.imbursepayments.com/',
        aud: 'management-api',
        account: own.accountId,
        tenant: own.tenantId,
      });
      expect(claims.exp).toBe(Math.floor(Number(json.expires) / 1000));
      const issued = await send(payoutCall(own, undefined, { authorization: `Bearer ${json.accessToken}` }));
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
    expect((await send(hmacCall(own, changes()))).status).toBe(201);
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
    const { status, headers } = await send(hmacCall(own, changes()));
    expect([status, headers['www-authenticate']]).toEqual([401, 'Hmac']);
  });

  it.each(['', 'Hmac', 'Hmac a', 'Hmac a:b:c', 'Hmac :::', 'Hmac a:b:c:d:e'])(
    'refuses %p with 401',
    async (authorization) => {
      expect((await send({ path: '/v1/identity/hmac', headers: { authorization } })).status).toBe(401);
    },
  );

  it('refuses a nonce that it has seen, at either path, whatever the timestamp (H3)', async () => {
    const nonce = 'once';
    expect((await send(hmacCall(own, { nonce }))).status).toBe(201);
    expect((await send(hmacCall(own, { nonce }))).status).toBe(401);
    expect((await send(hmacCall(own, { nonce, timestamp: now() - 5 }))).status).toBe(401);
    expect((await send(hmacCall(own, { nonce, path: '/identity/v1/hmac/management' }))).status).toBe(401);
  });

  it('does not remember the nonce of a request that it refused', async () => {
    const nonce = 'unsigned';
    expect((await send(hmacCall(own, { nonce, privateKey: 'AAAA' }))).status).toBe(401);
    expect((await send(hmacCall(own, { nonce }))).status).toBe(201);
  });

  it('refuses its own request again for as long as the timestamp would be taken, and after', async () => {
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
});

describe('the server', () => {
  it('gives fresh credentials at each start and knows no others (C11)', async () => {
    await withSandbox({}, async (call, other) => {
      const values = Object.values(other.credentials);
      expect(new Set([...values, ...Object.values(own)]).size).toBe(2 * values.length);
      expect(Buffer.from(other.credentials.privateKey, 'base64')).toHaveLength(32);
      expect((await call(payoutCall(own))).status).toBe(401);
      expect((await call(hmacCall(own))).status).toBe(401);
    });
  });

  it('signs with HS256 by a secret of its own', async () => {
    const { json } = await send(payoutCall(own));
    const key = Buffer.from(own.privateKey, 'base64');
    await expect(jwtVerify(json.accessToken, key)).rejects.toThrow('signature verification failed');
  });

  it('answers 200 on request', async () => {
    await withSandbox({ status: 200 }, async (call, { credentials }) => {
      expect((await call(payoutCall(credentials))).status).toBe(200);
    });
  });

  it('lets a management token expire (E1)', async () => {
    const clock = { now: Date.now() };
    await withSandbox({ now: () => clock.now }, async (call, { credentials }) => {
      expect((await call(payoutCall(credentials))).status).toBe(201);
      clock.now += 24 * 3_600_000;
      expect((await call(payoutCall(credentials))).status).toBe(401);
    });
  });

  it('records the last requests as they came', async () => {
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
    ['a Host that is none', 'POST /v1/identity/payout HTTP/1.1\r\nHost: [\r\nContent-Length: 0\r\n\r\n'],
    ['a negative length', 'POST /v1/identity/payout HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['a broken chunk', 'POST /v1/identity/payout HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a very long path', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a URL that is none', 'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('answers %s with 4xx or not at all, and lives on', async (_title, bytes) => {
    const answer = await raw(Number(new URL(sandbox.url).port), bytes);
    expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    expect((await send(payoutCall(own))).status).toBe(201);
  });

  it('names what is spelled alike when it is asked for a fault that it does not know', async () => {
    const failure = await startSandbox({ fault: 'expires-numbr' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnknownBehaviourError);
    expect(String(failure)).toBe(
      'UnknownBehaviourError: The sandbox knows no fault or variant "expires-numbr". Did you mean expires-number, expires-null, expires-renamed?',
    );
    await expect(startSandbox({ fault: 'zzz' })).rejects.toThrow(/^The sandbox knows no fault or variant "zzz"\.$/);
  });

  it('says so when the port is taken', async () => {
    await expect(startSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toThrow('EADDRINUSE');
  });
});

/** Sends bytes and reads until the server closes or nothing more comes. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let text = '';
    const finish = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(150, finish);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('end', finish);
    socket.on('error', reject);
  });
}
