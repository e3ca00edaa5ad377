// ts-node's transpiler with a cache: 300 files are compiled once, and read in later starts. The cache holds one entry for
// each source file, so that it does not grow; delete node_modules/.cache/payout-contract to empty it.
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
    const { state: known, outputText, sourceMapText } = JSON.parse(readFileSync(path, 'utf8'));
    const whole = known === state && typeof outputText === 'string' && typeof sourceMapText === 'string';
    return whole ? { outputText, sourceMapText } : undefined;
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

/** A transpiler as ts-node's option `transpiler` names it. Its own option `folder` says where the cache is. */
exports.create = ({ folder = usualFolder, ...options }) => {
  let swc;
  // Loading swc takes as long as reading 100 entries.
  const transpileAnew = (input, file) => {
    swc ??= require('ts-node/transpilers/swc').create(options);
    return swc.transpile(input, file);
  };
  const versions = ['ts-node', '@swc/core'].map((name) => require(`${name}/package.json`).version);
  // The paths in the options do not matter to swc.
  const how = JSON.stringify([versions, options.service.config.options]).replaceAll(root, '');
  return {
    transpile(input, file) {
      const { fileName } = file;
      // ts-node itself writes the path into the source map, so that copies of a checkout can share an entry.
      const path = join(folder, `${hash(relative(root, fileName), String(options.nodeModuleEmitKind))}.json`);
      const state = hash(how, input);
      const known = kept(path, state);
      if (known) return known;
      const made = transpileAnew(input, file);
      keep(folder, path, { state, outputText: made.outputText, sourceMapText: made.sourceMapText });
      return made;
    },
  };
};
