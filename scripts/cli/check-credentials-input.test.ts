import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { scriptedApi, secureApi, tunnelProxy } from '../credentials/testing/api';
import { certificates } from '../credentials/testing/certificates';
import { someKeys } from '../credentials/testing/check';
import { exposesKey } from '../run/environment/key-exposure';
import { makeWorkplace, type Workplace } from '../testing/cli';
import type { LocalServer } from '../testing/servers';

const command = 'check-credentials';
const keys = someKeys();
const { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey } = keys;
const pair = `IMBURSE_PUBLIC_KEY=${publicKey}\nIMBURSE_PRIVATE_KEY=${privateKey}\n`;
const byFile = (file: string): string => `IMBURSE_PUBLIC_KEY=${publicKey}\nIMBURSE_PRIVATE_KEY_FILE=${file}\n`;
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

let workplace: Workplace;
let api: LocalServer;
beforeAll(async () => {
  api = await scriptedApi();
});
afterAll(() => api.close());
beforeEach(() => {
  workplace = makeWorkplace();
});
afterEach(() => workplace.remove());

const write = (name: string, content: string | Buffer, mode = 0o600): void =>
  writeFileSync(workplace.path(name), content, { mode });

describe('an .env file that is correct', () => {
  it.each<[string, string | Buffer]>([
    ['with CRLF', pair.replaceAll('\n', '\r\n')],
    ['with CR alone', pair.replaceAll('\n', '\r')],
    ['with a byte order mark', `\uFEFF${pair}`],
    ['with export', pair.replace(/^/gm, 'export ').replace(/export $/, '')],
    ['with quotes', `IMBURSE_PUBLIC_KEY="${publicKey}"\nIMBURSE_PRIVATE_KEY='${privateKey}'\n`],
    ['with blanks around "="', pair.replace(/_KEY=/g, '_KEY = ')],
    ['with tabs around "=" and at the end', pair.replace(/_KEY=(.*)/g, '\t_KEY\t=\t$1\t').replaceAll('\t_KEY', '_KEY')],
    ['with comments', `# keys\nIMBURSE_PUBLIC_KEY=${publicKey} # public\nIMBURSE_PRIVATE_KEY=${privateKey}\n`],
    ['with a tab before a comment', pair.replaceAll('\n', '\t# mine\n')],
    [
      'with a tab before a comment, in quotes',
      `IMBURSE_PUBLIC_KEY="${publicKey}"\t# mine\nIMBURSE_PRIVATE_KEY='${privateKey}'\t#\n`,
    ],
    ['with lines of blanks and tabs', `\t\n${pair.replace('\n', '\n  \n')}`],
    ['in UTF-16', utf16(pair)],
    ['in UTF-16, big-endian', utf16(pair).swap16()],
    ['with a comment in Latin-1', Buffer.concat([Buffer.from('# caf\xe9\n', 'latin1'), Buffer.from(pair)])],
    ["with another program's lines", `LIST=[1]\n${pair}URL=a\\b\${C}\n`],
  ])('is read: %s', async (_name, content) => {
    write('.env', content);
    const { exitCode, stdout } = await workplace.run([command, '--target', api.url]);
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^Your credentials work at /)]);
  });

  it('is said to be in UTF-16, which other programs may not read', async () => {
    write('.env', utf16(pair));
    const { stdout } = await workplace.run([command, '--target', api.url]);
    expect(stdout).toMatch(/\nnote: \.env is in UTF-16/);
  });

  it('says which of two lines counts', async () => {
    write('.env', `IMBURSE_PUBLIC_KEY=${someKeys().IMBURSE_PUBLIC_KEY}\n${pair}`);
    const { stdout } = await workplace.run([command, '--target', api.url]);
    expect(stdout).toMatch(/IMBURSE_PUBLIC_KEY .* from \.env line 2; also set, but not used: \.env line 1/);
  });
});

