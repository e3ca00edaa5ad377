import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Command } from 'commander';
import { commands } from './cli/index';
import { cases } from './contract';
import { rules } from './judge/rules';
import type { Io } from './lib/io';
import { faults, variants } from './sandbox';

const root = join(__dirname, '..');
const text = (name: string) => readFileSync(join(root, name), 'utf8');
const pages = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const documents = ['README.md', ...pages];

describe('SECURITY.md', () => {
  it('links each promise to tests that exist', () => {
    const named = [...text('SECURITY.md').matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, path]) => path!);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((path) => !existsSync(join(root, 'scripts', path)))).toEqual([]);
  });
});

/** A number as the documents write it. */
const count = (all: readonly unknown[]): string => all.length.toLocaleString('en');

describe('the documents', () => {
  it.each([
    ['README.md', `sends ${cases.length} cases`],
    ['README.md', `${count(faults)} named faults`],
    [
      'docs/mutants.md',
      `${count(faults)} faulty versions of the embedded sandbox, and against ${variants.length} variants`,
    ],
    ['docs/mutants.md', `${variants.length} conforming variants: ${variants.length} cleared.`],
    ['CHANGELOG.md', `schemas, ${cases.length} cases`],
    ['CHANGELOG.md', `Ajv and ${rules.length} rules`],
    ['CHANGELOG.md', `${count(faults)} named faults and ${variants.length} conforming variants`],
  ])('%s says "%s"', (name, words) => {
    const missing = text(name).replace(/\s+/g, ' ').includes(words) ? [] : [`${name}: ${words}`];
    expect(missing).toEqual([]);
  });

  it('begin with a page that is read in a few minutes, with a picture that can be mailed', () => {
    expect(text('README.md').split('\n').length).toBeLessThan(120);
    expect(readFileSync(join(root, 'docs/report.png')).length).toBeLessThan(200_000);
  });

  it('are all in the index', () => {
    const index = text('docs/README.md');
    const missing = pages.filter((page) => page !== 'docs/README.md' && !index.includes(`(${relative('docs', page)})`));
    expect(missing).toEqual([]);
  });

  it.each(documents)('%s links to files that exist', (name) => {
    const targets = [...text(name).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, to]) => to!);
    const dead = targets.filter((to) => !existsSync(join(root, dirname(name), to)));
    expect(dead).toEqual([]);
  });

  it.each(documents)('%s names only commands and options that exist', (name) => {
    expect(commandsIn(text(name)).flatMap(wrongIn)).toEqual([]);
  });

  it.each(commands.map(({ name }) => name))('name every option of %s', (name) => {
    const words = new Set(documents.flatMap((document) => text(document).match(/--[a-z][a-z0-9-]*/g) ?? []));
    expect(optionsOf(name).filter((option) => !words.has(option))).toEqual([]);
  });

  it('are searched for commands', () => {
    expect(documents.flatMap((name) => commandsIn(text(name))).length).toBeGreaterThan(45);
    expect(['runs', 'run --bogus', 'run --target x --help'].flatMap(wrongIn)).toEqual(['runs', 'run --bogus']);
  });
});

/** The command lines in the code of a page, after the name of the tool, without comments. */
function commandsIn(page: string): string[] {
  const code = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block!).join('\n');
  const lines = code.replaceAll('\\\n', ' ').split('\n');
  return lines.flatMap((line) =>
    [
      ...line.replace(/\s#.*$/, '').matchAll(/(?:payout-contract|npm run -s contract --|dist\/cli\.js) ([^|&;)"]+)/g),
    ].map(([, args]) => args!.trim()),
  );
}

const quiet: Io = {
  env: {},
  cwd: root,
  stdout: { write: () => true },
  stderr: { write: () => true },
  onSignal: () => () => undefined,
};

/** The command with its options and subcommands, or nothing if it does not exist. */
function commandOf(name: string): Command | undefined {
  const entry = commands.find((each) => each.name === name);
  const command = new Command(name);
  entry?.load().define(command, quiet, () => undefined);
  return entry && command;
}

/** The long names of the options of a command and its subcommands. */
function optionsOf(name: string): string[] {
  const command = commandOf(name);
  const all = command ? [command, ...command.commands] : [];
  return all.flatMap(({ options }) => options.flatMap(({ long }) => long ?? []));
}

/** The command line, if its command or one of its options does not exist. */
function wrongIn(line: string): string[] {
  const [named = '', ...args] = line.split(/\s+/);
  if (/^-|^[A-Z…]/.test(named)) return [];
  const command = commandOf(named);
  if (command === undefined) return [line];
  const known = new Set(
    [command, ...command.commands].flatMap(({ options }) => options.flatMap(({ short, long }) => [short, long])),
  );
  const options = args.filter((arg) => /^--?[a-z]/.test(arg)).map((arg) => arg.split('=')[0]);
  return options.every((option) => option === '--help' || known.has(option)) ? [] : [line];
}
