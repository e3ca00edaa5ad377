// npm runs this after `npm ci` in a checkout, and before it packs a dependency that is installed from git: only there
// nobody else builds the package. A production install has no compiler, and needs none.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { resolve } = createRequire(import.meta.url);

function isInstalled(name) {
  try {
    return Boolean(resolve(`${name}/package.json`));
  } catch {
    return false;
  }
}

if (!existsSync(`${root}dist/cli.js`) && ['typescript', 'esbuild'].every(isInstalled)) {
  // npm's own script has the same name on every system, and a path that only it knows.
  const npm = process.env.npm_execpath;
  const [file, ...first] = npm ? [process.execPath, npm] : ['npm'];
  execFileSync(file, [...first, 'run', '-s', 'build'], { cwd: root, stdio: 'inherit' });
}
