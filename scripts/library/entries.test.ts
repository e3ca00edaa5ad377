import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/package-root';
import { built } from '../testing/built';

const root = built();

const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });

/** The packages, and the folders of this one, of which an entry loads something. */
function loadedBy(entry: string): { readonly packages: string[]; readonly folders: string[] } {
  const program = `
    globalThis.expect = Object.assign(() => undefined, { extend: () => undefined });
    require(${JSON.stringify(entry)});
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const files: string[] = JSON.parse(node('-e', program));
  const matching = (pattern: RegExp) => [...new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []))].sort();
  return {
    packages: matching(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//),
    folders: matching(/^(?!.*node_modules).*\/dist\/([a-z]+)\//),
  };
}

const judging = ['contract', 'judge', 'lib', 'library', 'report', 'run'];

describe('an entry of the package', () => {
  it.each([
    ['payout-contract', ['ajv'], judging],
    ['payout-contract/jest', ['ajv'], judging],
    ['payout-contract/vitest', ['ajv'], judging],
    ['payout-contract/node', ['ajv'], judging],
    ['payout-contract/reporter', [], ['library']],
    ['payout-contract/sandbox', ['ajv'], [...judging, 'sandbox'].sort()],
  ])('%s loads these packages and folders only', (entry, packages, folders) => {
    expect(loadedBy(entry)).toEqual({ packages, folders });
  });

  it('payout-contract/run loads no server, queue, page or engine before it is used', () => {
    const { packages, folders } = loadedBy('payout-contract/run');
    for (const name of ['newman', 'bullmq', 'ioredis', 'fast-check', 'hono', 'postman-collection'])
      expect(packages).not.toContain(name);
    expect(folders).not.toContain('sandbox');
  });

  it.each(['jest', 'vitest'])('payout-contract/%s says what to do where no test runs', (name) => {
    expect(() => node('-e', `require('payout-contract/${name}')`)).toThrow(`import payout-contract/${name}`);
  });

  it.each([
    ['payout-contract/schemas/run-report.schema.json', '"title": "Run report"'],
    ['payout-contract/openapi.yaml', 'openapi: 3.1'],
    ['payout-contract/collection.json', '/collection/v2.1.0/'],
  ])('%s is a file', (name, text) => {
    const path = node('-e', `console.log(require.resolve(${JSON.stringify(name)}))`).trim();
    expect(readFileSync(path, 'utf8')).toContain(text);
  });
});

describe('docs/api.md', () => {
  const text = readFileSync(join(packageRoot, 'docs/api.md'), 'utf8');
  const samples = [...text.matchAll(/^## ([^\n]*)\n|^```js\n([\s\S]*?)^```$/gm)].reduce<[string, string][]>(
    (found, [, heading, code]) => {
      if (heading !== undefined) found.push([heading, '']);
      else found.push([`${found.at(-1)?.[0]}, sample ${found.length}`, code ?? '']);
      return found;
    },
    [],
  );
  const running = samples.filter(([, code]) => code !== '');

  it('has a sample for each part', () => {
    expect(running.length).toBeGreaterThanOrEqual(6);
  });

  it('names every entry of the package', () => {
    const { exports: entries } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const missing = Object.keys(entries).filter(
      (entry) => entry !== './package.json' && !text.includes(entry === '.' ? '`payout-contract`' : entry.slice(1)),
    );
    expect(missing).toEqual([]);
  });

  // A report is described by its schema.
  const inSchemas = ['ReportedFinding', 'ReportedExchange', 'ReportedCase', 'RunReport', 'CredentialCheck'];
  // A response has the fields of each client. The others are between the matchers and the test framework.
  const others = ['ResponseLike', 'Outcome', 'MatcherResult'];

  it('names every field and function of the public types', () => {
    const types = ['types', 'run-types', 'sandbox-types', 'reporter', 'expectations', 'matchers'].flatMap((file) =>
      [
        ...readFileSync(join(packageRoot, 'scripts/library', `${file}.ts`), 'utf8').matchAll(
          /^export (?:interface|type) (\w+)[^\n]*\{\n([\s\S]*?)^\}/gm,
        ),
      ].map(([, name = '', body = '']) => [name, body] as const),
    );
    const shown = types.filter(([type]) => ![...inSchemas, ...others].includes(type));
    const all = shown.flatMap(([type, body]) =>
      [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, name]) => `${type}.${name}`),
    );
    expect(all.length).toBeGreaterThan(80);
    expect(all.filter((each) => !new RegExp(`\\b${each.split('.')[1]}\\b`).test(text))).toEqual([]);
  });
});
