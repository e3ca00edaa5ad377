import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** The extension of the files that `tools/bundle.mjs` joins. Where nothing is kept, Node loads them as JavaScript. */
const extension = '.joined';

/** The first line of such a file: its hash, because V8 compares only the length of a source. */
const versionLine = /^\/\/ ([\da-f]+)\n/;

type Loader = (module: NodeJS.Module, file: string) => void;
type Wrapped = (
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  __filename: string,
  __dirname: string,
) => void;

/** The folder for compiled code; `undefined` if there is none, or if others could write there what this process would run. */
function privateFolder(): string | undefined {
  const user = process.getuid?.();
  const base = process.env.NODE_COMPILE_CACHE || tmpdir();
  const folder = join(base, user === undefined ? 'payout-contract-code' : `payout-contract-code-${user}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    // Where there are no users, as on Windows, the folder for temporary files belongs to one.
    const isOurs = user === undefined || (found.uid === user && (found.mode & 0o077) === 0);
    return found.isDirectory() && isOurs ? folder : undefined;
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

/** Writes what was compiled, if it can be written: other processes may write or read the same file. */
function keep(path: string, script: Script): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, script.createCachedData(), { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
}

/**
 * Keeps what V8 compiles of the joined files, with the functions that were used. Node itself keeps only what V8 compiles at
 * once, and nothing before 22.8.
 */
export function keepJoinedCode(): void {
  let folder: string | false | undefined;
  const compiled = new Map<string, Script>();
  const load: Loader = (module, file) => {
    const source = readFileSync(file, 'utf8');
    const [, version = ''] = versionLine.exec(source) ?? [];
    const name = [basename(file, extension), version, process.version, process.arch].join('-');
    folder ??= privateFolder() ?? false;
    const path = folder && join(folder, name);
    const cachedData = path && bytesOf(path);
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
      filename: file,
      ...(cachedData && { cachedData }),
    });
    if (path && (!cachedData || script.cachedDataRejected)) compiled.set(path, script);
    const run = script.runInThisContext() as Wrapped;
    run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  };
  // Deprecated, but the only public way, and it cannot go: other tools depend on it.
  (require.extensions as Record<string, Loader>)[extension] = load;
  process.on('exit', () => {
    for (const [path, script] of compiled) keep(path, script);
  });
}
