import { createHmac } from 'node:crypto';
import { startSandbox } from '../sandbox';
import { error, issue, page, scriptedApi, secureApi, tokenOf, tunnelProxy } from './testing/api';
import { certificates } from './testing/certificates';
import { check, keysOf, someKeys, stateOf } from './testing/check';

const minutes = 60_000;
const hmacOf = (rawHeaders: readonly string[]) => rawHeaders.find((value) => value.startsWith('Hmac '))?.slice(5);

describe('what is sent', () => {
  it('is nothing if a setting is wrong', async () => {
    const sandbox = await startSandbox();
    const settings = { ...keysOf(sandbox), IMBURSE_PRIVATE_KEY: '"quoted"' };
    await check({ baseUrl: sandbox.url, settings }).finally(sandbox.close);
    expect(sandbox.requests).toEqual([]);
  });

  it('contains no credentials until an API answers', async () => {
    const portal = await scriptedApi({ first: page() });
    await check({ baseUrl: portal.url, settings: someKeys() }).finally(portal.close);
    expect(portal.requests).toEqual(['GET /v1/payout/options']);
  });

  it('is signed again for each attempt, as H2 says', async () => {
    const sandbox = await startSandbox();
    const settings = { ...keysOf(sandbox), IMBURSE_PRIVATE_KEY: someKeys().IMBURSE_PRIVATE_KEY };
    await check({ baseUrl: sandbox.url, settings }).finally(sandbox.close);
    const sent = sandbox.requests.flatMap(({ rawHeaders }) => hmacOf(rawHeaders) ?? []);
    expect(sent).toHaveLength(2);
    expect(new Set(sent.map((credential) => credential.split(':')[1])).size).toBe(2);
    for (const credential of sent) {
      const [publicKey, nonce, seconds, signature] = credential.split(':');
      const key = Buffer.from(settings.IMBURSE_PRIVATE_KEY, 'base64');
      const wanted = createHmac('sha256', key).update(`${publicKey}:${nonce}:${seconds}:`).digest('base64');
      expect({ publicKey, signature }).toEqual({ publicKey: settings.IMBURSE_PUBLIC_KEY, signature: wanted });
    }
  });

  it("has a correlation id that is reported with the server's own", async () => {
    const api = await scriptedApi({ hmac: error(401, 'UNAUTHORISED') });
    const { exchanges } = await check({ baseUrl: api.url, settings: someKeys() }).finally(api.close);
    expect(exchanges.map(({ step, path, status }) => [step, path, status])).toEqual([
      ['first-answer', '/v1/payout/options', 401],
      ['hmac-exchange', '/v1/identity/hmac', 401],
      ['hmac-exchange', '/v1/identity/hmac', 401],
    ]);
    expect(new Set(exchanges.map(({ correlationId }) => correlationId)).size).toBe(3);
    expect(exchanges[1]?.serverCorrelationId).toBe('0HM-server-side-id');
  });
});

describe('a wrong clock', () => {
  it.each([
    ['behind', -24 * 60],
    ['ahead', 24 * 60],
  ])('may be that of the server, a day %s: its token is not broken if it is right by our own', async (_name, off) => {
    const date = new Date(Date.now() + off * minutes).toUTCString();
    const api = await scriptedApi({ first: { ...error(401, 'NO'), headers: { Date: date } } });
    const result = await check({ baseUrl: api.url, settings: someKeys() }).finally(api.close);
    expect([result.exitCode, stateOf(result, 'payout-claims')]).toEqual([0, 'ok']);
    expect(result.warnings.map(({ code }) => code)).toEqual([off > 0 ? 'clock-slow' : 'clock-fast']);
  });

  it('is distinguished from a wrong key: with the corrected time, the key works up to the last step', async () => {
    const sandbox = await startSandbox();
    const trial = { baseUrl: sandbox.url, settings: keysOf(sandbox), clockOffMs: -6 * minutes };
    const result = await check(trial).finally(sandbox.close);
    expect(stateOf(result, 'hmac-exchange')).toBe('failed');
    expect(stateOf(result, 'payout-options')).toBe('ok');
    expect(result.steps.find(({ id }) => id === 'hmac-exchange')?.seen.join()).toMatch(/The key pair works.*6 min/);
    expect(Math.abs((result.clock?.skewMs ?? 0) - 6 * minutes)).toBeLessThanOrEqual(result.clock?.uncertaintyMs ?? 0);
  });

  it('does not excuse a wrong key', async () => {
    const sandbox = await startSandbox();
    const settings = { ...keysOf(sandbox), IMBURSE_PRIVATE_KEY: someKeys().IMBURSE_PRIVATE_KEY };
    const result = await check({ baseUrl: sandbox.url, settings, clockOffMs: -6 * minutes }).finally(sandbox.close);
    expect(result.cause?.code).toBe('key-refused');
    expect(result.warnings.map(({ code }) => code)).toEqual(['clock-slow']);
  });

  it.each([
    ['fast by six minutes', 6 * minutes, ['clock-fast']],
    ['slow by forty seconds', -40_000, ['clock-slow']],
    ['slow by twenty seconds', -20_000, []],
  ])('is a warning if the server accepts it: %s', async (_name, clockOffMs, wanted) => {
    const sandbox = await startSandbox();
    const trial = { baseUrl: sandbox.url, settings: keysOf(sandbox), clockOffMs };
    const result = await check(trial).finally(sandbox.close);
    expect(result.exitCode).toBe(0);
    expect(result.warnings.map(({ code }) => code)).toEqual(wanted);
  });

  it('does not make a current management token expired', async () => {
    const sandbox = await startSandbox();
    const settings = { IMBURSE_MANAGEMENT_TOKEN: sandbox.credentials.managementToken };
    const result = await check({ baseUrl: sandbox.url, settings, clockOffMs: 9 * 60 * minutes }).finally(sandbox.close);
    expect(result.exitCode).toBe(0);
    expect(result.steps.find(({ id }) => id === 'management-token')?.seen.join()).toContain('expires in 8 h');
  });
});

