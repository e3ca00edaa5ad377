import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { expect } from 'expect';
import * as circus from 'jest-circus';
import { packageRoot } from '../../lib/package-root';
import { codeFiles, importGraph, reachable } from '../imports';
import { type SourceMutant, withMutant } from './mutants';

/** A task of a worker: run tests of a file, with a mutant of it or unchanged. */
export interface Task {
  /** Relative to `scripts/`, like all paths here. */
  readonly path: string;
  readonly tests: readonly string[];
  readonly mutant?: SourceMutant;
}

/** The result of a task. */
export interface TaskResult {
  /** The first test that failed. */
  readonly failed?: string;
  /** Milliseconds of CPU time of each test file that was run. */
  readonly took: readonly number[];
}

type Extensions = Record<string, (module: { _compile(code: string, path: string): void }, path: string) => void>;

const absolute = (path: string): string => join(packageRoot, 'scripts', path);
const graph = importGraph(codeFiles(), false);
const compiled = new Map<string, string>();
let mutated: { readonly path: string; readonly text: string } | undefined;
let failed: string | undefined;

const compile = (text: string): string =>
  transformSync(text, {
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  }).code;

function codeOf(path: string): string {
  if (mutated?.path === path) return compile(mutated.text);
  const known = compiled.get(path) ?? compile(readFileSync(path, 'utf8'));
  compiled.set(path, known);
  return known;
}

/** Runs a test file up to the first failure; modules that do not depend on the mutated file stay loaded. */
async function runTests(test: string, dropped: ReadonlySet<string>): Promise<void> {
  for (const path of dropped) delete require.cache[path];
  delete require.cache[absolute(test)];
  circus.resetState();
  try {
    require(absolute(test));
    const { unhandledErrors } = await circus.run();
    if (unhandledErrors.length > 0) failed ??= test;
  } catch {
    failed ??= test;
  }
}

async function answer({ path, tests, mutant }: Task): Promise<TaskResult> {
  const file = absolute(path);
  failed = undefined;
  mutated = mutant && { path: file, text: withMutant(readFileSync(file, 'utf8'), mutant) };
  const dropped = new Set([...graph.keys()].filter((each) => reachable(graph, each).has(path)).map(absolute));
  const took: number[] = [];
  for (const test of tests) {
    const started = process.cpuUsage();
    await runTests(test, dropped);
    const { user, system } = process.cpuUsage(started);
    took.push((user + system) / 1000);
    if (failed) break;
  }
  for (const each of dropped) delete require.cache[each];
  return { took, ...(failed !== undefined && { failed }) };
}

(Module as unknown as { _extensions: Extensions })._extensions['.ts'] = (module, path) =>
  module._compile(codeOf(path), path);
const { describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = circus;
Object.assign(globalThis, { describe, it, test, beforeAll, beforeEach, afterAll, afterEach, expect });
Object.assign(globalThis, { [Symbol.for('TEST_TIMEOUT_SYMBOL')]: 60_000 });
circus.addEventHandler((event) => {
  if (event.name === 'test_start' && failed) event.test.mode = 'skip';
  if (event.name === 'test_done' && event.test.errors.length > 0) failed ??= event.test.name;
});
process.on('message', (task: Task) => void answer(task).then((answered) => process.send!(answered)));
process.send!('ready');
