import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { reporters } from '../reporters';
import { type Sandbox, startSandbox } from '../sandbox';
import { type CliOptions, makeWorkplace, settingsOf } from '../testing/cli';
import { callAsClient } from '../testing/credential-client';
import { type EchoProxy, echoProxy } from '../testing/echo-proxy';
import { killProcesses, startCli } from '../testing/process';
import { SecretFinder } from '../testing/secret-parts';
import { closeServers } from '../testing/servers';

const work = makeWorkplace();
let sandbox: Sandbox;

const startedSeconds = Math.floor(Date.now() / 1000);

/** The seconds of a request and of a token read alike in base64, at each of three places in a group of four. */
function times(): string {
  const length = Math.ceil(Date.now() / 1000) - startedSeconds + 900;
  return Array.from({ length }, (_, index) => `:${startedSeconds - 700 + index}:`)
    .flatMap((text) => ['', ' ', '  '].map((before) => Buffer.from(before + text).toString('base64')))
    .join(' ');
}

/** Text that anybody knows, though it is in secrets too. */
const known = () => [
  // The header that every HS256 token has, and that of a token which says that it is not signed.
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url'),
  // What cases send in place of a credential.
  'not-a-token-at-all',
  'not-a-credential',
  'not.a.token',
  '!not-base64!',
  times(),
];

/** Secrets of nobody, to be looked for where they were configured. */
const markers = {
  IMBURSE_MANAGEMENT_TOKEN: `${Buffer.from('{"alg":"HS256","kid":"marker"}').toString('base64url')}.bWFya2VyLXBheWxvYWQtMTIzNDU2Nzg5MA.bWFya2VyLXNpZ25hdHVyZS0wOTg3NjU0MzIx`,
  IMBURSE_PUBLIC_KEY: '7d1f7e3c-1111-4222-8333-444455556666',
  IMBURSE_PRIVATE_KEY: Buffer.from('marker private key of 32 bytes!!').toString('base64'),
  IMBURSE_EXPIRED_TOKEN: 'marker-of-an-expired-token-42424242',
  IMBURSE_NO_ROLE_TOKEN: 'marker-of-a-token-without-role-53535353',
  IMBURSE_EXPIRED_PAYOUT_TOKEN: 'marker-qzhjvwkxgfbt-64646464',
};
const secretMarkers = Object.entries(markers).filter(([name]) => name !== 'IMBURSE_PUBLIC_KEY');

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => rmSync(work.path('out'), { recursive: true, force: true }));
afterEach(closeServers);
afterAll(async () => {
  killProcesses();
  await sandbox.close();
  work.remove();
});

interface Written {
  readonly exitCode: number | null;
  /** Everything that was written, by where. */
  readonly texts: readonly (readonly [name: string, text: string])[];
}

/** Every reporter, and the environment of a runner that wants annotations, masks and a summary. */
const everyReporter = ['--reporter', reporters.map(({ name }) => name).join(',')];
const runner = () => ({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: work.path('out', 'step-summary.md') });

function textsOf(stdout: string, stderr: string): Written['texts'] {
  const files = readdirSync(work.path('out'), { recursive: true, encoding: 'utf8' });
  return [
    ['stdout', stdout],
    ['stderr', stderr],
    ...files.map((file) => [file, readFileSync(work.path('out', file), 'utf8')] as const),
  ];
}

async function runAll(args: readonly string[], env: Record<string, string>, more: CliOptions = {}): Promise<Written> {
  mkdirSync(work.path('out'), { recursive: true });
  const { exitCode, stdout, stderr } = await work.run(['run', '--out', 'out', ...everyReporter, ...args], {
    env: { DEBUG: '1', ...runner(), ...env },
    ...more,
  });
  return { exitCode, texts: textsOf(stdout, stderr) };
}

/** The one place of secrets, on purpose: the runner reads and swallows these lines of standard output. */
const mask = /^::add-mask::(.*)$/gm;
const masked = ({ texts }: Written): Set<string> =>
  new Set([...texts[0]![1].matchAll(mask)].map(([, value]) => value!.replaceAll('%25', '%')));

function leaks({ texts }: Written, secrets: readonly (readonly [string, string])[]): string[] {
  const finder = new SecretFinder(secrets, known());
  const seen = texts.map(([name, text]) => [name, name === 'stdout' ? text.replace(mask, '') : text] as const);
  const found = seen.flatMap(([name, text]) => finder.find(name, text));
  const tokens = seen.flatMap(([name, text]) =>
    (text.match(/eyJ[\w-]{9,}/g) ?? []).map((token) => `${name}: ${token.slice(0, 12)}`),
  );
  return [...found, ...tokens];
}

const tokensOf = ({ tokens }: EchoProxy): [string, string][] => [...tokens].map((token) => ['token', token]);

/** The cases that carry credentials of every kind, and some of the others. */
const kinds = ['hmac', 'auth', 'options', 'correlation'].flatMap((tag) => ['--tag', tag]);

