import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { credentialCheckSchema } from '../credentials/credential-check-schema';
import { error, scriptedApi } from '../credentials/testing/api';
import { keysOf, someKeys } from '../credentials/testing/check';
import { seededFaults } from '../credentials/testing/faults';
import { leaksIn } from '../credentials/testing/leak';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace } from '../testing/cli';
import { faultOutput, isAnywhere } from '../testing/fault-output';
import { doubledPunctuation } from '../testing/punctuation';

jest.mock('newman', () => {
  throw new Error('check-credentials has no use for Newman');
});

const command = 'check-credentials';
const firstLine = (text: string) => text.split('\n')[0];
const validate = new Ajv2020({ strict: true }).compile(credentialCheckSchema);

const workplace = makeWorkplace();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => {
  for (const name of readdirSync(workplace.cwd)) rmSync(workplace.path(name), { recursive: true });
});
afterAll(async () => {
  await sandbox.close();
  workplace.remove();
});

const wrongKey = () => ({ ...keysOf(sandbox), IMBURSE_PRIVATE_KEY: someKeys().IMBURSE_PRIVATE_KEY });

describe('the answer', () => {
  it('is that the credentials work, in the first line', async () => {
    const { exitCode, stdout } = await workplace.run([command, '--target', sandbox.url], { env: keysOf(sandbox) });
    expect(exitCode).toBe(0);
    expect(firstLine(stdout)).toMatch(
      /^Your credentials work at http:\/\/127\.0\.0\.1:\d+: tenant \S+, account \S+, role .*, token valid \d+ (min|h)\.$/,
    );
    expect(stdout).toContain('✓ Payout options');
  });

  it('is the cause, in the first line, and then what to do', async () => {
    const { exitCode, stdout } = await workplace.run([command, '--target', sandbox.url], { env: wrongKey() });
    expect(exitCode).toBe(4);
    expect(firstLine(stdout)).toMatch(/\[key-refused\]\.$/);
    expect(stdout).toMatch(/\n {2}Next: check that both keys belong to one Tenant API key/);
    expect(stdout).toMatch(/- Not reached: Management token, Payout token/);
  });

  it('names a wrong setting and its source, and exits with 2', async () => {
    const env = { ...keysOf(sandbox), IMBURSE_PRIVATE_KEY: `${sandbox.credentials.privateKey}\n` };
    const before = sandbox.requests.length;
    const { exitCode, stdout } = await workplace.run([command, '--target', sandbox.url], { env });
    expect(exitCode).toBe(2);
    expect(firstLine(stdout)).toMatch(/\[private-key-line-break\]\.$/);
    expect(stdout).toContain('it starts or ends with a line break (set in the environment)');
    expect(sandbox.requests.slice(before)).toEqual([]);
  });

  it('is a demonstration without a target and without credentials', async () => {
    const { exitCode, stdout } = await workplace.run([command]);
    expect(exitCode).toBe(0);
    expect(firstLine(stdout)).toBe('Demonstration against the embedded sandbox. No credentials of yours were checked.');
  });

  it.each<[string, Record<string, string>, string | Buffer | undefined]>([
    ['a key pair', someKeys(), undefined],
    ['a token', { IMBURSE_MANAGEMENT_TOKEN: 'a-token-of-some-length' }, undefined],
    ['a misspelt variable', { IMBURSE_PUBLC_KEY: 'a' }, undefined],
    ['an .env that is misspelt', {}, 'set IMBURSE_PUBLIC_KEY=a\n'],
    ['an .env with a line that sets nothing', {}, 'a key: 12\n'],
    ['an .env in UTF-16', {}, Buffer.from('\uFEFFIMBURSE_PUBLIC_KEY=a\r\n', 'utf16le')],
  ])('is that a target is missing, with %s', async (_name, env, envFile) => {
    if (envFile !== undefined) writeFileSync(workplace.path('.env'), envFile, { mode: 0o600 });
    const { exitCode, stdout, stderr } = await workplace.run([command], { env });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: .*no target is given.*\n {2}next: add --target sandbox, --target production, or/);
  });

  it('shows what was read, with --verbose', async () => {
    writeFileSync(workplace.path('.env'), 'OTHER=1\nanother line\n', { mode: 0o600 });
    const args = [command, '--target', sandbox.url, '--verbose'];
    const { stdout } = await workplace.run(args, { env: keysOf(sandbox) });
    expect(stdout).toMatch(/\.env: 1 setting, UTF-8\n.*\.env line 2 is not NAME=value\n.*no proxy\n/);
  });

  it('appears step by step on a terminal, before the result', async () => {
    const written: string[] = [];
    const env = { ...keysOf(sandbox), NO_COLOR: '1' };
    const onOutput = (text: string) => written.push(text);
    await workplace.run([command, '--target', sandbox.url], { env, tty: true, onOutput });
    const settings = written.findIndex((text) => text.includes('✓ Settings'));
    const options = written.findIndex((text) => text.includes('✓ Payout options'));
    const verdict = written.findIndex((text) => text.includes('Your credentials work'));
    expect(settings).toBeGreaterThan(0);
    expect(options).toBeGreaterThan(settings + 5);
    expect(verdict).toBeGreaterThan(options);
    expect(firstLine((written[verdict] ?? '').trimStart())).toMatch(/^Your credentials work/);
  });

  it('escapes what a server says', async () => {
    const api = await scriptedApi({ hmac: error(401, 'NO\u001b[2J::error::owned\n##vso[x]') });
    const { stdout } = await workplace.run([command, '--target', api.url], { env: someKeys() });
    await api.close();
    expect(stdout).toContain('\\u001b[2J');
    expect(stdout).not.toMatch(/\u001b|::error::|##vso/);
  });
});

