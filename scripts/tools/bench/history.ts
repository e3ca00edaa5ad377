import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isJsonObject, jsonObject } from '../../lib/json';
import type { BenchRun } from './trend';

/** Two years of a run a week. */
const mostRuns = 104;

const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();

function readRun(path: string): BenchRun | undefined {
  const run = jsonObject(readFileSync(path, 'utf8'));
  const { at, machine, figures } = run ?? {};
  const whole = typeof at === 'string' && isJsonObject(machine) && typeof machine.node === 'string';
  return whole && Array.isArray(figures) && figures.every(isJsonObject) ? (run as unknown as BenchRun) : undefined;
}

/**
 * Adds the file of a run to a history, whose oldest runs are dropped.
 *
 * @param folder where the history is; made if it does not exist
 * @param file named by the time of the run, so that names sort by it
 * @returns every run in it, and the names of files that cannot be read
 */
export function addToHistory(
  folder: string,
  file: string,
): { readonly runs: readonly BenchRun[]; readonly unreadable: readonly string[] } {
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, join(folder, basename(file)));
  const names = filesIn(folder);
  for (const name of names.slice(0, -mostRuns)) rmSync(join(folder, name));
  const kept = names.slice(-mostRuns).map((name) => ({ name, run: readRun(join(folder, name)) }));
  return {
    runs: kept.flatMap(({ run }) => run ?? []),
    unreadable: kept.filter(({ run }) => run === undefined).map(({ name }) => name),
  };
}