describe('the cause of a refusal', () => {
  it('is not the key if another nonce is accepted', async () => {
    const sandbox = await startSandbox();
    await check({ baseUrl: sandbox.url, settings: keysOf(sandbox), uniqueId: () => 'used' });
    let count = 0;
    // The first id is the correlation id of the first answer, the second is the nonce.
    const uniqueId = () => {
      count += 1;
      return count === 2 ? 'used' : `fresh-${count}`;
    };
    const result = await check({ baseUrl: sandbox.url, settings: keysOf(sandbox), uniqueId }).finally(sandbox.close);
    expect(result.exitCode).toBe(0);
    expect(result.warnings.map(({ code }) => code)).toEqual(['nonce-replayed']);
  });

  it('says that the key pair works if only the token beside it is refused', async () => {
    const sandbox = await startSandbox();
    const settings = { ...keysOf(sandbox), IMBURSE_MANAGEMENT_TOKEN: sandbox.credentials.expiredToken };
    const result = await check({ baseUrl: sandbox.url, settings }).finally(sandbox.close);
    expect(result.cause?.code).toBe('management-token-expired');
    expect(result.steps.find(({ id }) => id === 'payout-token')?.seen.join()).toContain('the key pair works');
  });

  it('is absent if the target accepts what looked wrong here', async () => {
    const ended = tokenOf({ aud: 'payout-api', account: 'one', exp: 1 });
    const api = await scriptedApi();
    const settings = { IMBURSE_MANAGEMENT_TOKEN: ended };
    const result = await check({ baseUrl: api.url, settings }).finally(api.close);
    expect(result).toMatchObject({ exitCode: 0, verdict: 'working', warnings: [] });
  });

  it.each<[string, string, 'ok' | 'inconclusive']>([
    ['has expired', tokenOf({ aud: 'management-api', tenant: 'one', exp: 1_500_000_000 }), 'inconclusive'],
    ['is a payout token', tokenOf({ aud: 'payout-api', tenant: 'one' }), 'inconclusive'],
    ['is of an account', tokenOf({ aud: 'management-api', account: 'one' }), 'inconclusive'],
    ['is correct', tokenOf({ aud: 'management-api', tenant: 'one' }), 'ok'],
  ])('leaves it to the target whether to accept a management token that %s', async (...row) => {
    const [, token, state] = row;
    const api = await scriptedApi();
    const settings = { IMBURSE_MANAGEMENT_TOKEN: token };
    const result = await check({ baseUrl: api.url, settings }).finally(api.close);
    expect([stateOf(result, 'management-token'), stateOf(result, 'payout-token')]).toEqual([state, 'ok']);
    expect(result).toMatchObject({ exitCode: 0, verdict: 'working', warnings: [] });
    expect(JSON.stringify(result)).not.toContain(token);
  });

  it('warns of a token that is about to expire', async () => {
    const api = await scriptedApi();
    const soon = tokenOf({ aud: 'management-api', exp: Math.floor(Date.now() / 1000) + 120 });
    const result = await check({ baseUrl: api.url, settings: { IMBURSE_MANAGEMENT_TOKEN: soon } }).finally(api.close);
    expect(result.warnings.map(({ code }) => code)).toEqual(['management-token-ends-soon']);
  });

  it('finds the exchange at its other path', async () => {
    const api = await scriptedApi({ hmac: error(404, 'RESOURCE_NOT_FOUND') });
    const result = await check({ baseUrl: api.url, settings: someKeys() }).finally(api.close);
    expect(result.exitCode).toBe(0);
    expect(api.requests).toContain('POST /identity/v1/hmac/management');
  });

  it('mentions the clock if it could not be compared', async () => {
    const headers = { Age: '12' };
    const api = await scriptedApi({ first: { ...error(401, 'NO'), headers }, hmac: error(401, 'NO') });
    const result = await check({ baseUrl: api.url, settings: someKeys() }).finally(api.close);
    expect(stateOf(result, 'clock')).toBe('inconclusive');
    expect(result.clock).toBeUndefined();
    expect(result.steps.find(({ id }) => id === 'hmac-exchange')?.seen.join()).toContain('could not be compared');
  });

  it('is not the key if the exchange answers with something other than a token', async () => {
    const api = await scriptedApi({ hmac: issue({}), payout: { status: 200, body: 'not JSON' } });
    const result = await check({ baseUrl: api.url, settings: someKeys() }).finally(api.close);
    expect(result).toMatchObject({ exitCode: 3, cause: { code: 'answer-unexpected' } });
  });
});

