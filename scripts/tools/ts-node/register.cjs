// Starts a program from its TypeScript, as ts-node/register does, but keeps what ts-node compiled: 300 files are compiled
// once and read in later starts, and ts-node, which loads TypeScript, is loaded only if a file has changed. The cache has
// one entry for each source file, so that it does not grow; delete node_modules/.cache/payout-contract to empty it.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { threadId } = require('node:worker_threads');

const root = join(__dirname, '../../..');
const usualFolder = join(root, 'node_modules/.cache/payout-contract/ts-node');

const hash = (...texts) =>
  texts.reduce((sum, text) => sum.update(`${text.length}:${text}`), createHash('sha256')).digest('hex');

/** What was kept for this state of a file; `undefined` if nothing was, or the entry is damaged. */
function kept(path, state) {
  try {
    const { state: known, compiled } = JSON.parse(readFileSync(path, 'utf8'));
    return known === state && typeof compiled === 'string' ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps an entry, if the folder can be written: another process may write the same one. */
function keep(folder, path, entry) {
  const draft = `${path}.${process.pid}-${threadId}`;
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    return;
  }
  try {
    writeFileSync(draft, JSON.stringify(entry));
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}

/** A function that compiles the text of a file as tsconfig.json says, and keeps the result in a folder. */
function compiler(folder = usualFolder) {
  const versions = ['ts-node', '@swc/core'].map((name) => require(`${name}/package.json`).version);
  const how = JSON.stringify([versions, readFileSync(join(root, 'tsconfig.json'), 'utf8')]);
  let tsNode;
  return (text, file) => {
    const path = join(folder, `${hash(relative(root, file))}.json`);
    // The file's own path stands in its source map.
    const state = hash(how, file, text);
    const known = kept(path, state);
    if (known !== undefined) return known;
    tsNode ??= require('ts-node').create({ cwd: root });
    const compiled = tsNode.compile(text, file);
    keep(folder, path, { state, compiled });
    return compiled;
  };
}

exports.compiler = compiler;

if (require.extensions['.ts'] === undefined) {
  const compile = compiler();
  // Stack traces are for developers, and reading the source maps takes time.
  if (process.env.DEBUG) process.setSourceMapsEnabled(true);
  require.extensions['.ts'] = (module, file) => module._compile(compile(readFileSync(file, 'utf8'), file), file);
}
