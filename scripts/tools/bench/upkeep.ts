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

/** How long `mutants` takes for the whole catalogue, measured once. */
export async function mutantsTime({ folder }: Arena, say: (text: string) => void): Promise<Figure[]> {
  say('mutants');
  const { wallMs } = await measure({ args: [builtCli, 'mutants', '--no-explore'] }, folder);
  return [figure('mutants, whole catalogue', wallMs / 1000, 's', 45, 'two threads that send and check')];
}

/** npm, where it started the benchmark. */
function startedBy(say: (text: string) => void, what: string): string | undefined {
  if (process.env.npm_execpath === undefined) say(`not started by npm: skipping ${what}`);
  return process.env.npm_execpath;
}

/** How long the tests take, measured once. */
export async function testsTime({ folder }: Arena, say: (text: string) => void): Promise<Figure[]> {
  const npm = startedBy(say, '`npm test`');
  if (npm === undefined) return [];
  say('npm test');
  const { wallMs } = await measure({ args: [npm, '--prefix', packageRoot, 'test'] }, folder);
  return [figure('npm test', wallMs / 1000, 's', 100, 'two cores for 9,000 tests, many of which start processes')];
}

/** What users install. */
export function installation(say: (text: string) => void): Figure[] {
  const npm = startedBy(say, 'the size of the installation');
  if (npm === undefined) return [];
  const packages = production(npm);
  const megabytes = packages.reduce((sum, path) => sum + bytesIn(path), 0) / 1e6;
  return [figure(`production install, ${packages.length} packages`, megabytes, 'MB', 115, 'Newman and what it needs')];
}
