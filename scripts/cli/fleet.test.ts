import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { isFleetReport } from '../../schemas/compiled/documents';
import { credentialCheckSchema } from '../credentials/credential-check-schema';
import { secureApi, tokenOf } from '../credentials/testing/api';
import { certificates } from '../credentials/testing/certificates';
import { partnersText, writePartners } from '../fleet/testing/partners';
import type { FleetReport } from '../fleet/types';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from '../testing/cli';
import { hostileText } from '../testing/hostile-text';
import { SecretFinder } from '../testing/secret-parts';
import { closedUrl, closeServers, httpServer } from '../testing/servers';

jest.mock('newman', () => {
  throw new Error('a fleet does not need Newman');
});
jest.mock('bullmq', () => {
  throw new Error('a fleet in one process does not need BullMQ');
});

let sandbox: Sandbox;
let work: Workplace;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(async () => {
  work.remove();
  await closeServers();
});
afterAll(() => sandbox.close());

const reportIn = (folder = 'out'): FleetReport => JSON.parse(readFileSync(work.path(folder, 'fleet.json'), 'utf8'));
const write = (text: string): void => writeFileSync(work.path('partners.yaml'), text);
const fleet = (...args: string[]) => work.run(['fleet', 'partners.yaml', '--out', 'out', '--retries', '0', ...args]);

