import { appendFileSync, cpSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from '../contract';
import { evidence } from '../contract/evidence';
import { rules } from '../judge/rules';
import { packageInfo, packageRoot } from '../lib/package-root';
import { faults, startSandbox, variants } from '../sandbox';
import { makeWorkplace } from '../testing/cli';
import { startNode } from '../testing/process';
import { commands } from './index';

const work = makeWorkplace();
afterAll(() => work.remove());

describe('help', () => {
  it.each(commands.map(({ name, summary }) => [name, summary]))('of %s has an example', async (name, summary) => {
    const { exitCode, stdout, stderr } = await work.run([name, '--help']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(summary);
    expect(stdout).toMatch(/\nExamples?:\n {2}\$ .+\n$/s);
    expect((await work.run(['help', name])).stdout).toBe(stdout);
  });

  it('of the program names every command and the exit codes', async () => {
    const { exitCode, stdout } = await work.run(['--help']);
    expect(exitCode).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(`\n  ${name} `);
    expect(stdout).toMatch(/Exit codes: 0 .* 1 .* 2 .* 3 .* 4 .* 130\/143/);
  });

  it('comes where no command is given, which is wrong usage', async () => {
    const { exitCode, stdout, stderr } = await work.run([]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining('Usage:')]);
  });

  it.each([
    ['rnu', 'Did you mean run?'],
    ['sandbx', 'Did you mean sandbox?'],
  ])('suggests the near command: %s', async (name, said) => {
    const { exitCode, stderr } = await work.run([name]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(stderr).toMatch(/\n {2}next: payout-contract --help\n$/);
  });

  it.each([
    ['list', '--rule', '--rules'],
    ['sandbox', '--prot', '--port'],
    ['generate', '--chekc', '--check'],
  ])('suggests the near option of %s: %s', async (name, option, near) => {
    const { exitCode, stderr } = await work.run([name, option]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(near)]);
    expect(stderr.endsWith(`\n  next: payout-contract ${name} --help\n`)).toBe(true);
  });

  it('shows the version', async () => {
    expect((await work.run(['--version'])).stdout).toBe(`${packageInfo().version}\n`);
  });
});

describe('list', () => {
  it.each([
    ['the cases', [], cases.map(({ id }) => id)],
    ['the rules', ['--rules'], rules.map(({ id }) => id)],
    ['the evidence', ['--evidence'], Object.keys(evidence)],
  ])('shows %s, for people and for machines', async (_what, args, wanted) => {
    const text = await work.run(['list', ...args]);
    const lines = text.stdout.trimEnd().split('\n').slice(1);
    expect([text.exitCode, lines.map((line) => line.split(' ')[0])]).toEqual([0, wanted]);
    const json = await work.run(['list', ...args, '--json']);
    expect(JSON.parse(json.stdout).map(({ id }: { id: string }) => id)).toEqual(wanted);
  });
});

describe('generate --check', () => {
  /** In a copy of the project, which a test may spoil. */
  async function check(spoil: (path: (name: string) => string) => void, ...args: string[]) {
    const copy = work.path('copy');
    rmSync(copy, { recursive: true, force: true });
    for (const name of ['scripts', 'schemas', 'collections', 'docs', 'package.json', 'tsconfig.json'])
      cpSync(join(packageRoot, name), join(copy, name), { recursive: true });
    symlinkSync(join(packageRoot, 'node_modules'), join(copy, 'node_modules'));
    spoil((name) => join(copy, name));
    const program = ['-r', 'ts-node/register', 'scripts/cli.ts'];
    const { ended, written } = startNode(program, ['generate', '--check', ...args], copy, {});
    return [await ended, written.stdout, written.stderr];
  }

  it('finds nothing to do where all is up to date', async () => {
    expect(await check(() => undefined)).toEqual([0, 'everything is up to date\n', '']);
  });

  it('says what is not up to date, and how to mend it', async () => {
    const spoil = (path: (name: string) => string): void => {
      appendFileSync(path('docs/evidence.md'), 'more');
      rmSync(path('docs/rules/status.md'));
      writeFileSync(path('docs/rules/unknown.md'), '');
    };
    const [exitCode, text] = await check(spoil);
    expect([exitCode, String(text).trimEnd().split('\n').sort()]).toEqual([
      1,
      [
        '3 not up to date',
        'changed: docs/evidence.md  (npm run generate)',
        'missing: docs/rules/status.md  (npm run generate)',
        'unexpected: docs/rules/unknown.md  (rm docs/rules/unknown.md)',
      ],
    ]);
    const [, json] = await check(spoil, '--json');
    expect(JSON.parse(String(json)).stale).toHaveLength(3);
  });
});

describe('sandbox', () => {
  it('lists its faults and variants, for people and for machines', async () => {
    const wanted = [...faults, ...variants].map(({ id }) => id);
    const text = await work.run(['sandbox', '--list-faults']);
    expect(
      text.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(wanted);
    const json = await work.run(['sandbox', '--list-faults', '--json']);
    expect(JSON.parse(json.stdout).map(({ id }: { id: string }) => id)).toEqual(wanted);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('runs until %s and ends with %i, and keeps its environment file from others', async (signal, code) => {
    let seen: readonly number[] = [];
    const { exitCode, stdout } = await work.run(['sandbox', '--port', '0', '--json', '--environment', 'env.json'], {
      onListening: (raise) => {
        const poll = setInterval(async () => {
          const { values } = JSON.parse(readFileSync(work.path('env.json'), 'utf8'));
          clearInterval(poll);
          const { value } = values.find(({ key }: { key: string }) => key === 'baseUrl');
          const { status } = await fetch(`${value}/v1/identity/payout`, { method: 'POST' });
          seen = [status, statSync(work.path('env.json')).mode & 0o777];
          raise(signal);
        }, 10);
      },
    });
    expect([exitCode, ...seen]).toEqual([code, 401, 0o600]);
    const { url, ...settings } = JSON.parse(stdout);
    expect(settings.IMBURSE_BASE_URL).toBe(url);
    await expect(fetch(url)).rejects.toThrow();
  });

  it.each([
    ['an unknown fault, with near ones', ['--fault', 'expires-second'], 'expires-seconds'],
    ['a port that is none', ['--port', '65536'], '65535'],
    ['another envelope', ['--envelope', 'E9'], 'E2'],
    ['an environment file that cannot be written', ['--port', '0', '--environment', 'none/env.json'], '--environment'],
  ])('refuses %s', async (_what, args, said) => {
    const { exitCode, stderr } = await work.run(['sandbox', ...args]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
  });

  it('refuses a port that is taken, and says what to do', async () => {
    const other = await startSandbox();
    const { exitCode, stderr } = await work.run(['sandbox', '--port', new URL(other.url).port]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/EADDRINUSE[\s\S]*next: .*--port 0/)]);
    await other.close();
  });
});
