// Joins what a command loads into one file, after `tsc` has written dist/: reading one file is faster than 200.
// The start of the program stays apart, so that `--help` does not read the rest.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist');
const index = join(dist, 'cli/index.js');

/** Commands that load most of the modules. The others load few, and start faster from files of their own. */
const bundled = ['run', 'accept'];

const options = {
  absWorkingDir: dist,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Every file of dist/ that is loaded before a command is, as an absolute path. */
async function startFiles() {
  const commandsApart = {
    name: 'commands-apart',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\./ }, ({ importer, path }) =>
        importer === index && path !== '../lib/io' ? { path, external: true } : undefined,
      ),
  };
  const { metafile } = await build({
    ...options,
    entryPoints: ['cli.js'],
    write: false,
    metafile: true,
    plugins: [commandsApart],
  });
  return new Set(Object.keys(metafile.inputs).map((path) => join(dist, path)));
}

const start = await startFiles();
// A second copy of these would have classes and state of its own.
const startApart = {
  name: 'start-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\./ }, ({ resolveDir, path }) => {
      const file = [path, `${path}.js`, `${path}/index.js`].map((each) => resolve(resolveDir, each));
      const found = file.find((each) => start.has(each));
      return found && { path: `./${relative(dist, found)}`, external: true };
    }),
};
const known = readFileSync(index, 'utf8');
for (const name of bundled)
  if (!known.includes(`require('./${name}')`)) throw new Error(`cli/index.js does not load ./${name}`);
const contents = bundled.map((name) => `exports[${JSON.stringify(name)}] = () => require('./cli/${name}.js');`);
await build({
  ...options,
  stdin: { contents: contents.join('\n'), resolveDir: dist },
  outfile: 'commands.js',
  plugins: [startApart],
});
// The folder of a module is another one in here: a file beside it would not be found.
if (readFileSync(join(dist, 'commands.js'), 'utf8').includes('__dirname'))
  throw new Error('commands.js uses __dirname; use codeRoot of lib/package-root.ts instead');
for (const name of bundled)
  writeFileSync(
    join(dist, 'cli', `${name}.js`),
    `'use strict';\nmodule.exports = require('../commands')[${JSON.stringify(name)}]();\n`,
  );