describe('the connection to the target', () => {
  const made = certificates();

  it('goes over TLS', async () => {
    const api = await secureApi(made.right);
    const trial = { baseUrl: api.url, settings: someKeys(), ca: made.authority };
    const result = await check(trial).finally(api.close);
    expect(result.exitCode).toBe(0);
    expect(result.steps.find(({ id }) => id === 'tls')?.seen.join()).toMatch(/TLSv1\.3.*Inspecting Proxy Authority/);
    // It is valid for two days.
    expect(result.warnings.map(({ code }) => code)).toEqual(['certificate-ends-soon']);
  });

  it('goes through the proxy that HTTPS_PROXY names, and through it alone', async () => {
    const [api, proxy] = await Promise.all([secureApi(made.right), tunnelProxy()]);
    const environment = { HTTPS_PROXY: proxy.url };
    const trial = { baseUrl: api.url, settings: someKeys(), ca: made.authority, environment };
    const result = await check(trial).finally(() => Promise.all([api.close(), proxy.close()]));
    expect(result.exitCode).toBe(0);
    expect(result.target.proxy).toBe(proxy.url.replace('http://', ''));
    expect(proxy.requests).toContain(`CONNECT ${api.url.replace('https://', '')}`);
    expect(stateOf(result, 'tls')).toBe('ok');
  });

  it('names the certificate behind a proxy too', async () => {
    const [api, proxy] = await Promise.all([secureApi(made.expired), tunnelProxy()]);
    const environment = { HTTPS_PROXY: proxy.url };
    const trial = { baseUrl: api.url, settings: someKeys(), ca: made.authority, environment };
    const result = await check(trial).finally(() => Promise.all([api.close(), proxy.close()]));
    expect(result.cause?.code).toBe('certificate-expired');
  });

  it('sends nothing over a connection that is not trusted', async () => {
    const api = await secureApi(made.selfSigned);
    await check({ baseUrl: api.url, settings: someKeys() }).finally(api.close);
    expect(api.requests).toEqual([]);
  });
});

describe('an interrupted check', () => {
  it('reports the steps that were done', async () => {
    const api = await scriptedApi();
    const controller = new AbortController();
    const result = await check({
      ...{ baseUrl: api.url, settings: someKeys(), signal: controller.signal },
      onStep: ({ id }) => id === 'clock' && controller.abort(),
    }).finally(api.close);
    expect(result).toMatchObject({ exitCode: 130, verdict: 'interrupted', complete: false });
    expect(stateOf(result, 'clock')).toBe('ok');
    expect(stateOf(result, 'hmac-exchange')).toBe('not-reached');
  });

  it('ends in the middle of a request', async () => {
    const api = await scriptedApi();
    const controller = new AbortController();
    const send = () => {
      controller.abort();
      return Promise.reject(controller.signal.reason);
    };
    const trial = { baseUrl: api.url, settings: someKeys(), signal: controller.signal, network: { send } };
    const result = await check(trial).finally(api.close);
    expect(result.exitCode).toBe(130);
    expect(stateOf(result, 'first-answer')).toBe('inconclusive');
  });
});
