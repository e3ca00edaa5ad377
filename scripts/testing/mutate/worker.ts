import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join, relative, sep } from 'node:path';
import { transformSync } from '@swc/core';
import { expect } from 'expect';
import * as circus from 'jest-circus';
import { packageRoot } from '../../lib/package-root';
import { mutantsOf, placeOf, type SourceMutant, withMutant, withProbes } from './mutants';

/** A task of a worker: run one test file, with a mutant or with probes. */
export interface Task {
  /** Relative to `scripts/`, like all paths here. */
  readonly test: string;
  /** The files to load again: those that are changed, and those that depend on them. */
  readonly reload: readonly string[];
  readonly mutant?: SourceMutant & { readonly path: string };
  /** The files whose mutants are probed. */
  readonly probed?: readonly string[];
}

/** The result of a task. */
export interface TaskResult {
  /** The first test that failed. */
  readonly failed?: string;
  /** Milliseconds of CPU time. */
  readonly took: number;
  /** The expressions that ran, as `placeOf` writes them, if there were probes. */
  readonly ran: readonly string[];
}

type Extensions = Record<string, (module: { _compile(code: string, path: string): void }, path: string) => void>;

const scripts = join(packageRoot, 'scripts');
const absolute = (path: string): string => join(scripts, path);
const compiled = new Map<string, string>();
const ran = new Set<string>();
let task: Task | undefined;
let failed: string | undefined;

const compile = (text: string): string =>
  transformSync(text, {
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  }).code;

function codeOf(file: string): string {
  const path = relative(scripts, file).replaceAll(sep, '/');
  const text = readFileSync(file, 'utf8');
  if (task?.mutant?.path === path) return compile(withMutant(text, task.mutant));
  const probed = task?.probed?.includes(path) ?? false;
  const key = `${path} ${probed}`;
  const known = compiled.get(key) ?? compile(probed ? withAllProbes(path, text) : text);
  compiled.set(key, known);
  return known;
}

const withAllProbes = (path: string, text: string): string =>
  withProbes(text, mutantsOf(text), (within) => `ranHere.add(${JSON.stringify(placeOf(path, within))})`);

/** Runs a test file up to the first failure. */
async function runTest(test: string): Promise<void> {
  circus.resetState();
  try {
    require(absolute(test));
    const { unhandledErrors } = await circus.run();
    if (unhandledErrors.length > 0) failed ??= test;
  } catch {
    failed ??= test;
  }
}

async function answer(asked: Task): Promise<TaskResult> {
  task = asked;
  failed = undefined;
  ran.clear();
  const dropped = [...task.reload, task.test].map(absolute);
  for (const path of dropped) delete require.cache[path];
  const started = process.cpuUsage();
  await runTest(task.test);
  const { user, system } = process.cpuUsage(started);
  for (const path of dropped) delete require.cache[path];
  return { took: (user + system) / 1000, ran: [...ran], ...(failed !== undefined && { failed }) };
}

(Module as unknown as { _extensions: Extensions })._extensions['.ts'] = (module, path) =>
  module._compile(codeOf(path), path);
const { describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = circus;
Object.assign(globalThis, { describe, it, test, beforeAll, beforeEach, afterAll, afterEach, expect, ranHere: ran });
Object.assign(globalThis, { [Symbol.for('TEST_TIMEOUT_SYMBOL')]: 60_000 });
circus.addEventHandler((event) => {
  if (event.name === 'test_start' && failed) event.test.mode = 'skip';
  if (event.name === 'test_done' && event.test.errors.length > 0) failed ??= event.test.name;
});
process.on('message', (asked: Task) => void answer(asked).then((answered) => process.send!(answered)));
process.on('disconnect', () => process.exit());
process.send!('ready');
