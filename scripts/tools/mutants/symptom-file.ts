import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from '../../contract';
import { writeFileAtomic } from '../../lib/atomic-write';
import { packageRoot } from '../../lib/package-root';
import { faultGroups, packTable, type SymptomTable, unpackTable } from '../../report/symptom-table';
import type { Symptom } from '../../report/symptoms';
import { faults } from '../../sandbox';
import type { MutantResult } from './matrix';

const path = 'schemas/compiled/symptoms.json';

/** One cause a line, so that a change shows what it is about. */
function tableText({ places, kinds, sets, causes }: SymptomTable): string {
  const lines = (rows: readonly unknown[]): string => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
  return `{"places":${JSON.stringify(places)},\n"sets":${JSON.stringify(sets)},\n"kinds":${lines(kinds)},\n"causes":${lines(causes)}}\n`;
}

interface Shown {
  readonly id: string;
  readonly symptoms: readonly Symptom[];
}

/** What the faults of the table show. */
const shownIn = (table: SymptomTable): Shown[] =>
  unpackTable(table).flatMap(({ faults: ids, symptoms }) => ids.map((id) => ({ id, symptoms })));

/**
 * The table with what these runs showed in place of what it has of the same faults. Faults that the sandbox no longer has
 * are left out.
 */
export function updatedTable(
  table: SymptomTable,
  results: readonly Pick<MutantResult, 'id' | 'symptoms'>[],
): SymptomTable {
  const own = results.map(({ id, symptoms = [] }): Shown => ({ id, symptoms }));
  const shown = new Map([...shownIn(table), ...own].map(({ id, symptoms }) => [id, symptoms]));
  const known = faults.map(({ id, title, combined }) => {
    return { id, title, symptoms: shown.get(id) ?? [], isConditional: combined !== undefined };
  });
  return packTable(
    faultGroups(known),
    cases.map(({ id }) => id),
  );
}

/** Writes what these faults show, for reports to compare runs with, and returns the path below the package root. */
export async function writeSymptoms(results: readonly MutantResult[]): Promise<string> {
  const file = join(packageRoot, path);
  const before = JSON.parse(readFileSync(file, 'utf8')) as SymptomTable;
  await writeFileAtomic(file, tableText(updatedTable(before, results)));
  return path;
}