it.each(['.env.local', 'env'])('a file next to .env is named if a setting is missing: %s', async (name) => {
  write(name, pair);
  const { stdout, stderr } = await workplace.run([command, '--target', api.url]);
  expect(stdout + stderr).toContain(`${name} is not read, only .env is`);
});

it('says that the exp of a token is in milliseconds', async () => {
  const claims = { aud: 'management-api', role: ['tenant-admin'], exp: Date.now() + 3_600_000 };
  const [header, payload] = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  write('.env', `IMBURSE_MANAGEMENT_TOKEN=${header}.${payload}.${'A'.repeat(43)}\n`);
  const { stdout } = await workplace.run([command, '--target', api.url]);
  expect(stdout).toContain('its exp is not in seconds: perhaps it is in milliseconds');
});

/** What the first two lines of a refused command line say. */
async function refused(env: Record<string, string>, args: readonly string[]): Promise<[number, string, string]> {
  const before = api.requests.length;
  const { exitCode, stdout, stderr } = await workplace.run([command, ...args], { env });
  const [first = '', second = ''] = (stderr + stdout).split('\n');
  expect(api.requests).toHaveLength(before);
  expect(exposesKey(stdout + stderr, privateKey)).toBe(false);
  return [exitCode, first, second];
}

describe('a key file', () => {
  it.each<[string, string, (() => void) | undefined, RegExp, RegExp]>([
    ['in UTF-16', 'k', () => write('k', utf16(privateKey)), /k is in UTF-16$/, /save it as UTF-8/],
    [
      'with a byte order mark',
      'k',
      () => write('k', `\uFEFF${privateKey}`),
      /starts with a byte order mark/,
      /as UTF-8/,
    ],
    [
      'with the bytes of the key',
      'k',
      () => write('k', Buffer.from('9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0', 'hex')),
      /it is not text; if it is the bytes of the key/,
      /copy the whole private key again/,
    ],
    ['that is empty', 'k', () => write('k', ''), /k is empty$/, /write the value into the file/],
    ['that others can read', 'k', () => write('k', privateKey, 0o644), /other users can read it$/, /chmod 600 k$/],
    ['that is missing', 'k', undefined, /k cannot be read: it does not exist; looked for \/.*\/k$/, /check its path/],
    [
      'at home',
      '~/no-such-key',
      undefined,
      /~\/no-such-key cannot be read: it does not exist; looked for \//,
      /check its path/,
    ],
    ['that is endless', '/dev/zero', undefined, /is not a regular file$/, /give the path of a file/],
    [
      'that is a pipe',
      'k',
      () => execFileSync('mkfifo', [workplace.path('k')]),
      /not a regular file$/,
      /path of a file/,
    ],
    ['that is a folder', 'k', () => mkdirSync(workplace.path('k')), /not a regular file$/, /path of a file/],
    ['that is the .env', '.env', undefined, /contains the name of a setting/, /copy the whole private key again/],
    ['whose path is the key', privateKey, undefined, /contains a key or token instead of the path/, /set it to a path/],
    ['with two line breaks', 'k', () => write('k', `${privateKey}\n\n`), /contains a line break/, /copy the whole/],
  ])('is refused: %s', async (_name, file, prepare, first, second) => {
    write('.env', byFile(file));
    prepare?.();
    const said = await refused({}, ['--target', api.url]);
    expect(said).toEqual([2, expect.stringMatching(first), expect.stringMatching(second)]);
  });
});