describe('a fleet', () => {
  it('checks the credentials of each partner, with a report for each and one for all', async () => {
    writePartners(work.path, sandbox, 12);
    const { exitCode, stdout, stderr } = await fleet();
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('OK: 12 partners.');
    expect(stdout).not.toContain('\u001b');
    const report = reportIn();
    expect([isFleetReport(report), isFleetReport.errors]).toEqual([true, null]);
    expect(report).toMatchObject({ complete: true, exitCode: 0, mode: 'credentials' });
    expect(report.summary).toMatchObject({ partners: 12, done: 12, working: 12, requests: 48 });
    const isCheck = new Ajv2020({ strict: false, validateFormats: false }).compile(credentialCheckSchema);
    for (const { report: file } of report.partners)
      expect(isCheck(JSON.parse(readFileSync(work.path('out', file!), 'utf8')))).toBe(true);
  });

  it('shows the worst first, and ends with its exit code', async () => {
    const down = await closedUrl();
    const refusing = await startSandbox();
    writePartners(work.path, sandbox, 1);
    write(
      `${partnersText(sandbox, 1)}` +
        `  - {name: down, target: "${down}", publicKey: ${randomUUID()}, privateKey: {file: key}}\n` +
        `  - {name: refused, target: "${refusing.url}", publicKey: ${sandbox.credentials.publicKey}, privateKey: {file: key}}\n` +
        `  - {name: unset, privateKey: {env: NO_SUCH_VARIABLE}}\n`,
    );
    const { exitCode, stdout } = await fleet();
    await refusing.close();
    expect(exitCode).toBe(2);
    expect(stdout.split('\n').slice(0, 14)).toEqual([
      expect.stringMatching(/NO_SUCH_VARIABLE is not set \[setting-unusable\]: 1 partner$/),
      expect.stringMatching(/^ {2}next: export NO_SUCH_VARIABLE/),
      expect.stringMatching(/^✗ unset +settings-wrong$/),
      '',
      expect.stringMatching(/^.+ \[key-refused\]: 1 partner$/),
      expect.stringMatching(/^ {2}next: /),
      expect.stringMatching(/^✗ refused +refused +responded 401 \(UNAUTHORISED\) twice/),
      '',
      expect.stringMatching(/^.+ \[connection-refused\]: 1 partner$/),
      expect.stringMatching(/^ {2}next: /),
      expect.stringMatching(/^\? down +no-verdict +127\.0\.0\.1 port \d+: the connection was refused/),
      '',
      'OK: 1 partner',
      expect.stringMatching(/^✓ Partner 1 +working +tenant \S+, account \S+, role .*\[key-used-twice\]$/),
    ]);
    const codes = reportIn().partners.map((partner) => partner.exitCode);
    expect(codes).toEqual([2, 4, 3, 0]);
  });

  it('retries a partner without a verdict, and counts the attempts', async () => {
    writePartners(work.path, sandbox, 1);
    const failing = await httpServer((_, response) => response.writeHead(503).end());
    write(partnersText(sandbox, 1).replace(sandbox.url, failing.url));
    const { exitCode } = await work.run(['fleet', 'partners.yaml', '--out', 'out', '--retries', '1']);
    expect(exitCode).toBe(3);
    expect(reportIn().partners[0]).toMatchObject({ attempts: 2, requests: 2, cause: { code: 'server-error' } });
  });

  it('takes a 429 that asks for longer than a check may take as a verdict, and goes on with other hosts', async () => {
    const patient = await httpServer((_, response) => response.writeHead(429, { 'retry-after': '600' }).end());
    writePartners(work.path, sandbox, 1);
    const busy = [1, 2, 3].map(
      (at) => `  - {name: busy ${at}, target: "${patient.url}", publicKey: ${randomUUID()}, privateKey: {file: key}}\n`,
    );
    write(`${partnersText(sandbox, 6)}${busy.join('')}`);
    const { exitCode } = await fleet();
    expect(exitCode).toBe(3);
    const { partners } = reportIn();
    expect(partners.slice(0, 3).map(({ cause, attempts }) => [cause?.code, attempts])).toEqual(
      Array.from({ length: 3 }, () => ['retry-after-too-long', 1]),
    );
    expect(partners.slice(3).map(({ verdict }) => verdict)).toEqual(Array.from({ length: 6 }, () => 'working'));
  });

  it('checks only the partners that are selected', async () => {
    writePartners(work.path, sandbox, 4);
    write(`${partnersText(sandbox, 4)}  - {name: unset, privateKey: {env: NO_SUCH_VARIABLE}}\n`);
    await fleet();
    const named = await work.run([
      'fleet',
      'partners.yaml',
      '--out',
      'two',
      '--partner',
      'Partner 1',
      '--partner',
      'Partner 3',
    ]);
    expect([named.exitCode, reportIn('two').partners.map(({ name }) => name)]).toEqual([0, ['Partner 1', 'Partner 3']]);
    const failed = await work.run(['fleet', 'partners.yaml', '--out', 'failed', '--only-failed', 'out']);
    expect([failed.exitCode, reportIn('failed').partners.map(({ name }) => name)]).toEqual([2, ['unset']]);
    for (const [args, message] of [
      [['--partner', 'Partner 9'], 'no partner is named "Partner 9"'],
      [['--only-failed', 'none'], '--only-failed: none contains no report of a fleet: fleet.json cannot be read'],
      [['--only-failed', 'two', '--partner', 'Partner 1'], 'no partner is selected'],
    ] as const)
      expect((await work.run(['fleet', 'partners.yaml', ...args])).stderr).toContain(message);
  });

  it('has one rate limit for all partners and requests', async () => {
    writePartners(work.path, sandbox, 10);
    await fleet('--rate', '400', '--concurrency', '10');
    expect(reportIn()).toMatchObject({ rate: 400, summary: { requests: 40 } });
  });

  it('refuses the whole file, and sends nothing, if a partner is at production', async () => {
    writePartners(work.path, sandbox, 1);
    write(`${partnersText(sandbox, 1)}  - {name: P, target: production, privateKey: {file: key}}\n`);
    const before = sandbox.requests.length;
    const { exitCode, stderr } = await fleet();
    expect([exitCode, sandbox.requests.length]).toEqual([2, before]);
    expect(stderr).toMatch(
      /^error: partners\.yaml:\d+:\d+: partner "P": the target is production\n {2}next: add --allow-production/,
    );
  });

  it('checks the target of every partner before it sends anything', async () => {
    write(
      'partners: [{name: A, target: "https://a.example"}, {name: B, target: "https://b.example"},' +
        ' {name: P, target: production}]\n',
    );
    const { exitCode, stderr } = await fleet();
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('partner "P": the target is production')]);
  });

  it.each([
    ['no file', ['fleet'], /no partners file given/],
    ['a file that is not there', ['fleet', 'none.yaml'], /none\.yaml cannot be read: it does not exist/],
    ['a folder without a fleet', ['fleet', 'partners.yaml', '--resume', 'none'], /--resume: no fleet found in .*none/],
    ['two folders', ['fleet', 'partners.yaml', '--resume', 'a', '--out', 'b'], /name different folders/],
    ['an unknown option', ['fleet', 'partners.yaml', '--frobnicate'], /unknown option '--frobnicate'/],
    ['an unknown option of a subcommand', ['fleet', 'worker', '--frobnicate'], /unknown option '--frobnicate'/],
    [
      'an invalid target of a worker',
      ['fleet', 'worker', '--allow-secrets', 'A', '--allow-target', 'nonsense'],
      /--allow-target "nonsense"/,
    ],
    ['a worker without a list', ['fleet', 'worker'], /a worker needs its own list of what jobs may use/],
    [
      'a worker with two lists',
      ['fleet', 'worker', '--partners', 'partners.yaml', '--allow-secrets', 'A'],
      /--partners and --allow-secrets cannot be combined/,
    ],
    [
      'secrets of the fleet for jobs',
      ['fleet', 'worker', '--allow-secrets', 'FLEET_KEY'],
      /jobs may never use FLEET_KEY/,
    ],
    ['a worker without a key', ['fleet', 'worker', '--allow-secrets', 'A'], /FLEET_KEY is not set/],
    ['the embedded sandbox', ['fleet', 'embedded.yaml'], /partner "A": its target cannot be the embedded sandbox/],
    ['plain HTTP', ['fleet', 'plain.yaml'], /partner "A": its target "http:\/\/example\.com" is plain HTTP/],
  ])('refuses %s with exit code 2', async (_, args, message) => {
    write(partnersText(sandbox, 1));
    writeFileSync(work.path('embedded.yaml'), 'target: embedded\npartners: [{name: A}]\n');
    writeFileSync(work.path('plain.yaml'), 'target: http://example.com\npartners: [{name: A}]\n');
    const { exitCode, stderr } = await work.run(args);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(existsSync(work.path('none'))).toBe(false);
  });

  it('warns of what expires soon, in the table and in every report', async () => {
    const { authority, right } = certificates();
    const api = await secureApi(right);
    const token = tokenOf({ aud: 'management-api', exp: Math.floor(Date.now() / 1000) + 120 });
    write(`target: ${api.url}\npartners:\n  - {name: A, managementToken: {env: TOKEN}}\n`);
    writeFileSync(work.path('ca.pem'), authority);
    const env = { TOKEN: token, NODE_EXTRA_CA_CERTS: work.path('ca.pem') };
    const { exitCode, stdout } = await work.run(['fleet', 'partners.yaml', '--out', 'out'], { env }).finally(api.close);
    expect(exitCode).toBe(0);
    const files = ['fleet.json', 'fleet.html', 'fleet.csv', 'junit.xml'];
    for (const text of [stdout, ...files.map((file) => readFileSync(work.path('out', file), 'utf8'))]) {
      expect(text).toContain('certificate-ends-soon');
      expect(text).toContain('management-token-ends-soon');
    }
  });

  it('says at each partner what is wrong with it', async () => {
    const { publicKey } = sandbox.credentials;
    write(
      `target: ${sandbox.url}\npartners:\n` +
        '  - {name: half, privateKey: {file: key}}\n' +
        `  - {name: hex, publicKey: ${publicKey}, privateKey: {file: hex}}\n` +
        `  - {name: cut, publicKey: ${publicKey}, privateKey: {file: 'secrets-9xKq2/cut'}}\n`,
    );
    writeFileSync(work.path('key'), sandbox.credentials.privateKey, { mode: 0o600 });
    writeFileSync(work.path('hex'), 'ab'.repeat(32), { mode: 0o600 });
    const { exitCode, stdout } = await fleet();
    const seen = ['IMBURSE_PUBLIC_KEY is missing', 'it is hexadecimal, but a private key is base64'];
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/✗ half +settings-wrong +IMBURSE_PUBLIC_KEY is missing/);
    expect(stdout).toMatch(/✗ hex +settings-wrong +it is hexadecimal, but a private key is base64/);
    expect(stdout).toContain(`looked for ${work.path('secrets-9xKq2/cut')}`);
    const others = ['fleet.html', 'fleet.csv', 'junit.xml'].map((name) => readFileSync(work.path('out', name), 'utf8'));
    for (const text of [JSON.stringify(reportIn()), ...others])
      expect(seen.filter((each) => !text.includes(each))).toEqual([]);
  });

  it('prints its report as JSON, and nothing else', async () => {
    writePartners(work.path, sandbox, 1);
    const { stdout } = await fleet('--json');
    expect(JSON.parse(stdout)).toEqual(reportIn());
  });

  it('shows its progress on a terminal, and not under CI', async () => {
    writePartners(work.path, sandbox, 2);
    const args = ['fleet', 'partners.yaml', '--out', 'out'];
    const shown = await work.run(args, { tty: true });
    expect(shown.stdout).toContain('\r\u001b[2K2/2  2 OK, 0 with problems, 0 without a verdict');
    const quiet = await work.run(args, { tty: true, env: { CI: 'true', NO_COLOR: '1' } });
    expect(quiet.stdout).not.toContain('\u001b');
  });

  it('shows hostile names as plain text', async () => {
    writePartners(work.path, sandbox, 1);
    const names = hostileText.map(([, text]) => text.replace(/[\ud800-\udfff]/g, '').trim()).filter(Boolean);
    const entries = [...new Set(names.map((name) => name.normalize('NFC')))].map(
      (name) => `  - {name: ${JSON.stringify(`${name.slice(0, 150)}`)}, privateKey: {env: NONE}}\n`,
    );
    write(partnersText(sandbox, 1) + entries.join(''));
    const { exitCode, stdout } = await fleet();
    expect(exitCode).toBe(2);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(readFileSync(work.path('out', 'fleet.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(
      entries.length + 3,
    );
  });

  it('writes no secret anywhere', async () => {
    writePartners(work.path, sandbox, 2);
    writeFileSync(work.path('open'), sandbox.credentials.privateKey, { mode: 0o600 });
    chmodSync(work.path('open'), 0o644);
    write(`${partnersText(sandbox, 2)}  - {name: open, privateKey: {file: open}, publicKey: x}\n`);
    const { stdout, stderr } = await fleet();
    const { privateKey, managementToken } = sandbox.credentials;
    const finder = new SecretFinder(
      [
        ['private key', privateKey],
        ['management token', managementToken],
      ],
      [],
    );
    const written = ['fleet.json', 'fleet.ndjson', 'fleet.html', 'fleet.csv', 'junit.xml'];
    const files = [...written, ...reportIn().partners.flatMap(({ report }) => report ?? [])];
    const texts = [stdout, stderr, ...files.map((file) => readFileSync(work.path('out', file), 'utf8'))];
    expect(texts.flatMap((text, index) => finder.find(String(index), text))).toEqual([]);
    expect(reportIn().partners[0]).toMatchObject({ name: 'open', exitCode: 2 });
  });
});
