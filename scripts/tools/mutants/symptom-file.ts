import { join } from 'node:path';
import { cases } from '../../contract';
import { writeFileAtomic } from '../../lib/atomic-write';
import { packageRoot } from '../../lib/package-root';
import { causesOf, packTable, type SymptomTable } from '../../report/symptom-table';
import type { MutantResult } from './matrix';

const path = 'schemas/compiled/symptoms.json';

/** One cause a line, so that a change shows what it is about. */
function tableText({ places, kinds, sets, causes }: SymptomTable): string {
  const lines = (rows: readonly unknown[]): string => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
  return `{"places":${JSON.stringify(places)},\n"sets":${JSON.stringify(sets)},\n"kinds":${lines(kinds)},\n"causes":${lines(causes)}}\n`;
}

/** Writes what each fault shows, for reports to compare runs with, and returns the path below the package root. */
export async function writeSymptoms(results: readonly MutantResult[]): Promise<string> {
  const faults = results.flatMap(({ id, title, expected, symptoms = [] }) =>
    expected === undefined ? [] : [{ id, title, symptoms }],
  );
  const order = cases.map(({ id }) => id);
  await writeFileAtomic(join(packageRoot, path), tableText(packTable(causesOf(faults), order)));
  return path;
}