describe('a base URL', () => {
  it.each<[string, RegExp, RegExp]>([
    ['sandbox', /neither the name of a target nor/, /remove it and add --target sandbox/],
    ['sandbox-api.example.com', /nor an http\(s\) URL$/, /start it with https:\/\//],
    ['localhost:8080', /nor an http\(s\) URL$/, /start it with http:\/\//],
    ['https//api.example.com', /nor an http\(s\) URL$/, /check its spelling/],
    ['https://api.example.com:99999', /nor an http\(s\) URL$/, /a port up to 65535/],
    ['"https://api.example.com"', /nor an http\(s\) URL$/, /without quotes/],
    ['<base url>', /nor an http\(s\) URL$/, /without quotes or brackets/],
    ['ftp://api.example.com', /nor an http\(s\) URL$/, /use a URL such as https/],
    ['http://api.example.com', /is plain HTTP/, /use https/],
    ['http://host.docker.internal:8080', /is plain HTTP/, /with --allow-local-http, for a container/],
    ['https://api.example.com/?a=b', /contains a query/, /give the base URL alone/],
    ['https://me:hidden@api.example.com', /contains a user name/, /remove it/],
    [
      '',
      /credentials are set, but no target is given; IMBURSE_BASE_URL \(the environment\) is empty$/,
      /--target sandbox/,
    ],
  ])('is refused: %j', async (url, first, second) => {
    const said = await refused({ ...keys, IMBURSE_BASE_URL: url }, []);
    expect(said).toEqual([2, expect.stringMatching(first), expect.stringMatching(second)]);
  });

  it('is refused if it contains the private key', async () => {
    const env = { ...keys, IMBURSE_BASE_URL: `${api.url}/${encodeURIComponent(privateKey)}` };
    const said = await refused(env, []);
    expect(said).toEqual([2, expect.stringContaining('[private-key-exposed]'), expect.stringMatching(/keep it in/)]);
  });

  it('is not shown with a private key in it, also where its end is removed', async () => {
    const env = { ...keys, IMBURSE_BASE_URL: `${api.url}/${encodeURIComponent(privateKey)}/v1` };
    const { exitCode, stdout, stderr } = await workplace.run([command], { env });
    expect(exitCode).toBe(2);
    expect(exposesKey(stdout + stderr, privateKey)).toBe(false);
  });

  it.each(['/v1', '/v1/identity/payout', '/'])('is used without its end, and that is said: %s', async (path) => {
    const env = { ...keys, IMBURSE_BASE_URL: api.url + path };
    const { exitCode, stdout, stderr } = await workplace.run([command], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`from IMBURSE_BASE_URL (the environment) without its "${path}"`);
    expect(stderr).toContain(`note: "${path}" was removed from the base URL`);
  });
});

describe('a base URL of run', () => {
  it.each(['/v1/identity/payout', '/V1/identity/', '/', '//'])('is used without %s, and that is said', async (path) => {
    const args = ['run', '--target', api.url + path, '--case', 'hmac.documented', '--engine', 'direct'];
    const before = api.requests.length;
    const { stderr } = await workplace.run([...args, '--reporter', 'json', '--out', 'out'], { env: keys });
    expect(stderr).toContain(`note: "${path}" was removed from the base URL, because each call adds its own path`);
    expect(api.requests.slice(before)).toContain('POST /v1/identity/hmac');
    expect(api.requests.slice(before).filter((request) => request.includes('/v1/identity/payout/'))).toEqual([]);
  });
});

describe('a setting of the network', () => {
  const target = ['--target', 'https://api.example.invalid'];

  it.each<[string, Record<string, string>, RegExp, RegExp]>([
    ['a proxy of SOCKS', { HTTPS_PROXY: 'socks5://p:1080' }, /HTTPS_PROXY is not the URL/, /such as http:/],
    ['a slash in the password', { HTTPS_PROXY: 'http://u:p/w@p:1' }, /has "\/", "\?" or "#"/, /%2F, %3F and %23/],
    ['a hash in the password', { HTTPS_PROXY: 'u:p#w@p:1' }, /has "\/", "\?" or "#"/, /%2F, %3F and %23/],
    [
      'a CA file that is missing',
      { NODE_EXTRA_CA_CERTS: 'no.pem' },
      /no\.pem cannot be read: it does not exist/,
      /check its path/,
    ],
    ['a CA file in DER', { NODE_EXTRA_CA_CERTS: 'der' }, /der is DER, but must be PEM/, /openssl x509 -inform der/],
    ['a CA file of another kind', { NODE_EXTRA_CA_CERTS: '.env' }, /has no certificate in PEM/, /path of a PEM file/],
    ['a broken CA file', { NODE_EXTRA_CA_CERTS: 'broken' }, /has a certificate that cannot be read/, /openssl x509/],
    ['a CA that is a pipe', { NODE_EXTRA_CA_CERTS: 'pipe' }, /is not a regular file/, /give the path/],
    ['half a client certificate', { IMBURSE_CLIENT_CERT: 'c' }, /must be set together/, /set both or neither/],
    [
      'a client certificate that is endless',
      { IMBURSE_CLIENT_CERT: '/dev/zero', IMBURSE_CLIENT_KEY: 'k' },
      /is not a regular file/,
      /give the path/,
    ],
  ])('is refused: %s', async (_name, env, first, second) => {
    write('.env', pair);
    write('der', Buffer.from([0x30, 0x82, 1, 2]));
    write('broken', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    execFileSync('mkfifo', [workplace.path('pipe')]);
    const said = await refused(env, target);
    expect(said).toEqual([2, expect.stringMatching(first), expect.stringMatching(second)]);
  });

  it('counts if it is in .env, and is shown', async () => {
    const { right, authority } = certificates();
    const [secure, proxy] = await Promise.all([secureApi(right), tunnelProxy()]);
    write('ca.pem', authority);
    write('.env', `${pair}HTTPS_PROXY=${proxy.url}\nNODE_EXTRA_CA_CERTS=ca.pem\n`);
    const args = [command, '--target', secure.url, '--json'];
    const { exitCode, stdout } = await workplace.run(args);
    await Promise.all([secure.close(), proxy.close()]);
    expect(exitCode).toBe(0);
    expect(proxy.requests).toContain(`CONNECT ${secure.url.replace('https://', '')}`);
    expect(JSON.parse(stdout).read).toMatchObject({
      proxy: `${proxy.url.replace('http://', '')} from HTTPS_PROXY`,
      ca: 'ca.pem',
      envFile: { assignments: 4, encoding: 'UTF-8' },
    });
  });

  it('is said if NO_PROXY exempts the target', async () => {
    const { right, authority } = certificates();
    const secure = await secureApi(right);
    write('ca.pem', authority);
    const env = { ...keys, NODE_EXTRA_CA_CERTS: 'ca.pem', https_proxy: 'http://127.0.0.1:1', no_proxy: 'localhost' };
    const { exitCode, stdout } = await workplace.run([command, '--target', secure.url, '--verbose'], { env });
    await secure.close();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('proxy none: https_proxy is not used, because no_proxy exempts the target');
  });
});

describe('the names of settings', () => {
  it('are never redacted, whatever a value has swallowed', async () => {
    const value = `${privateKey}\nIMBURSE_PUBLIC_KEY=${publicKey}\nset IMBURSE_MANAGEMENT_TOKEN=a\nThe private key contains`;
    const env = { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: value };
    const { exitCode, stdout } = await workplace.run([command, '--target', api.url, '--json'], { env });
    expect(exitCode).toBe(2);
    const { cause, settings } = JSON.parse(stdout);
    expect(cause.title).toMatch(/^The private key /);
    expect(settings.map(({ name }: { name: string }) => name)).toEqual(['IMBURSE_PUBLIC_KEY', 'IMBURSE_PRIVATE_KEY']);
    expect(exposesKey(stdout, privateKey)).toBe(false);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['in lower case', { imburse_public_key: publicKey }, /upper case: IMBURSE_PUBLIC_KEY/],
    ['misspelt', { IMBURSE_PUBLIC_KEYS: publicKey }, /did you mean IMBURSE_PUBLIC_KEY\?/],
    ['empty', { IMBURSE_PUBLIC_KEY: '' }, /IMBURSE_PUBLIC_KEY \(the environment\) is empty/],
  ])('are explained if a setting is missing: %s', async (_name, env, first) => {
    for (const args of [[], ['--target', api.url]]) {
      const said = await refused({ ...env, IMBURSE_PRIVATE_KEY: privateKey }, args);
      expect(said.slice(0, 2)).toEqual([2, expect.stringMatching(first)]);
    }
  });
});
