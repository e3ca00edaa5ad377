import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { startSandbox } from '../sandbox';
import { settingsOf } from '../testing/cli';
import { sandboxWorkplace } from '../testing/sandbox-workplace';
import { closedUrl, httpServer } from '../testing/servers';

const work = sandboxWorkplace();
const run = (args: readonly string[], env = {}) => work.run(['run', '--out', 'out', ...args], { env });

/** Runs against a sandbox with a fault, as a partner with a key pair. */
async function runAt(fault: string, args: readonly string[]) {
  const broken = await startSandbox({ fault });
  try {
    return await run(['--engine', 'direct', ...args], settingsOf(broken));
  } finally {
    await broken.close();
  }
}

describe('a run in which the contract holds', () => {
  it('needs no key pair if there is a management token, and skips what needs one', async () => {
    const settings = settingsOf(work.sandbox, 'token');
    const { exitCode, report } = await run(['--case', 'accept.documented', '--case', 'hmac.documented'], settings);
    expect([exitCode, report?.verdict]).toEqual([0, 'held']);
    expect(report!.cases.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['hmac.documented', 'skipped'],
      ['accept.documented', 'passed'],
    ]);
  });

  it('notes that the embedded sandbox does not use configured credentials', async () => {
    const env = { IMBURSE_MANAGEMENT_TOKEN: 'my-own-management-token' };
    const { exitCode, stderr } = await run(['--case', 'accept.documented'], env);
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^note: .*credentials are not used.*\n$/)]);
  });

  it('reads no settings for the embedded sandbox', async () => {
    writeFileSync(work.path('.env'), 'IMBURSE_PRIVATE_KEY_FILE=missing\n', { mode: 0o600 });
    const explicit = await run(['--target', 'embedded', '--case', 'accept.documented'], { IMBURSE_BASE_URL: 'x' });
    const implicit = await run(['--case', 'accept.documented']);
    rmSync(work.path('.env'));
    expect([explicit.exitCode, explicit.stderr]).toEqual([0, '']);
    expect([implicit.exitCode, implicit.stderr]).toEqual([
      2,
      expect.stringContaining('IMBURSE_PRIVATE_KEY_FILE in .env line 1: missing cannot be read: it does not exist'),
    ]);
  });
});

it('says what a broken target looks like, from the recorded symptoms', async () => {
  const { stdout } = await runAt('expires-seconds', ['--case', 'accept.documented']);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/Looks like: the target .*sends expires in seconds/);
});

describe('a run against a broken target ends with 1 and names the rule', () => {
  it.each([
    ['call-not-offered', 'accept.documented', 'call-offered'],
    ['status-204', 'accept.documented', 'success-body'],
    ['status-302', 'accept.documented', 'status'],
    ['success-500', 'accept.documented', 'server-error'],
    ['expires-number', 'accept.documented', 'success-body'],
    ['expires-seconds', 'accept.documented', 'token-times'],
    ['exp-one-hour-late', 'accept.documented', 'token-expiry'],
    ['access-token-opaque', 'accept.documented', 'token-form'],
    ['references-joined', 'accept.documented', 'token-references'],
    ['options-refuses-token', 'options.first-token', 'status'],
    ['correlation-caller-ignored', 'correlation.on-400', 'correlation'],
    ['error-code-missing', 'refuse.customer-ref.missing', 'error-body'],
    ['timestamp-milliseconds', 'refuse.customer-ref.missing', 'error-time'],
    ['hmac-replay-accepted', 'hmac.replayed', 'refusal-token'],
    ['leak-token-in-401-message', 'auth.no-scheme', 'secret-echo'],
    ['leak-stack-in-message', 'refuse.customer-ref.missing', 'stack-trace'],
    ['other-methods-500', 'method.put', 'server-error'],
  ])('%s: %s fails by %s', async (fault, id, rule) => {
    const { exitCode, report, stdout } = await runAt(fault, ['--case', id]);
    expect([exitCode, report?.verdict]).toEqual([1, 'broken']);
    const failed = report!.cases.filter(({ verdict }) => verdict === 'failed');
    expect(failed.map((result) => result.id)).toContain(id);
    const findings = failed.flatMap((result) => result.findings).filter((finding) => finding.rule === rule);
    expect(findings[0]).toMatchObject({ level: 'violation', evidence: expect.any(String) });
    expect(stdout).toContain(rule);
  });

  it.each([
    ['status-202', 'accept.documented', 'deviation'],
    ['codes-generic', 'refuse.order-ref.missing', 'deviation'],
    ['cache-control-public', 'accept.documented', 'warning'],
    ['allow-missing', 'method.put', 'warning'],
  ])('%s is found in %s as a %s, which fails only under --strict', async (fault, id, level) => {
    const lenient = await runAt(fault, ['--case', id]);
    expect([lenient.exitCode, lenient.report?.verdict]).toEqual([0, 'held']);
    const strict = await runAt(fault, ['--case', id, '--strict']);
    expect([strict.exitCode, strict.report?.verdict]).toEqual([1, 'broken']);
    expect(strict.report!.cases.flatMap(({ findings }) => findings)).toContainEqual(expect.objectContaining({ level }));
  });
});