describe('provenance', () => {
  it('shows the source of each setting, and what it shadows', async () => {
    const { publicKey, privateKey } = sandbox.credentials;
    const text = `IMBURSE_BASE_URL=${sandbox.url}\nIMBURSE_PUBLIC_KEY=${publicKey}\nIMBURSE_PRIVATE_KEY=${privateKey}\n`;
    writeFileSync(workplace.path('.env'), text);
    chmodSync(workplace.path('.env'), 0o600);
    const env = { IMBURSE_PRIVATE_KEY: someKeys().IMBURSE_PRIVATE_KEY };
    const { exitCode, stdout } = await workplace.run([command], { env });
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/an unknown environment, from IMBURSE_BASE_URL \(\.env line 1\)/);
    expect(stdout).toMatch(/IMBURSE_PUBLIC_KEY +[0-9a-f-]{36} {2}from \.env line 2/);
    expect(stdout).toMatch(
      /IMBURSE_PRIVATE_KEY +\[private key sha256:[0-9a-f]{8}\] {2}from the environment; also set, but not used: \.env line 3/,
    );
    expect(stdout).toContain('the key comes from the environment; the one in .env line 3 is not used');
  });

  it('refuses production unless it is allowed, and sends nothing', async () => {
    const { exitCode, stderr } = await workplace.run([command, '--target', 'production'], { env: someKeys() });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: the target is production\n {2}next: add --allow-production/);
  });
});

describe('the private key on standard input', () => {
  it('is used instead of any other, and never shown', async () => {
    const env = wrongKey();
    const stdin = `${sandbox.credentials.privateKey}\n`;
    const args = [command, '--target', sandbox.url, '--private-key-stdin'];
    const { exitCode, stdout } = await workplace.run(args, { env, stdin });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/IMBURSE_PRIVATE_KEY +\[.*from standard input; also set, but not used: the environment/);
    expect(leaksIn(stdout, [stdin.trim(), env.IMBURSE_PRIVATE_KEY])).toEqual([]);
  });

  it.each([
    ['is refused from a terminal', undefined, /standard input is a terminal/],
    ['is refused if it is empty', ' \n', /standard input is empty/],
    ['is refused if it is endless', 'x'.repeat(70_000), /too long to be a key/],
  ])('%s', async (_name, stdin, wanted) => {
    const args = [command, '--target', sandbox.url, '--private-key-stdin'];
    const { exitCode, stderr } = await workplace.run(args, { ...(stdin !== undefined && { stdin }) });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(wanted);
  });
});

describe('JSON', () => {
  it('is one document that matches its schema, and the same as the bundle', async () => {
    const args = [command, '--target', sandbox.url, '--json', '--bundle', 'ticket.json'];
    const { exitCode, stdout, stderr } = await workplace.run(args, { env: wrongKey() });
    expect(exitCode).toBe(4);
    expect(validate(JSON.parse(stdout))).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      cause: { code: 'key-refused', blame: 'credentials' },
    });
    expect(readFileSync(workplace.path('ticket.json'), 'utf8')).toBe(stdout);
    expect(stderr).toContain('ticket.json');
  });

  it.each([
    ['a missing target', ['--json']],
    ['an unknown option', ['--json', '--frobnicate']],
  ])('is printed for a usage error too: %s', async (_name, args) => {
    const { exitCode, stdout } = await workplace.run([command, ...args], { env: someKeys() });
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([2, { exitCode: 2, error: { message: expect.any(String) } }]);
  });

  it('is not printed if the bundle cannot be written', async () => {
    const args = [command, '--target', sandbox.url, '--bundle', 'no/such/folder/ticket.json'];
    const { exitCode, stderr } = await workplace.run(args, { env: keysOf(sandbox) });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^error: --bundle: no\/such\/folder\/ticket\.json cannot be written: its folder does not exist/,
    );
  });

  it('is printed when the check is interrupted, with exit code 130', async () => {
    const args = [command, '--target', sandbox.url, '--json'];
    const onListening = (raise: (signal: 'SIGINT') => void) => raise('SIGINT');
    const { exitCode, stdout } = await workplace.run(args, { env: keysOf(sandbox), onListening });
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'interrupted', complete: false });
  });
});

describe('a secret', () => {
  const own = seededFaults.filter(isAnywhere);

  // Every one of them is in check-credentials.long.test.ts.
  it.each([...new Map(own.map((fault) => [fault.code, fault])).values()])('is in no output: $name', async (fault) => {
    const { said, bundle, secrets } = await faultOutput(workplace, fault);
    expect(bundle).not.toBe('');
    expect(doubledPunctuation(said)).toEqual([]);
    expect(leaksIn(said + bundle, secrets)).toEqual([]);
  });

  it.each([
    ['a key', () => [command, someKeys().IMBURSE_PRIVATE_KEY]],
    ['a key after an option', () => [command, `--private-key=${someKeys().IMBURSE_PRIVATE_KEY}`]],
    ['a token', () => [command, '--target', sandbox.credentials.managementToken]],
  ])('as an argument is refused and not echoed: %s', async (_name, make) => {
    const args = make();
    const { exitCode, stdout, stderr } = await workplace.run(args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^error: an argument looks like a (private key|token): other users and logs can see it\n {2}next: set IMBURSE_/,
    );
    expect(
      leaksIn(
        stdout + stderr,
        args.slice(1).map((each) => each.replace('--private-key=', '')),
      ),
    ).toEqual([]);
  });
});
