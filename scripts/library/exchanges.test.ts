import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as undiciRequest } from 'undici';
import { checkExchange, createChecker, type ExchangeInput } from '.';
import { type Sandbox, startSandbox } from './sandbox';

const references = { customerRef: 'customer-1', orderRef: 'order-1', instructionRef: 'instruction-1' };
const json = { 'content-type': 'application/json' };
let sandbox: Sandbox;
let broken: Sandbox;

beforeAll(async () => {
  [sandbox, broken] = await Promise.all([startSandbox(), startSandbox({ fault: 'expires-seconds' })]);
});
afterAll(() => Promise.all([sandbox.close(), broken.close()]));

const requestTo = ({ credentials }: Sandbox) => ({
  method: 'POST',
  headers: { ...json, authorization: `Bearer ${credentials.managementToken}` },
  body: JSON.stringify(references),
});
const urlOf = ({ url }: Sandbox): string => `${url}/v1/identity/payout`;

/** The response of node:http, from which some clients make theirs. Its body is not read yet. */
const byNode = (server: Sandbox): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { body, ...options } = requestTo(server);
    httpRequest(urlOf(server), options, resolve).on('error', reject).end(body);
  });

/** A response of each client, in the form that the client gives it. */
const forms: Readonly<Record<string, (server: Sandbox) => Promise<ExchangeInput>>> = {
  'fetch, with what was given to it': async (server) => {
    const request = requestTo(server);
    return { response: await fetch(urlOf(server), request), request };
  },
  'fetch, with a Request': async (server) => {
    const request = new Request(urlOf(server), requestTo(server));
    return { response: await fetch(request.clone()), request };
  },
  undici: async (server) => {
    const request = { ...requestTo(server), url: urlOf(server) };
    const { statusCode, headers, body } = await undiciRequest(request.url, { ...request, method: 'POST' });
    return { response: { statusCode, headers, body }, request };
  },
  axios: async (server) => {
    const { method, headers, body } = requestTo(server);
    const response = await fetch(urlOf(server), { method, headers, body });
    const config = { baseURL: server.url, url: '/v1/identity/payout', method: 'post', headers, data: body };
    const got = { status: response.status, headers: Object.fromEntries(response.headers) };
    return { response: { ...got, data: await response.json(), config } as never };
  },
  got: async (server) => {
    const { method, headers, body } = requestTo(server);
    const response = await byNode(server);
    const rawBody = Buffer.concat(await response.toArray());
    const options = { method, url: new URL(urlOf(server)), headers, body };
    return { response: Object.assign(response, { rawBody, request: { options } }) as never };
  },
  supertest: async (server) => {
    const { method, headers, body } = requestTo(server);
    const response = await fetch(urlOf(server), { method, headers, body });
    const text = await response.text();
    const { host } = new URL(server.url);
    const getHeaders = () => ({ ...headers, host });
    const req = { getHeaders, method, path: '/v1/identity/payout', protocol: 'http:' };
    const fields = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text,
      body: JSON.parse(text),
    };
    return { response: { ...fields, req, request: { _data: references } } as never };
  },
};

describe('a response of each client', () => {
  it.each(Object.entries(forms))('is judged: %s', async (_, form) => {
    const { credentials } = sandbox;
    const right = await checkExchange(await form(sandbox), { credentials });
    expect(right).toMatchObject({ verdict: 'passed', call: 'payout-token', prediction: { outcome: 'accepted' } });
    const wrong = await checkExchange(await form(broken), { credentials: broken.credentials });
    expect(wrong.verdict).toBe('failed');
    expect(wrong.findings.map(({ rule }) => rule)).toContain('token-expiry');
  });

  it('is read without fields that warn, as those of node-fetch do', async () => {
    const request = requestTo(sandbox);
    const response = Object.defineProperty(await fetch(urlOf(sandbox), request), 'data', {
      get: () => {
        throw new Error('data is read');
      },
    });
    expect(await checkExchange({ response, request })).toMatchObject({ verdict: 'passed' });
  });

  it('can be read after it was judged', async () => {
    const request = requestTo(sandbox);
    const response = await fetch(urlOf(sandbox), request);
    await checkExchange({ response, request });
    expect(await response.json()).toHaveProperty('accessToken');
  });
});

