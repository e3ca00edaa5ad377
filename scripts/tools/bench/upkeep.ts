import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root';
import { type Arena, builtCli } from './arena';
import type { Figure } from './figures';
import { measure } from './measure';

/** The bytes of a folder, without the packages below it. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.isDirectory() && entry.name !== 'node_modules') return sum + bytesIn(join(folder, entry.name));
    return sum + (entry.isFile() ? statSync(join(folder, entry.name)).size : 0);
  }, 0);
}

/** The packages that a user installs, without this one, as folders. */
function production(npm: string): string[] {
  const args = [npm, 'ls', '--all', '--omit=dev', '--parseable'];
  // It fails if anything else is installed too, but lists them all the same.
  const { stdout } = spawnSync(process.execPath, args, { cwd: packageRoot, encoding: 'utf8' });
  return [...new Set(stdout.trim().split('\n'))].filter((folder) => folder !== packageRoot);
}

const figure = (what: string, value: number, unit: string, atMost: number, limit: string): Figure => ({
  ...{ what, value, unit, limit },
  ...{ better: 'less', aim: { atMost } },
});

/** What those who work on this project wait for, each measured once, and what users install. */
export async function upkeep({ folder }: Arena, say: (text: string) => void): Promise<Figure[]> {
  say('mutants');
  const mutants = await measure({ args: [builtCli, 'mutants', '--no-explore'] }, folder);
  const figures = [
    figure('mutants, whole catalogue', mutants.wallMs / 1000, 's', 45, 'two threads that send and check'),
  ];
  const npm = process.env.npm_execpath;
  if (npm === undefined) {
    say('not started by npm: skipping `npm test` and the size of the installation');
    return figures;
  }
  say('npm test');
  const tests = await measure({ args: [npm, '--prefix', packageRoot, 'test'] }, folder);
  const packages = production(npm);
  const megabytes = packages.reduce((sum, path) => sum + bytesIn(path), 0) / 1e6;
  return [
    ...figures,
    figure('npm test', tests.wallMs / 1000, 's', 100, 'two cores for 8,000 tests, many of which start processes'),
    figure(`production install, ${packages.length} packages`, megabytes, 'MB', 115, 'Newman and what it needs'),
  ];
}