/** The secrets in settings, and the tokens that went to and fro. */
function secretsOf(settings: Readonly<Record<string, string>>, proxy: EchoProxy): [string, string][] {
  return [...Object.entries(settings).filter(([name]) => /TOKEN|PRIVATE/.test(name)), ...tokensOf(proxy)];
}

describe('no part of a secret is in anything that is written', () => {
  it('by a run against the embedded sandbox, with credentials in the environment', async () => {
    const written = await runAll(['--tag', 'smoke'], markers);
    expect(written.exitCode).toBe(0);
    expect(leaks(written, secretMarkers)).toEqual([]);
  });

  it('by a run in which the contract holds', async () => {
    const proxy = await echoProxy(sandbox.url, false);
    const settings = { ...settingsOf(sandbox, 'both'), IMBURSE_BASE_URL: proxy.url };
    const written = await runAll(kinds, settings);
    expect([written.exitCode, proxy.tokens.size > 30]).toEqual([0, true]);
    expect(leaks(written, secretsOf(settings, proxy))).toEqual([]);
    // Each is masked for whoever prints it later, as a step to which it was handed.
    const masks = masked(written);
    const secrets = secretsOf(settings, proxy).map(([, secret]) => secret);
    const unmasked = secrets.filter((secret) => secret.length > 8 && !masks.has(secret));
    expect(unmasked.filter((secret) => !known().includes(secret))).toEqual([]);
  });

  it.each(['keys', 'both'] as const)(
    'by a run against a server that repeats what it was sent, with %s',
    async (how) => {
      const own = settingsOf(sandbox, how);
      const proxy = await echoProxy(sandbox.url, true, [own.IMBURSE_PRIVATE_KEY ?? '', own.IMBURSE_EXPIRED_TOKEN!]);
      const settings = { ...own, IMBURSE_BASE_URL: proxy.url };
      const written = await runAll(kinds, settings);
      expect([written.exitCode, proxy.tokens.size > 30]).toEqual([1, true]);
      expect(leaks(written, secretsOf(settings, proxy))).toEqual([]);
    },
  );

  it('by a run whose credentials are refused', async () => {
    const { IMBURSE_MANAGEMENT_TOKEN, IMBURSE_EXPIRED_TOKEN, ...pair } = markers;
    for (const credentials of [{ IMBURSE_MANAGEMENT_TOKEN, IMBURSE_EXPIRED_TOKEN }, pair]) {
      const configured = Object.entries(credentials).filter(([name]) => name !== 'IMBURSE_PUBLIC_KEY');
      const proxy = await echoProxy(
        sandbox.url,
        true,
        configured.map(([, value]) => value),
      );
      const written = await runAll(kinds, { ...credentials, IMBURSE_BASE_URL: proxy.url });
      expect(written.exitCode).toBe(4);
      expect(leaks(written, [...configured, ...tokensOf(proxy)])).toEqual([]);
    }
  });

  it('by a run that is interrupted', async () => {
    const own = settingsOf(sandbox, 'both');
    const proxy = await echoProxy(sandbox.url, true, [own.IMBURSE_PRIVATE_KEY!]);
    const settings = { ...own, IMBURSE_BASE_URL: proxy.url };
    let poll: NodeJS.Timeout | undefined;
    const written = await runAll([], settings, {
      onListening: (raise) => {
        poll = setInterval(() => proxy.requests.length > 60 && raise('SIGINT'), 5);
      },
    });
    clearInterval(poll);
    expect(written.exitCode).toBe(130);
    expect(leaks(written, secretsOf(settings, proxy))).toEqual([]);
  });

  it('by a run that crashes', async () => {
    const own = settingsOf(sandbox, 'both');
    const proxy = await echoProxy(sandbox.url, true, [own.IMBURSE_PRIVATE_KEY!]);
    const settings = { ...own, ...runner(), IMBURSE_BASE_URL: proxy.url, DEBUG: '1' };
    const message = JSON.stringify(Object.values(own).join(' '));
    writeFileSync(work.path('crash.js'), `process.on('SIGUSR2', () => { throw new Error(${message}); });`);
    const args = ['run', '--out', 'out', ...everyReporter];
    const { child, written, ended } = startCli(args, work.cwd, settings, ['-r', work.path('crash.js')]);
    const poll = setInterval(() => proxy.requests.length > 60 && child.kill('SIGUSR2'), 5);
    expect(await ended).toBe(3);
    clearInterval(poll);
    const texts = textsOf(written.stdout, written.stderr);
    expect(written.stderr).toMatch(/^internal error: Error\n\s+at /);
    expect(readFileSync(work.path('out', 'events.ndjson'), 'utf8').split('\n').length).toBeGreaterThan(20);
    expect(leaks({ exitCode: 3, texts }, secretsOf(settings, proxy))).toEqual([]);
  });
});

