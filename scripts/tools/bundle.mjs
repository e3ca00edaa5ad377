// Joins what the commands load into a few files, after `tsc` has written dist/: reading one file is faster than 200, and
// reading code that is not used costs time too. So modules that are loaded together come into one file together: those of
// the start, which also `--help` needs, those that several commands need, and those of one command.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'dist');
const folder = join(dist, 'joined');
const modules = realpathSync(join(root, 'node_modules'));
const { resolve: packageFile } = createRequire(join(root, 'package.json'));

/** What a command loads before its first output, by the modules that load the rest. */
const commands = {
  start: ['cli/main', 'cli/whole-output', 'cli/private-process'],
  list: ['cli/list'],
  report: ['cli/report', 'reporters/console'],
  credentials: ['cli/check-credentials'],
  run: ['cli/run', 'cli/accept', 'reporters/console'],
};

/** What a command may load later. */
const later = {
  check: ['credentials/check', 'http/network'],
  direct: ['http/direct'],
  newman: ['http/newman'],
  embedded: ['sandbox/server'],
  explore: ['run/explore/explore'],
  traffic: ['cli/check', 'cli/proxy', 'cli/sandbox'],
  fleet: ['cli/fleet'],
  convert: ['cli/convert'],
  others: ['cli/generate', 'cli/init', 'cli/mutants', 'cli/quarantine', 'cli/sign'],
  reporters: ['reporters/html/page', 'reporters/junit', 'reporters/summary-markdown', 'reporters/github'],
};

/** The entries of the library. Whoever bundles one must not get what only others need, so what each needs stays apart. */
const library = {
  run: ['library/run'],
  sandbox: ['library/sandbox'],
  jest: ['library/jest', 'library/vitest'],
  node: ['library/node'],
};

/**
 * Packages that are joined too, by the file that they come into. They stay among the dependencies, for those who look for
 * what this package consists of.
 */
const packages = { commander: 'start', picocolors: 'picocolors', undici: 'undici' };

/** What the validators load of Ajv comes with them. */
const isValidation = (path) => path.startsWith('ajv/dist/runtime/');

/** A module that asks for its folder finds another one in a joined file, and `import()` needs a module that Node compiled. */
const needsItsFile = (text) => /\b__dirname\b|\bimport\(/.test(text);

const isWithin = (parent, path) => !relative(parent, path).startsWith('..');
const isOf = (name, path) => isWithin(join(modules, name), path);
const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** The file of a module that another one names by a relative path. */
function fileOf(from, path) {
  const full = resolve(from, path);
  const found = [full, `${full}.js`, join(full, 'index.js')].find(isFile);
  if (found === undefined) throw new Error(`${path} is not a module of ${from}`);
  return found;
}

/** How a module names another one that is loaded with it. One that is loaded when it is used is in single quotes, as in the source. */
const loadedWith = /\brequire\("(\.[^"]*)"\)/g;
const loadedEver = /\brequire\(["'](\.[^"']*)["']\)/g;

/** Adds a module and all that it loads. */
function addLoaded(file, loaded, pattern) {
  if (loaded.has(file) || !file.endsWith('.js')) return loaded;
  loaded.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(pattern))
    addLoaded(fileOf(dirname(file), path), loaded, pattern);
  return loaded;
}

/** The modules that the groups load, with the names of the groups that load each. */
function users(groups, pattern = loadedWith) {
  const found = new Map();
  for (const [name, entries] of Object.entries(groups))
    for (const file of entries.reduce((loaded, entry) => addLoaded(fileOf(dist, entry), loaded, pattern), new Set()))
      found.set(file, [...(found.get(file) ?? []), name]);
  return found;
}

