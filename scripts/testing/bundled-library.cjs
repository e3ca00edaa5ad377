// Bundles an entry of the installed library as a user's bundler would, and fails if it needs more than this package says.
// Usage: bundled-library.cjs FOLDER ENTRY...
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { buildSync } = require('esbuild');

const [folder, ...entries] = process.argv.slice(2);
const { resolve } = createRequire(`${folder}/package.json`);
const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
  readFileSync(resolve('payout-contract/package.json'), 'utf8'),
);
const known = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies, jest: '', vitest: '' });
const isKnown = (path) =>
  path.startsWith('node:') ||
  known.some((name) => path === name || path.startsWith(`${name}/`)) ||
  path === '@jest/globals';

for (const entry of entries) {
  const { metafile } = buildSync({
    entryPoints: [resolve(`payout-contract/${entry}`)],
    bundle: true,
    platform: 'node',
    packages: 'external',
    write: false,
    metafile: true,
    outdir: folder,
  });
  const [{ imports, bytes }] = Object.values(metafile.outputs);
  const unknown = imports.map(({ path }) => path).filter((path) => !isKnown(path));
  if (unknown.length > 0) throw new Error(`payout-contract/${entry} needs ${unknown.join(', ')}`);
  console.log(`payout-contract/${entry}: ${Math.round(bytes / 1000)} kB`);
}
