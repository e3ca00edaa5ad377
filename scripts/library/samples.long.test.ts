import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/package-root';
import { built } from '../testing/built';

const root = built();

const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });

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

  it.each(running)('has a sample that runs: %s', (name, code) => {
    const folder = join(root, 'samples');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name.replace(/\W+/g, '-')}.js`);
    writeFileSync(file, code);
    const said = node(file);
    if (code.includes('console.log')) expect(said).not.toBe('');
  });
});