describe('a run whose credentials are refused ends with 4', () => {
  it.each([
    ['a wrong management token', () => ({ IMBURSE_MANAGEMENT_TOKEN: 'a-token-that-nobody-issued' })],
    ['an expired management token', () => ({ IMBURSE_MANAGEMENT_TOKEN: work.sandbox.credentials.expiredToken })],
    [
      'a wrong private key',
      () => ({
        IMBURSE_PUBLIC_KEY: work.sandbox.credentials.publicKey,
        IMBURSE_PRIVATE_KEY: Buffer.alloc(32, 7).toString('base64'),
      }),
    ],
    [
      'an unknown public key',
      () => ({ IMBURSE_PUBLIC_KEY: 'nobody', IMBURSE_PRIVATE_KEY: work.sandbox.credentials.privateKey }),
    ],
  ])('for %s', async (_what, credentials) => {
    const { exitCode, stdout, report } = await run(['--target', work.sandbox.url, '--tag', 'smoke'], credentials());
    expect([exitCode, report?.verdict]).toEqual([4, 'credentials-refused']);
    expect(report!.summary).toMatchObject({ passed: 0, failed: 0, violations: 0 });
    expect(stdout).toContain('Credentials refused');
  });
});

describe('a run without a response ends with 3', () => {
  it.each([
    ['without credentials', {}],
    ['with credentials', { IMBURSE_MANAGEMENT_TOKEN: 'some-management-token' }],
  ])('%s, for one reason, and reports', async (_how, env) => {
    const target = await closedUrl();
    const { exitCode, report, stdout } = await run(['--target', target, '--retries', '0', '--tag', 'auth'], env);
    expect([exitCode, report?.verdict]).toEqual([3, 'no-verdict']);
    expect(report!.summary.errored).toBe(report!.cases.length);
    expect(new Set(report!.cases.map(({ reason }) => reason)).size).toBe(1);
    expect(report!.cases[0]!.reason).toContain('refused');
    expect(stdout.match(/nothing is listening there/g)).toHaveLength(1);
    expect(stdout).toContain(`No verdict: ${target} could not be reached: `);
    expect(stdout).toMatch(/could not be reached: .*\n.*\nNext: /);
    expect(readdirSync(work.path('out'))).toEqual(expect.arrayContaining(['run.json', 'events.ndjson', 'junit.xml']));
  });

  it('at its time limit, however many retries are left', async () => {
    const args = ['--target', await closedUrl(), '--retries', '10', '--max-duration', '1'];
    const { exitCode, report } = await run(args, { IMBURSE_MANAGEMENT_TOKEN: 'some-management-token' });
    expect([exitCode, report?.stopped]).toEqual([3, 'deadline']);
  });

  it('at its time limit, if the target hangs', async () => {
    const server = await httpServer(() => undefined);
    const args = ['--target', server.url, '--max-duration', '1'];
    const { exitCode, report, stdout } = await run(args, { IMBURSE_MANAGEMENT_TOKEN: 'some-management-token' });
    expect([exitCode, report?.complete, report?.stopped]).toEqual([3, false, 'deadline']);
    expect(stdout).toContain('time limit');
  });

  it.each([503, 429])('if the target returns only %i', async (status) => {
    const server = await httpServer((_, response) => response.writeHead(status).end());
    const args = ['--target', server.url, '--retries', '1', '--case', 'accept.documented'];
    const { exitCode, report } = await run(args, { IMBURSE_MANAGEMENT_TOKEN: 'some-management-token' });
    expect([exitCode, report?.verdict]).toEqual([3, 'no-verdict']);
    expect(report!.cases[0]).toMatchObject({ verdict: 'errored', reason: expect.stringContaining(String(status)) });
  });

  it.each([408, 425, 520, 525, 530])('where a gateway says %i in a web page, sent again each time', async (status) => {
    const server = await httpServer((_, response) =>
      response.writeHead(status, { connection: 'close', 'content-type': 'text/html' }).end('<html>trouble</html>'),
    );
    const args = ['--target', server.url, '--retries', '1', '--case', 'accept.documented'];
    for (const engine of ['newman', 'direct']) {
      const sent = server.requests.length;
      const { exitCode, report } = await run([...args, '--engine', engine], { IMBURSE_MANAGEMENT_TOKEN: 'some-token' });
      expect([engine, exitCode, report?.verdict, report?.summary.violations]).toEqual([engine, 3, 'no-verdict', 0]);
      expect(server.requests.length - sent).toBe(2);
    }
  });

  it('at once, where a 429 asks to wait a day', async () => {
    const server = await httpServer((_, response) => response.writeHead(429, { 'retry-after': '86400' }).end());
    const { exitCode, report, stdout } = await run(['--target', server.url], {
      IMBURSE_MANAGEMENT_TOKEN: 'some-token',
    });
    expect([exitCode, report?.stopped, server.requests.length < 10]).toEqual([3, 'outage', true]);
    expect(report?.because).toBe('the target returned 429 and asks to wait 86400 s (Retry-After)');
    expect(stdout).toContain('asks to wait 86400 s');
    expect(stdout).not.toContain('--max-duration');
    expect(stdout).toContain('Next: try again later');
  });

  it.each([429, 503])('at once, where a %i asks to wait longer than the run has left', async (status) => {
    const server = await httpServer((_, response) => response.writeHead(status, { 'retry-after': '50' }).end());
    const { exitCode, report, stdout } = await run(['--target', server.url, '--max-duration', '20'], {
      IMBURSE_MANAGEMENT_TOKEN: 'some-token',
    });
    expect([exitCode, report?.stopped, server.requests.length < 10]).toEqual([3, 'outage', true]);
    expect(report?.because).toContain(`${status} and asks to wait 50 s (Retry-After), longer than the time limit`);
    expect(stdout).not.toContain('--max-duration');
  });
});
