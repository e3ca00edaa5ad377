import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/package-root';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: true; readonly devDependencies?: unknown }>>;
}

/**
 * The lock as users get it: without what only developers install. Overrides reach this checkout only, so the published
 * package brings the versions along.
 */
export function shrinkwrap(lock: Lock): Lock {
  const kept = Object.entries(lock.packages).filter(([, { dev }]) => dev !== true);
  const packages = Object.fromEntries(
    kept.map(([path, { devDependencies: _left, ...entry }]) => [path, path === '' ? entry : lock.packages[path]!]),
  );
  return { ...lock, packages };
}

if (require.main === module) {
  const lock: Lock = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8'));
  writeFileSync(join(packageRoot, 'npm-shrinkwrap.json'), `${JSON.stringify(shrinkwrap(lock), null, 2)}\n`);
}