describe('what cannot be judged', () => {
  const plain = { status: 201, headers: json, body: '{}' };
  it.each<[string, unknown, RegExp]>([
    ['no response', { response: undefined }, /not a response/],
    ['a text', { response: 'HTTP/1.1 200' }, /not a response/],
    ['a status that is not a number', { response: { status: '200' } }, /not a response/],
    ['a response from nowhere', { response: plain }, /name the call/],
    ['an unknown call', { response: plain, call: 'payout' }, /choose from management-token, payout-token/],
    [
      'another call',
      { response: plain, call: 'payout-options', request: { url: 'https://a.example/v1/identity/payout' } },
      /went to payout-token/,
    ],
    ['a stream', { response: { status: 200, body: { pipe: () => undefined } }, call: 'payout-token' }, /is a stream/],
    ['a long body', { response: { status: 200, body: 'a'.repeat(1024 * 1024 + 1) }, call: 'payout-token' }, /1 MiB/],
  ])('is refused: %s', async (_, input, message) => {
    await expect(checkExchange(input as ExchangeInput)).rejects.toThrow(message);
  });

  it('is a body that was read before', async () => {
    const response = await fetch(urlOf(sandbox), requestTo(sandbox));
    await response.text();
    await expect(checkExchange({ response })).rejects.toThrow(/read before/);
  });

  it('is a response of node:http, whose body is a stream', async () => {
    const response = await byNode(sandbox);
    await expect(checkExchange({ response: response as never })).rejects.toThrow(/is a stream: read it first/);
    response.resume();
  });

  it.each([
    [503, 'payout-token', undefined],
    [404, undefined, { url: 'https://a.example/other' }],
  ] as const)('is skipped, with a reason: status %s', async (status, call, request) => {
    const result = await checkExchange({
      response: { status, headers: {}, body: '' },
      ...(call && { call }),
      ...(request && { request }),
    });
    expect(result.verdict).toBe('skipped');
    expect(result.reason).toEqual(expect.any(String));
  });

  it.each([
    [{ side: 'nobody' }, /choose from server/],
    [{ baseUrl: 'a.example' }, /not an http/],
  ])('is refused: %j', (options, message) => {
    expect(() => createChecker(options as never)).toThrow(message);
  });
});

describe('a checker', () => {
  it('remembers a nonce, and finds the mistake of the client', async () => {
    const checker = createChecker({ side: 'client' });
    const seconds = Math.floor(Date.now() / 1000);
    const authorization = `Hmac 6f1c9a52-2c1b-4a57-9f3e-3b6f0c3f7a11:11111111-2222-4333-8444-555555555555:${seconds}:${'A'.repeat(43)}=`;
    const request = { method: 'POST', url: `${sandbox.url}/v1/hmac/identity/authorize`, headers: { authorization } };
    const response = { status: 201, headers: json, body: { accessToken: 'a.b.c', expires: '1' } };
    const input: ExchangeInput = { response, request, call: 'management-token' };
    await checker.check(input);
    const { findings } = await checker.check(input);
    expect(findings.map(({ rule }) => rule)).toContain('client-hmac-nonce');
  });

  it('shows no secret in a result', async () => {
    const { privateKey, managementToken } = sandbox.credentials;
    const request = { ...requestTo(sandbox), url: `${urlOf(sandbox)}?key=${encodeURIComponent(privateKey)}` };
    const body = { accessToken: managementToken, expires: privateKey, customerRef: managementToken };
    const response = { status: 201, headers: { ...json, 'x-key': privateKey }, body };
    const result = await checkExchange({ response, request }, { credentials: sandbox.credentials, side: 'both' });
    const said = JSON.stringify(result);
    expect(result.findings.length).toBeGreaterThan(0);
    for (const secret of [privateKey, encodeURIComponent(privateKey), managementToken.split('.')[2] ?? ''])
      for (let start = 0; start + 9 < secret.length; start += 1)
        expect(said).not.toContain(secret.slice(start, start + 9));
  });
});

describe('a sandbox', () => {
  it('keeps what was sent, reports the mistakes of its client, and forgets them', async () => {
    await using own = await startSandbox({ envelope: 'E2', latency: 1 });
    expect(await own.clientReport()).toEqual({ verdict: 'skipped', requests: 0, mistakes: [] });
    await fetch(urlOf(own), requestTo(own));
    expect(await own.clientReport()).toMatchObject({ verdict: 'passed', requests: 1 });
    await fetch(urlOf(own), { method: 'POST', body: '{}' });
    expect(own.exchanges).toMatchObject([{ response: { status: 201 } }, { method: 'POST', body: '{}' }]);
    const { verdict, mistakes } = await own.clientReport();
    expect(verdict).toBe('failed');
    expect(mistakes).toContainEqual(
      expect.objectContaining({ rule: 'client-authorization', remedy: expect.any(String) }),
    );
    own.reset();
    expect(await own.clientReport()).toEqual({ verdict: 'skipped', requests: 0, mistakes: [] });
    await fetch(urlOf(own), requestTo(own));
    expect(await own.clientReport()).toMatchObject({ verdict: 'passed' });
  });

  it('follows a clock of its own', async () => {
    let now = Date.now();
    await using own = await startSandbox({ clock: () => now });
    expect((await fetch(urlOf(own), requestTo(own))).status).toBe(201);
    now += 24 * 3_600_000;
    expect((await fetch(urlOf(own), requestTo(own))).status).toBe(401);
  });

  it('starts its fault again after reset', async () => {
    await using own = await startSandbox({ fault: 'unavailable-at-first' });
    const first = await fetch(urlOf(own), requestTo(own));
    own.reset();
    expect((await fetch(urlOf(own), requestTo(own))).status).toBe(first.status);
    expect(first.status).toBe(503);
  });

  it.each([
    [{ fault: 'expires-second' }, /Did you mean expires-seconds/],
    [{ port: 70_000 }, /port must be/],
    [{ envelope: 'E1' }, /envelope must be/],
    [{ clock: 5 }, /clock must be a function/],
    [{ latency: -1 }, /latency must be/],
  ])('refuses %j', async (options, message) => {
    await expect(startSandbox(options as never)).rejects.toThrow(message);
  });
});
