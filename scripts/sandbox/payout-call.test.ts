import {
  type Call,
  claimsOf,
  codes,
  optionsCall,
  payoutCall,
  references,
  sharedSandbox,
  withSegment,
} from './testing/client';

const the = sharedSandbox();

describe('the payout call', () => {
  it('returns a token and its expiry for the documented request (C1–C6, T1–T3, T7, T8)', async () => {
    const { status, headers, json } = await the.send(payoutCall(the.own));
    expect(status).toBe(201);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(Object.keys(json)).toEqual(['accessToken', 'expires']);
    expect(json.accessToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{43}$/);
    expect(json.expires).toMatch(/^[1-9]\d{12}$/);
    const claims = claimsOf(json.accessToken);
    expect(claims.exp).toBe(Math.floor(Number(json.expires) / 1000));
    expect(claims).toMatchObject({ aud: 'payout-api', account: the.own.accountId, tenant: the.own.tenantId });
    expect(claims.iat).toBeLessThanOrEqual(Date.now() / 1000);
    expect(Number(json.expires)).toBeGreaterThan(Date.now());
  });

  it('puts the exact three references into the token (C8)', async () => {
    const given = { customerRef: 'A.b_C-9', orderRef: '007', instructionRef: 'x'.repeat(50) };
    const { json } = await the.send(payoutCall(the.own, references(given)));
    expect(claimsOf(json.accessToken)).toMatchObject({
      customer_ref: given.customerRef,
      order_ref: given.orderRef,
      instruction_ref: given.instructionRef,
    });
  });

  it('issues tokens that the options call accepts repeatedly (C7, C8)', async () => {
    const [first, second] = [await the.send(payoutCall(the.own)), await the.send(payoutCall(the.own))];
    expect(first.json.accessToken).not.toBe(second.json.accessToken);
    for (const { json } of [first, second, first]) {
      const { status, json: options } = await the.send(optionsCall(json.accessToken));
      expect([status, Array.isArray(options.rewards)]).toEqual([200, true]);
    }
  });

  const accepted: readonly (readonly [string, () => Call])[] = [
    [
      'lower-case bearer (H6)',
      () => payoutCall(the.own, undefined, { authorization: `bearer ${the.own.managementToken}` }),
    ],
    [
      'upper-case bearer (H6)',
      () => payoutCall(the.own, undefined, { authorization: `BEARER ${the.own.managementToken}` }),
    ],
    ['a charset', () => payoutCall(the.own, undefined, { 'content-type': 'application/json; charset=utf-8' })],
    ['upper-case media types', () => payoutCall(the.own, undefined, { 'content-type': 'APPLICATION/JSON' })],
    ['a +json media type', () => payoutCall(the.own, undefined, { 'content-type': 'application/vnd.x+json;v=1' })],
    ['unknown properties', () => payoutCall(the.own, references({ extra: [1], __proto__: null }))],
    ['white space', () => payoutCall(the.own, `\r\n\t${references().replaceAll(',', ' ,\n')} `)],
    ['escapes', () => payoutCall(the.own, references().replace('my', '\\u006d\\u0079'))],
    [
      'own account and tenant (C12)',
      () =>
        payoutCall(the.own, undefined, {
          'x-account-id': the.own.accountId,
          'x-tenant-id': the.own.tenantId.toUpperCase(),
        }),
    ],
    ['a correlation id (E5)', () => payoutCall(the.own, undefined, { 'x-correlation-id': 'mine' })],
    ['a body of 64 KiB', () => payoutCall(the.own, references().padEnd(64 * 1024))],
  ];
  it.each(accepted)('accepts %s', async (_title, call) => {
    const { status, json } = await the.send(call());
    expect(status).toBe(201);
    expect(claimsOf(json.accessToken).customer_ref).toBe('my-customer-ref');
  });

  it('issues a token for any allowed references (R2, R3)', async () => {
    for (const value of ['a', '-', '.', '_', '0', 'Z', 'x'.repeat(50)]) {
      const given = { customerRef: value, orderRef: value, instructionRef: value };
      expect((await the.send(payoutCall(the.own, references(given)))).status).toBe(201);
    }
  });

  const token = () => the.own.managementToken;
  const bearer = (value: string): Call => payoutCall(the.own, undefined, { authorization: value });
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const unauthorised: readonly (readonly [string, () => Call | Promise<Call>])[] = [
    ['no Authorization', () => payoutCall(the.own, undefined, { authorization: undefined })],
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
    ['an expired token', () => bearer(`Bearer ${the.own.expiredToken}`)],
    ['a payout token', async () => bearer(`Bearer ${(await the.send(payoutCall(the.own))).json.accessToken}`)],
    [
      'the token in the query string',
      () => ({
        ...payoutCall(the.own, undefined, { authorization: undefined }),
        path: `/v1/identity/payout?access_token=${token()}`,
      }),
    ],
  ];
  it.each(unauthorised)('refuses %s with 401 and a challenge (E1b, E6)', async (_title, call) => {
    const answer = await the.send(await call());
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(codes(answer)).toEqual(['UNAUTHORISED']);
    expect(answer.text).not.toMatch(/eyJ|at \w+ \(/);
  });

  it('refuses the token of a key without the role with 403 (H7)', async () => {
    const answer = await the.send(payoutCall(the.own, undefined, { authorization: `Bearer ${the.own.noRoleToken}` }));
    expect([answer.status, codes(answer)]).toEqual([403, ['ROLE_MISSING']]);
  });

  it.each(['x-account-id', 'x-tenant-id'])("refuses another's %s with 403 (C12)", async (name) => {
    const { status } = await the.send(
      payoutCall(the.own, undefined, { [name]: '3f0e5a0c-0000-4000-8000-000000000000' }),
    );
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
        const answer = await the.send(payoutCall(the.own, references({ [name]: value })));
        expect([value, answer.status, codes(answer)]).toEqual([value, 400, [`${prefix}_${problem}`]]);
      }
    },
  );

  it('lists every invalid reference (R4)', async () => {
    const answer = await the.send(
      payoutCall(the.own, references({ customerRef: '', orderRef: 'a b', instructionRef: 'x'.repeat(99) })),
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
    const answer = await the.send(payoutCall(the.own, body));
    expect(answer.status).toBe(400);
    expect(codes(answer)).toEqual(['CUSTOMER_REF_IS_REQUIRED', 'ORDER_REF_IS_REQUIRED', 'INSTRUCTION_REF_IS_REQUIRED']);
  });

  it('refuses a reference that is nested 10,000 deep', async () => {
    const body = `{"customerRef":${'['.repeat(10_000)}${']'.repeat(10_000)},"orderRef":"1","instructionRef":"1"}`;
    expect((await the.send(payoutCall(the.own, body))).status).toBe(400);
  });

  it.each([undefined, '', 'text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', 'json'])(
    'refuses the media type %p with 415 (C15)',
    async (type) => {
      expect((await the.send(payoutCall(the.own, undefined, { 'content-type': type }))).status).toBe(415);
    },
  );

  it.each([64 * 1024 + 1, 1024 * 1024, 20 * 1024 * 1024])('refuses a body of %d bytes with 413 (C15)', async (size) => {
    expect((await the.send(payoutCall(the.own, references().padEnd(size)))).status).toBe(413);
  });

  it('does not validate the input of an unknown caller', async () => {
    const { status } = await the.send(
      payoutCall(the.own, '{', { authorization: undefined, 'content-type': undefined }),
    );
    expect(status).toBe(401);
  });
});
