import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cases } from '../contract';
import { evidence } from '../contract/evidence';
import { clientRules } from '../judge/client/rules';
import { rules } from '../judge/rules';
import { packageInfo } from '../lib/package-root';
import { faults, variants } from '../sandbox';
import { makeWorkplace } from '../testing/cli';
import { killProcesses } from '../testing/process';
import { checkText } from './generate';
import { commands } from './index';

const work = makeWorkplace();
afterAll(() => {
  killProcesses();
  work.remove();
});

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
    expect(stdout).toMatch(/Exit codes: 0 .* 1 .* 2 .*\n3 .* 4 .* 130, 143/);
  });

  it('is printed if no command is given, which is wrong usage', async () => {
    const { exitCode, stdout, stderr } = await work.run([]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining('Usage:')]);
  });

  it.each([
    ['rnu', 'Did you mean run?'],
    ['sandbx', 'Did you mean sandbox?'],
  ])('suggests the similar command: %s', async (name, said) => {
    const { exitCode, stderr } = await work.run([name]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(stderr).toMatch(/\n {2}next: payout-contract --help\n$/);
  });

  it.each([
    ['list', '--rule', '--rules'],
    ['sandbox', '--prot', '--port'],
    ['generate', '--chekc', '--check'],
  ])('suggests the similar option of %s: %s', async (name, option, near) => {
    const { exitCode, stderr } = await work.run([name, option]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(near)]);
    expect(stderr.endsWith(`\n  next: payout-contract ${name} --help\n`)).toBe(true);
  });

  describe('in a checkout', () => {
    const env = {
      ...{ npm_command: 'run-script', npm_lifecycle_event: 'contract', npm_lifecycle_script: 'node scripts/cli.ts' },
    };
    const typed = 'npm run -s contract -- ';
    const installed = new RegExp(`payout-contract (${commands.map(({ name }) => name).join('|')}|--help)\\b`);

    it.each(commands.map(({ name }) => name))('has commands that can be typed as they are: %s', async (name) => {
      const { stdout } = await work.run([name, '--help'], { env });
      expect(stdout).toContain(`Usage: ${typed}${name} `);
      expect(stdout).not.toMatch(installed);
    });

    it.each([
      [['rnu'], '--help'],
      [['run', '--cse', 'x'], 'run --help'],
      [['run', '--case', 'no.such.case'], 'list shows all ids, titles and tags'],
      [['sandbox', '--fault', 'no-such-fault'], 'sandbox --list-faults'],
      [['fleet'], 'fleet partners.yaml'],
      [['report'], 'report reports/latest'],
    ])('says what to type after a mistake: %j', async (args, next) => {
      const { exitCode, stderr } = await work.run(args, { env });
      expect([exitCode, stderr.split('\n').at(-2)]).toEqual([2, `  next: ${typed}${next}`]);
    });
  });

  it('shows the version', async () => {
    expect((await work.run(['--version'])).stdout).toBe(`${packageInfo().version}\n`);
  });
});

