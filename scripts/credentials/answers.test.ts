import { closeServers, httpServer, type LocalServer, socketServer } from '../testing/servers';
import { error, type Script, scriptedApi } from './testing/api';
import { check, someKeys, type Trial } from './testing/check';

afterEach(closeServers);

/** What the step that found the cause has seen. */
async function seenAt(server: LocalServer, trial: Partial<Trial> = {}): Promise<string[]> {
  const { steps, cause } = await check({ baseUrl: server.url, settings: someKeys(), ...trial });
  return [...(steps.find(({ diagnosis }) => diagnosis === cause?.code)?.seen ?? [])];
}

async function seenOf(script: Script, trial: Partial<Trial> = {}): Promise<string[]> {
  const api = await scriptedApi(script);
  return seenAt(api, trial).finally(api.close);
}

const page = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) => ({
  ...{ status, body, headers: { 'Content-Type': 'text/html', ...headers } },
});

describe('what a gateway says', () => {
  it.each([
    ['cf-ray', '9c3f0a7d5be21c48-LHR'],
    ['x-azure-ref', '20261128T115500Z-15d7f8b9c4dx2kqh0g8m4u5v0000000007cg00000000abcd'],
    ['x-amz-cf-id', 'Qk8m3JtZ0sW5yPzR1vX7cN2bL4hG6fD9aE-uI_oT5yR3wQ1zX8cVbg=='],
    ['x-request-id', '5b0c7e1f9d2a4c6e8b1d3f5a7c9e0b2d'],
  ])('is shown with its request id in %s, also where its page quotes it', async (name, id) => {
    const block = page(403, `<title>Access denied</title><p>Error code 1020. Id: ${id}`, { [name]: id });
    expect(await seenOf({ first: block })).toEqual([
      `403, an HTML page, "Access denied: Error code 1020. Id: ${id}"`,
      `${name}: ${id}`,
    ]);
  });

  it('is redacted where it repeats a secret, also as a request id', async () => {
    const keys = someKeys();
    const { IMBURSE_PRIVATE_KEY: key } = keys;
    const seen = await seenOf(
      { hmac: page(403, `<title>Blocked</title>${key}`, { 'x-request-id': key }) },
      { settings: keys },
    );
    expect(seen.join()).toContain('Blocked: [private key sha256:');
    expect(seen.join()).not.toContain(key);
  });
});

describe('where a redirect leads', () => {
  const location = (value: string) => ({ first: { status: 302, headers: { Location: value } } });

  it.each([
    'https://acme.cloudflareaccess.com/cdn-cgi/access/login',
    'https://login-eu2.sso.partner-gateway.example.com/adfs/ls/?wa=wsignin1.0',
    '/auth/realms/partners/login',
  ])('is shown: %s', async (url) => {
    expect((await seenOf(location(url))).join()).toContain(`location: ${url}`);
  });

  it('is shown without what may be a secret', async () => {
    const seen = (
      await seenOf(location('https://sso.example.com/s/9f3Kd82LmQpZx71VbnTRw4?code=Zx71VbnTRw49f3Kd82LmQp'))
    ).join();
    expect(seen).toContain('location: https://sso.example.com/s/[');
    expect(seen).not.toMatch(/9f3Kd82LmQ|Zx71VbnTRw/);
  });
});

it('a page of the target itself is no captive portal', async () => {
  const api = await scriptedApi({ first: page(200, '<title>Welcome</title>') });
  const { cause, steps } = await check({ baseUrl: api.url, settings: someKeys() }).finally(api.close);
  expect([cause?.code, steps.find(({ diagnosis }) => diagnosis)?.seen]).toEqual([
    'answer-unexpected',
    ['responded 200, an HTML page', 'it says: Welcome'],
  ]);
});

it('names the coding of a body that cannot be decompressed', async () => {
  const coded = { ...error(401, 'NO'), headers: { 'Content-Encoding': 'gzip' } };
  expect(await seenOf({ first: coded })).toEqual([
    'the body cannot be decompressed (Z_DATA_ERROR); its Content-Encoding is gzip',
  ]);
});

it('says what the page of a proxy says', async () => {
  const body = '<html><body><h1>Blocked</h1> Category: <b>Finance</b></body></html>';
  const refusal = `HTTP/1.1 403 Forbidden\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const proxy = await socketServer((socket) => void socket.end(refusal));
  const target = await httpServer(() => undefined);
  const trial = { baseUrl: 'https://api.example', environment: { HTTPS_PROXY: proxy.url } };
  expect(await seenAt(target, trial)).toEqual([
    'the proxy did not connect to the target (403); it says: Forbidden; its page says: Blocked Category: Finance',
  ]);
});
