import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** The extension of the files that `tools/bundle.mjs` joins. Without this module, Node loads them like any other. */
const extension = '.cjs';

/** The first line of such a file: its hash when it was built, because V8 compares only the length of a source. */
const versionLine = /^\/\/ ([\da-f]+)\n/;

type Loader = (module: NodeJS.Module, file: string) => void;
type Wrapped = (
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  __filename: string,
  __dirname: string,
) => void;

/**
 * The folder for compiled code; `undefined` if there is none, or if others could write there what this process would run.
 * On Windows, whose a folder is cannot be told.
 */
function privateFolder(): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  const folder = join(process.env.NODE_COMPILE_CACHE || tmpdir(), `payout-contract-code-${user}`);
  try {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch {
      // It is there, or it cannot be.
    }
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === user && (found.mode & 0o077) === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** How many bytes the sum of what is kept takes. */
const sumLength = 4;

/** V8 takes damaged code for its own and may crash on it, so that a sum of it is kept too. */
function sumOf(data: Uint8Array): number {
  let sum = data.length;
  for (let at = 0; at < data.length; at += 1) sum = (Math.imul(sum, 31) + data[at]!) | 0;
  return sum;
}

/** What was kept; `undefined` if there is nothing, or if it is damaged. */
function keptIn(path: string): Buffer | undefined {
  const bytes = bytesOf(path);
  if (bytes === undefined || bytes.length < sumLength) return undefined;
  const data = bytes.subarray(sumLength);
  return bytes.readInt32LE() === sumOf(data) ? data : undefined;
}

/** Writes what was compiled, if it can be written: other processes may write or read the same file. */
function keep(path: string, script: Script): void {
  const draft = `${path}.${process.pid}`;
  try {
    const data = script.createCachedData();
    const sum = Buffer.alloc(sumLength);
    sum.writeInt32LE(sumOf(data));
    writeFileSync(draft, Buffer.concat([sum, data]), { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    try {
      rmSync(draft);
    } catch {
      // It was not written.
    }
  }
}

/**
 * Keeps what V8 compiles of the joined files, with the functions that were used. Node itself keeps only what V8 compiles at
 * once, and nothing before 22.8.
 *
 * @param joined the folder of the joined files; other files are loaded as ever
 */
export function keepJoinedCode(joined: string): void {
  const loaders = require.extensions as Record<string, Loader>;
  const loadOthers = loaders[extension] ?? loaders['.js'];
  let folder: string | false | undefined;
  const compiled = new Map<string, Script>();
  // Compiled code holds the paths of its files, and a file may be changed after it was built.
  const place = (sumOf(Buffer.from(joined)) >>> 0).toString(16);
  const load: Loader = (module, file) => {
    if (dirname(file) !== joined) return loadOthers?.(module, file);
    const source = readFileSync(file, 'utf8');
    const [, version = ''] = versionLine.exec(source) ?? [];
    const changed = Math.trunc(statSync(file).mtimeMs);
    const name = [basename(file, extension), version, place, changed, process.version, process.arch].join('-');
    folder ??= privateFolder() ?? false;
    const path = folder && join(folder, name);
    const cachedData = path && keptIn(path);
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
      filename: file,
      ...(cachedData && { cachedData }),
    });
    if (path && (!cachedData || script.cachedDataRejected)) compiled.set(path, script);
    const run = script.runInThisContext() as Wrapped;
    run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  };
  // Deprecated, but the only public way, and it cannot go: other tools depend on it.
  loaders[extension] = load;
  process.on('exit', () => {
    for (const [path, script] of compiled) keep(path, script);
  });
}