describe('options that contradict each other', () => {
  it.each([
    ['an option and its opposite', ['mutants', '--explore', '3', '--no-explore'], '--explore cannot be used with'],
    ['the same in the other order', ['mutants', '--no-explore', '--explore', '3'], '--no-explore cannot be used with'],
    ['two values of one option', ['run', '--seed', '1', '--engine=direct', '--seed=2'], '--seed is given twice'],
    ['two values after a subcommand', ['fleet', 'status', '--fleet', 'a', '--fleet', 'b'], '--fleet is given twice'],
    ['two contradictions', ['mutants', '--explore=3', '--explore=4', '--no-explore'], '--explore is given twice'],
    ['an option before a subcommand', ['fleet', '--rate', '3', 'enqueue', 'x.yaml'], '--rate before "enqueue" has no'],
    ['an option of a list of faults', ['sandbox', '--list-faults', '--fault', 'x'], "option '--fault <name>'"],
    ['a reporter of a history', ['report', '--history', '.', '--reporter', 'html'], "option '--reporter <list>'"],
    ['missing shards in a history', ['report', '--history', '.', '--allow-missing'], "option '--allow-missing'"],
    ['a time limit of a suite', ['fleet', 'x.yaml', '--suite', '--max-duration', '9'], "option '--max-duration <s>'"],
    ['more lines of JSON', ['check-credentials', '--json', '--verbose'], "option '--json'"],
    [
      'a key for credentials of its own',
      ['check-credentials', '--target', 'embedded', '--private-key-stdin'],
      '--private-key-stdin has no effect with --target embedded',
    ],
  ])('are refused: %s', async (_what, args, said) => {
    const { exitCode, stdout, stderr } = await work.run(args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(stderr).toMatch(/^error: .+\n {2}next: .+\n$/);
    expect(stdout).toEqual(args.includes('--json') ? expect.stringContaining('"error"') : '');
  });

  it.each([
    ['several values of an option that takes several', ['list', '--case', 'accept.documented', '--case', 'hmac.*']],
    ['the same value twice', ['list', '--grep', 'hmac', '--grep', 'hmac', '--json', '--json']],
  ])('are not %s', async (_what, args) => {
    expect((await work.run(args)).exitCode).toBe(0);
  });

  it.each([
    [
      'an equal number in another spelling',
      ['mutants', '--threads', '1', '--threads', '01', '--grep', 'no such fault'],
      '--grep matches',
    ],
  ])('are not %s', async (_what, args, said) => {
    expect((await work.run(args)).stderr).toContain(said);
  });

  it.each([
    ['two values', ['run', '--seed', '1', '--seed', '2', '--help']],
    ['an option and its opposite', ['mutants', '--explore', '3', '--no-explore', '--help']],
    ['an option before a subcommand', ['fleet', '--rate', '3', 'enqueue', '--help']],
  ])('do not keep the help from being printed: %s', async (_what, args) => {
    const { exitCode, stdout, stderr } = await work.run(args);
    expect([exitCode, stdout, stderr]).toEqual([0, expect.stringContaining('Usage:'), '']);
  });

  it.each([
    ['--rate', '3', 'write it after "enqueue"'],
    ['--concurrency', '4', 'remove it'],
  ])('are refused with what to do about them: %s', async (option, value, next) => {
    const { stderr } = await work.run(['fleet', option, value, 'enqueue', 'p.yaml']);
    expect(stderr).toBe(`error: ${option} before "enqueue" has no effect\n  next: ${next}\n`);
  });
});

describe('list', () => {
  it.each([
    ['the cases', [], cases.map(({ id }) => id)],
    ['the rules', ['--rules'], [...rules, ...clientRules].map(({ id }) => id)],
    ['the evidence', ['--evidence'], Object.keys(evidence)],
  ])('shows %s, as text and as JSON', async (_what, args, wanted) => {
    const text = await work.run(['list', ...args]);
    const lines = text.stdout.trimEnd().split('\n').slice(1);
    expect([text.exitCode, lines.map((line) => line.split(' ')[0])]).toEqual([0, wanted]);
    const json = await work.run(['list', ...args, '--json']);
    expect(JSON.parse(json.stdout).map(({ id }: { id: string }) => id)).toEqual(wanted);
  });
});

describe('generate --check', () => {
  // With stale files it is run by generate.long.test.ts, with everything up to date by npm run check.
  it('says so if everything is up to date', () => {
    expect([checkText([], false), checkText([], true)]).toEqual(['everything is up to date\n', '{"stale":[]}\n']);
  });

  it('prints what is stale as JSON', () => {
    const stale = [{ path: 'docs/evidence.md', problem: 'changed' }] as const;
    expect(JSON.parse(checkText(stale, true))).toEqual({ stale });
  });
});

describe('sandbox', () => {
  it('lists its faults and variants, as text and as JSON', async () => {
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
  ] as const)('writes a private environment file, runs until %s and exits with %i', async (signal, code) => {
    let answered: number | undefined;
    writeFileSync(work.path('env.json'), '{}');
    chmodSync(work.path('env.json'), 0o644);
    const { exitCode, stdout } = await work.run(['sandbox', '--port', '0', '--json', '--environment', 'env.json'], {
      onListening: (raise) => {
        const poll = setInterval(async () => {
          const { values } = JSON.parse(readFileSync(work.path('env.json'), 'utf8'));
          clearInterval(poll);
          const { value } = values.find(({ key }: { key: string }) => key === 'baseUrl');
          answered = (await fetch(`${value}/v1/identity/payout`, { method: 'POST' })).status;
          raise(signal);
        }, 10);
      },
    });
    expect([exitCode, answered]).toEqual([code, 401]);
    expect(statSync(work.path('env.json')).mode & 0o777).toBe(0o600);
    const { url, ...settings } = JSON.parse(stdout);
    expect(settings.IMBURSE_BASE_URL).toBe(url);
    await expect(fetch(url)).rejects.toThrow();
  });

  it.each([
    ['an unknown fault, with similar ones', ['--fault', 'expires-second'], 'expires-seconds'],
    ['an invalid port', ['--port', '65536'], '65535'],
    ['another envelope', ['--envelope', 'E9'], 'E2'],
    ['an environment file that cannot be written', ['--port', '0', '--environment', 'none/env.json'], '--environment'],
  ])('refuses %s', async (_what, args, said) => {
    const { exitCode, stderr } = await work.run(['sandbox', ...args]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});