/** The name of the file that each module comes into. */
function homes() {
  const ofLibrary = users(library, loadedEver);
  const all = new Map(Object.entries(packages).map(([name, home]) => [packageFile(name), home]));
  for (const [file, names] of [...users(commands), ...users(later)]) {
    if (all.has(file) || needsItsFile(readFileSync(file, 'utf8'))) continue;
    const isValidator = !isWithin(dist, file);
    const home = isValidator ? basename(file, '.js') : names.includes('start') ? 'start' : names.join('-');
    const entries = ofLibrary.get(file);
    all.set(file, entries ? `${home}.library-${entries.join('-')}` : home);
  }
  // What is loaded only if a file is read.
  for (const name of ['documents', 'events', 'inputs']) all.set(join(root, `schemas/compiled/${name}.js`), name);
  return all;
}

const homeOf = homes();
const nameOf = (file) => relative(root, file).replace(/\.js$/, '');

/** Resolves what is in another file to its place there. */
const elsewhere = (own) => ({
  name: 'elsewhere',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^/ }, ({ kind, importer, resolveDir, path, namespace }) => {
      if (kind === 'entry-point') return undefined;
      if (namespace === 'elsewhere' || namespace === 'unused') return { path, external: true };
      if (path === 'node:child_process' && isOf('commander', importer)) return { path, namespace: 'unused' };
      const relativePath = path.startsWith('.');
      // Within a package, everything stays together.
      const isPackage = isWithin(modules, importer);
      if (isValidation(path) || (relativePath && isPackage)) return undefined;
      if (!relativePath && (packages[path] === undefined || isPackage)) return { path, external: true };
      const file = relativePath ? fileOf(resolveDir, path) : packageFile(path);
      const home = homeOf.get(file);
      if (home === own) return { path: file };
      if (home === undefined) return { path: relative(folder, file), external: true };
      return { path: `${home}:${nameOf(file)}`, namespace: 'elsewhere' };
    });
    // Commander starts no process for us, and what it loads to start one takes a tenth of the start.
    onLoad({ filter: /^/, namespace: 'unused' }, ({ path }) => ({
      contents: `exports.spawn = (...args) => require('${path}').spawn(...args);`,
    }));
    onLoad({ filter: /^/, namespace: 'elsewhere' }, ({ path }) => {
      const [home, name] = path.split(':');
      return { contents: `module.exports = require('./${home}.cjs')['${name}']();` };
    });
  },
});

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const name of new Set(homeOf.values())) {
  const contents = [...homeOf]
    .filter(([, home]) => home === name)
    .map(([file]) => `exports['${nameOf(file)}'] = () => require('./${relative(dist, file)}');`);
  const { outputFiles } = await build({
    absWorkingDir: root,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    stdin: { contents: contents.join('\n'), resolveDir: dist },
    plugins: [elsewhere(name)],
  });
  const [{ text }] = outputFiles;
  if (needsItsFile(text)) throw new Error(`joined/${name}.cjs has what needs a file of its own`);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  writeFileSync(join(folder, `${name}.cjs`), `// ${hash}\n${text}`);
}
// Each module of dist/ becomes a way to its place: whoever names it gets the same one.
for (const [file, name] of homeOf) {
  if (!isWithin(dist, file)) continue;
  const path = relative(dirname(file), join(folder, name));
  writeFileSync(file, `'use strict';\nmodule.exports = require('./${path}.cjs')['${nameOf(file)}']();\n`);
}
/** The licences of a package and of what it has taken from others, and the notices in its code. */
function licencesOf(name) {
  const path = join(modules, name);
  const files = readdirSync(path, { recursive: true }).filter((file) => !file.includes('node_modules'));
  const read = (file) => readFileSync(join(path, file), 'utf8');
  const licences = files
    .filter((file) => /^LICEN[CS]E/i.test(basename(file)))
    .map((file) => `${name}/${file}\n\n${read(file)}`);
  const notices = files
    .filter((file) => /\.js$/.test(file))
    .flatMap((file) => read(file).match(/^.*(?:Copyright \(c\)|MIT License|MIT license).*$/gm) ?? []);
  return [...licences, ...notices.map((notice) => notice.trim())].join('\n\n');
}
writeFileSync(join(folder, 'licences.txt'), [...Object.keys(packages), 'ajv'].map(licencesOf).join('\n\n'));