/** The credential of an HMAC request, signed for the sandbox. */
async function hmacOf(settings: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await work.run(['sign'], { env: { ...settings, IMBURSE_BASE_URL: sandbox.url } });
  return stdout.trim().replace(/^Authorization: /i, '');
}

/** Runs a command that listens, calls it as a client, and stops it. */
async function whileServing(
  args: readonly string[],
  env: Record<string, string>,
  address: RegExp,
  call: (url: string, output: string) => Promise<unknown>,
): Promise<Written> {
  mkdirSync(work.path('out'), { recursive: true });
  let stop = (): void => undefined;
  let output = '';
  const { exitCode, stdout, stderr } = await work.run(args, {
    env: { DEBUG: '1', ...runner(), ...env },
    onListening: (raise) => {
      stop = () => raise('SIGINT');
    },
    onOutput: (text) => {
      const before = address.exec(output);
      output += text;
      const [, url] = address.exec(output) ?? [];
      if (url !== undefined && before === null) setImmediate(() => void call(url, output).finally(stop));
    },
  });
  return { exitCode, texts: textsOf(stdout, stderr) };
}

const ownAndTarget = async (): Promise<[Record<string, string>, EchoProxy]> => {
  const own = settingsOf(sandbox, 'both');
  const target = await echoProxy(sandbox.url, true, [own.IMBURSE_PRIVATE_KEY!]);
  return [{ ...own, IMBURSE_BASE_URL: target.url }, target];
};

describe('no part of a secret of clients is in anything that is written', () => {
  it('by check', async () => {
    const [settings, target] = await ownAndTarget();
    const exchanges = await callAsClient(target.url, settings, await hmacOf(settings));
    writeFileSync(work.path('mine.ndjson'), exchanges.map((each) => `${JSON.stringify(each)}\n`).join(''));
    mkdirSync(work.path('out'), { recursive: true });
    const args = ['check', 'mine.ndjson', '--out', 'out', ...everyReporter];
    const { exitCode, stdout, stderr } = await work.run(args, { env: { DEBUG: '1', ...runner(), ...settings } });
    expect([exitCode, target.tokens.size > 1]).toEqual([1, true]);
    expect(leaks({ exitCode, texts: textsOf(stdout, stderr) }, secretsOf(settings, target))).toEqual([]);
  });

  it('by the proxy, with traffic.har', async () => {
    const [settings, target] = await ownAndTarget();
    const args = ['proxy', '--port', '0', '--har', '--out', 'out', ...everyReporter];
    const written = await whileServing(args, settings, /^Forwarding (\S+) to /m, async (url) =>
      callAsClient(url, settings, await hmacOf(settings)),
    );
    expect(written.texts.map(([name]) => name)).toContain('traffic.har');
    expect([written.exitCode, target.tokens.size > 1]).toEqual([1, true]);
    expect(leaks(written, secretsOf(settings, target))).toEqual([]);
  });

  it('by the sandbox, but for the credentials that it hands out', async () => {
    let settings: Record<string, string> = {};
    const written = await whileServing(
      ['sandbox', '--port', '0', '--report', 'out'],
      {},
      /listening on (http\S+)\.[\s\S]*judged/,
      (url, output) => {
        settings = Object.fromEntries(
          [...output.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
        );
        return hmacOf({ ...settings }).then((hmac) => callAsClient(url, settings, hmac));
      },
    );
    const said = written.texts[0]![1].replace(/^export .*$/gm, '');
    const given = Object.entries(settings).filter(([name]) => /TOKEN|PRIVATE/.test(name));
    expect([written.exitCode, given.length > 2]).toEqual([1, true]);
    expect(leaks({ ...written, texts: [['stdout', said], ...written.texts.slice(1)] }, given)).toEqual([]);
  });

  it("by the run of a user's own collection", async () => {
    const [settings, target] = await ownAndTarget();
    const header = [
      { key: 'Authorization', value: 'Bearer {{managementToken}}' },
      { key: 'Content-Type', value: 'application/json' },
    ];
    const raw = '{"customerRef":"c","orderRef":"o","instructionRef":"i"}';
    const exec = [
      'const token = pm.environment.get("managementToken"); console.log(token, pm.environment.get("privateKey"));',
      'const issued = pm.response.text(); console.log(issued, btoa(issued));',
      'pm.test(token + issued, () => pm.expect(issued).to.equal(token));',
      'throw new Error(issued);',
    ];
    const url = '{{baseUrl}}/v1/identity/payout?token={{managementToken}}';
    const request = { method: 'POST', url, header, body: { mode: 'raw', raw } };
    const item = [{ name: 'a', event: [{ listen: 'test', script: { exec } }], request }];
    writeFileSync(work.path('c.json'), JSON.stringify({ info: { name: 'x' }, item }));
    const written = await runAll(['--collection', 'c.json', '--expose-private-key'], settings);
    expect([written.exitCode, target.tokens.size > 1]).toEqual([1, true]);
    expect(leaks(written, secretsOf(settings, target))).toEqual([]);
  });
});
