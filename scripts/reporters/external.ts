import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { messageOf, UserError } from '../lib/user-error';
import { importFile } from './import-file';
import type { Reporter, ReporterContext, ReporterEntry } from './types';

/** How long a hook of someone else's reporter may take, and how long its module may load. */
export const longestHookMs = 30_000;

/** The hooks that someone else's reporter may have: it learns no secrets. */
export type OtherReporter = Omit<Reporter, 'onSecret'>;

/** Someone else's reporter: what it gets is a copy, so that nothing that it changes reaches another report. */
export const isolated = (reporter: OtherReporter): OtherReporter => ({
  ...(reporter.onEvent && { onEvent: (event) => reporter.onEvent?.(structuredClone(event)) }),
  ...(reporter.onReport && { onReport: (report) => reporter.onReport?.(structuredClone(report)) }),
});

type Create = (context: ReporterContext) => unknown;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isReporter = (value: unknown): value is OtherReporter =>
  isObject(value) && (typeof value.onEvent === 'function' || typeof value.onReport === 'function');
const isClass = (value: Create): value is Create & (new (context: ReporterContext) => unknown) =>
  /^class\b/.test(Function.prototype.toString.call(value));

/** What a module exports for a reporter: a function, a class, an object with `create`, or the reporter itself. */
function creatorOf(module: unknown): Create | undefined {
  const exported = isObject(module) && module.default !== undefined ? module.default : module;
  // A CommonJS module with a default export of its own.
  const found = isObject(exported) && exported.default !== undefined ? exported.default : exported;
  if (typeof found === 'function') {
    const create = found as Create;
    return isClass(create) ? (context) => new create(context) : create;
  }
  if (isObject(found) && typeof found.create === 'function') return found.create.bind(found) as Create;
  return isReporter(found) ? () => found : undefined;
}

/** Ends what hangs. */
export function within<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function load(name: string, file: string, context: ReporterContext): Promise<Reporter> {
  const failed = (why: string): UserError =>
    new UserError(
      `--reporter ${name} cannot be used: ${why}`,
      'export a function that returns an object with onEvent or onReport',
    );
  try {
    const create = creatorOf(await within(importFile(file), longestHookMs, 'loading it'));
    if (!create) throw failed('it exports no reporter');
    const { outDir, outDirShown, interactive, colour, commands: stdout = context.stdout } = context;
    const made = Promise.resolve(create({ outDir, outDirShown, stdout, interactive, colour }));
    const reporter = await within(made, longestHookMs, 'creating it');
    if (!isReporter(reporter)) throw failed('it returned no object with onEvent or onReport');
    return isolated(reporter);
  } catch (error) {
    throw error instanceof UserError ? error : failed(messageOf(error).split('\n')[0] ?? '');
  }
}

const isPath = (name: string): boolean => /^\.{0,2}[/\\]/.test(name) || isAbsolute(name);

function packageFile(name: string, cwd: string): string | undefined {
  try {
    return createRequire(join(cwd, 'package.json')).resolve(name);
  } catch {
    return undefined;
  }
}

/**
 * The reporter in a file, or in a package that is installed in the working directory; `undefined` if there is no such package.
 *
 * @throws UserError for a file that does not exist
 */
export function externalReporter(name: string, cwd: string): ReporterEntry | undefined {
  const file = isPath(name) ? resolve(cwd, name) : packageFile(name, cwd);
  if (file === undefined || !isAbsolute(file)) return undefined;
  if (!existsSync(file) || !statSync(file).isFile())
    throw new UserError(
      `--reporter: there is no file ${name}`,
      'give the path of a JavaScript file, relative to the working directory',
    );
  return { name, ownsStdout: false, isExternal: true, create: (context) => load(name, file, context) };
}
