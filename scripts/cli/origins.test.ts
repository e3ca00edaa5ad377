import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request as sendOn } from 'node:http';
import { scriptedApi, tunnelProxy } from '../credentials/testing/api';
import { recordingRelay } from '../credentials/testing/recording-relay';
import { exposesKey } from '../run/environment/key-exposure';
import { startSandbox } from '../sandbox';
import { settingsOf } from '../testing/cli';
import { startCli } from '../testing/process';
import { secureServer } from '../testing/secure-servers';
import { httpServer, type LocalServer } from '../testing/servers';
import { tlsWorkplace } from '../testing/tls-workplace';

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${segment({ alg: 'HS256' })}.${segment({ aud: 'management-api', exp: 4e9 })}.${randomBytes(32).toString('base64url')}`;
const place = tlsWorkplace();
const { made } = place;

const redirecting = (status: number, other: LocalServer): Promise<LocalServer> =>
  httpServer((request, response) =>
    response.writeHead(status, { Location: `${other.url}${request.url}`, 'Content-Type': 'text/html' }).end(),
  );

const runOne = ['run', '--case', 'accept.documented', '--retries', '0', '--out', 'out'];

describe.each([301, 302, 303, 307, 308])('a target that answers %i to another origin', (status) => {
  it('is reported by run as breaking the contract, and nothing is sent there', async () => {
    const other = await httpServer((_request, response) => response.writeHead(201).end('{}'));
    const { url } = await redirecting(status, other);
    const env = { IMBURSE_BASE_URL: url, IMBURSE_MANAGEMENT_TOKEN: token };
    const { exitCode, report } = await place.run(runOne, { env });
    expect([exitCode, report?.cases[0]?.verdict]).toEqual([1, 'failed']);
    expect(report?.cases[0]?.findings).toContainEqual(
      expect.objectContaining({ rule: 'status', level: 'violation', actual: expect.stringContaining(`${status}`) }),
    );
    expect(other.requests).toEqual([]);
  });

  it('is reported by check-credentials, and nothing is sent there', async () => {
    const other = await httpServer((_request, response) => response.writeHead(201).end('{}'));
    const { url } = await redirecting(status, other);
    const env = { IMBURSE_BASE_URL: url, IMBURSE_MANAGEMENT_TOKEN: token };
    const { exitCode, stdout } = await place.run(['check-credentials'], { env });
    expect([exitCode, stdout]).toEqual([3, expect.stringContaining('[redirected]')]);
    expect(other.requests).toEqual([]);
  });
});

describe("a collection of the user's own", () => {
  it('follows no redirect, even if its items ask for it', async () => {
    const other = await httpServer((_request, response) => response.writeHead(201).end('{}'));
    const { url } = await redirecting(307, other);
    const item = {
      name: 'payout',
      request: {
        method: 'POST',
        url: '{{baseUrl}}/v1/identity/payout',
        header: [
          { key: 'Authorization', value: `Bearer ${token}` },
          { key: 'Content-Type', value: 'application/json' },
        ],
        body: { mode: 'raw', raw: '{"customerRef":"c","orderRef":"o","instructionRef":"i"}' },
      },
      protocolProfileBehavior: { followRedirects: true, followAuthorizationHeader: true },
    };
    const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
    writeFileSync(place.path('own.json'), JSON.stringify({ info: { name: 'own', schema }, item: [item] }));
    const env = { IMBURSE_BASE_URL: url, IMBURSE_MANAGEMENT_TOKEN: token };
    const { exitCode } = await place.run(['run', '--collection', 'own.json', '--out', 'out'], { env });
    expect([exitCode, other.requests]).toEqual([1, []]);
  });
});

/** An API that is reached by TLS alone, and asks for a certificate of whoever comes. */
function guarded(api: { readonly url: string }): Promise<LocalServer> {
  return secureServer(
    made.right,
    (request, response) => {
      const { method, url, headers } = request;
      request.pipe(
        sendOn(api.url + url, { method, headers }, (answer) => {
          response.writeHead(answer.statusCode!, answer.rawHeaders);
          answer.pipe(response);
        }).on('error', () => response.destroy()),
      );
    },
    made.authority,
  );
}

describe.each(['run', 'check-credentials'])('%s', (command) => {
  const args = command === 'run' ? runOne : [command];

  it('goes by the proxy, the authority and the client certificate of its environment', async () => {
    const secure = await guarded(await scriptedApi());
    const proxy = await tunnelProxy();
    const { ended, written } = startCli(args, place.cwd, {
      IMBURSE_BASE_URL: secure.url,
      IMBURSE_MANAGEMENT_TOKEN: token,
      IMBURSE_CLIENT_CERT: 'client.pem',
      IMBURSE_CLIENT_KEY: 'client.key',
      NODE_EXTRA_CA_CERTS: place.path('authority.pem'),
      https_proxy: proxy.url,
    });
    const exitCode = await ended;
    await proxy.close();
    expect([exitCode, written.stderr]).toEqual([0, '']);
    expect(secure.requests).toContain('POST /v1/identity/payout');
    expect(new Set(proxy.requests)).toEqual(new Set([`CONNECT ${secure.url.slice('https://'.length)}`]));
  });

  it('sends nothing to a server whose certificate it does not trust', async () => {
    const secure = await secureServer(made.right, (_request, response) => response.end());
    const env = { IMBURSE_BASE_URL: secure.url, IMBURSE_MANAGEMENT_TOKEN: token };
    const { exitCode } = await place.run(args, { env });
    expect([exitCode, secure.requests, secure.bytes()]).toEqual([3, [], 0]);
  });

  it.each([
    [
      'a file that is not there',
      { IMBURSE_CLIENT_CERT: 'none.pem', IMBURSE_CLIENT_KEY: 'client.key' },
      /IMBURSE_CLIENT_CERT: none\.pem cannot be read: it does not exist/,
    ],
    ['half a pair', { IMBURSE_CLIENT_CERT: 'client.pem' }, /IMBURSE_CLIENT_KEY/],
    [
      'the key of another certificate',
      { IMBURSE_CLIENT_CERT: 'authority.pem', IMBURSE_CLIENT_KEY: 'client.key' },
      /are not a certificate and its key/,
    ],
    [
      'a key that other users can read',
      { IMBURSE_CLIENT_CERT: 'client.pem', IMBURSE_CLIENT_KEY: 'open.key' },
      /open\.key contains a secret and other users can read it/,
    ],
  ])('refuses %s before it sends anything', async (_what, pair, problem) => {
    const server = await httpServer((_request, response) => response.end());
    writeFileSync(place.path('open.key'), made.client.key, { mode: 0o644 });
    const env = { IMBURSE_BASE_URL: server.url, IMBURSE_MANAGEMENT_TOKEN: token, ...pair };
    const { exitCode, stderr } = await place.run(args, { env });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(problem)]);
    expect(server.requests).toEqual([]);
  });

  it('never shows a key that is given in place of its path', async () => {
    const env = {
      IMBURSE_MANAGEMENT_TOKEN: token,
      IMBURSE_CLIENT_CERT: 'client.pem',
      IMBURSE_CLIENT_KEY: made.client.key,
    };
    const server = await httpServer((_request, response) => response.end());
    const { exitCode, stderr, stdout } = await place.run(args, { env: { ...env, IMBURSE_BASE_URL: server.url } });
    expect(exitCode).toBe(2);
    expect(stderr + stdout).not.toContain(made.client.key.split('\n')[1]);
  });
});

describe('the private key', () => {
  it.each(['newman', 'direct'])('signs the requests of a run with %s, and is in none of them', async (engine) => {
    const sandbox = await startSandbox();
    const relay = await recordingRelay(sandbox.url);
    const own = settingsOf(sandbox);
    const selection = ['--tag', 'hmac', '--tag', 'smoke'];
    const env = { ...own, IMBURSE_BASE_URL: relay.url };
    const { exitCode } = await place.run(['run', '--engine', engine, ...selection, '--out', 'signed'], { env });
    await Promise.all([relay.close(), sandbox.close()]);
    expect([exitCode, relay.sent().split(`Hmac ${own.IMBURSE_PUBLIC_KEY}`).length > 10]).toEqual([0, true]);
    expect(exposesKey(relay.sent(), own.IMBURSE_PRIVATE_KEY!)).toBe(false);
  });
});
