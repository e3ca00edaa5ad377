import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/package-root';

interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Fields of an entry that name packages that are left out. */
const leftOut: readonly string[] = ['devDependencies', 'optionalDependencies'];

/**
 * The lock as users get it: without what only developers install, and without optional packages, of which one has a script
 * at installation. Overrides reach this checkout only, so the published package brings the versions along.
 */
export function shrinkwrap(lock: Lock): Lock {
  const kept = Object.entries(lock.packages).filter(
    ([, { dev, optional, devOptional }]) => dev !== true && optional !== true && devOptional !== true,
  );
  const packages = Object.fromEntries(
    kept.map(([path, entry]) => [
      path,
      Object.fromEntries(Object.entries(entry).filter(([name]) => !leftOut.includes(name))) as LockedPackage,
    ]),
  );
  return { ...lock, packages };
}

if (require.main === module) {
  const lock: Lock = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8'));
  writeFileSync(join(packageRoot, 'npm-shrinkwrap.json'), `${JSON.stringify(shrinkwrap(lock), null, 2)}\n`);
}
