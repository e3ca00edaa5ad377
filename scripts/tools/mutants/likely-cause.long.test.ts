import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from '../../contract';
import { packageRoot } from '../../lib/package-root';
import { CauseFinder } from '../../report/likely-cause';
import { type SymptomTable, unpackTable } from '../../report/symptom-table';
import type { LikelyCause } from '../../report/types';
import { faults } from '../../sandbox';
import type { Fault } from '../../sandbox/types';
import { leftToExploring } from './left-to-exploring';
import { otherSeed } from './likely';
import { type MutantRunOptions, runMutant } from './run-mutant';

const table = join(packageRoot, 'schemas/compiled/symptoms.json');
const known = unpackTable(JSON.parse(readFileSync(table, 'utf8')) as SymptomTable);
const finder = new CauseFinder(known);
/** A fault that shows nothing is not in the table. */
const named = new Set(known.flatMap(({ faults: ids }) => ids));
const shown = faults.filter(({ id }) => named.has(id));
const byCases = shown.filter(({ id, combined }) => !combined && !leftToExploring.has(id));
const byExploring = shown.filter((fault) => !byCases.includes(fault));
const half = { ids: cases.filter((_, index) => index % 2 === 0).map(({ id }) => id) };

/** The share of the faults that are named in first place, of those that show anything in the run. */
async function share(of: readonly Fault[], options: MutantRunOptions, every: number): Promise<number> {
  const ranked: (readonly [id: string, causes: readonly LikelyCause[]])[] = [];
  for (const [index, { id }] of of.entries()) {
    if (index % every !== 0) continue;
    const { cases: results } = await runMutant(id, { seed: otherSeed, ...options });
    const causes = finder.rank(results);
    if (causes.length > 0) ranked.push([id, causes]);
  }
  const right = ranked.filter(([id, [first]]) => first?.faults.includes(id));
  return right.length / ranked.length;
}

describe('the likely cause of nine in ten faults comes first', () => {
  it.each<[string, readonly Fault[], MutantRunOptions, every: number]>([
    ['with another seed', byCases, {}, 5],
    ['with half of the cases', byCases, { selection: half }, 5],
    ['with the other envelope and status', byCases, { baseline: { envelope: 'E2', status: 200 } }, 5],
    ['with Newman', byCases, { engine: 'newman' }, 25],
    ['though much is explored beside the cases', byCases, { explore: { kind: 'default' } }, 50],
    ['if only exploring shows them', byExploring, { explore: { kind: 'default' } }, 8],
  ])(
    '%s',
    async (_name, of, options, every) => {
      expect(await share(of, options, every)).toBeGreaterThanOrEqual(0.9);
    },
    1_800_000,
  );
});
