import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from '../../contract';
import { levelOrder } from '../../judge/level';
import { rules } from '../../judge/rules';
import { packageRoot } from '../../lib/package-root';
import { type SymptomTable, unpackTable } from '../../report/symptom-table';
import { isExplored } from '../../report/symptoms';
import { faults } from '../../sandbox';

const path = join(packageRoot, 'schemas/compiled/symptoms.json');
const causes = unpackTable(JSON.parse(readFileSync(path, 'utf8')) as SymptomTable);
const symptoms = causes.flatMap((cause) => cause.symptoms);

/** The values that are not among the known ones, each once. */
const unknown = (values: readonly string[], known: readonly string[]): string[] =>
  [...new Set(values)].filter((value) => !known.includes(value));

// If one of these fails: npm run contract -- mutants --write-symptoms
describe('symptoms.json', () => {
  it('names faults that exist, each once', () => {
    const named = causes.flatMap((cause) => cause.faults);
    expect(
      unknown(
        named,
        faults.map(({ id }) => id),
      ),
    ).toEqual([]);
    expect(named).toHaveLength(new Set(named).size);
  });

  it('names cases, rules and levels that exist', () => {
    const places = symptoms.map(({ place }) => place).filter((place) => !isExplored(place));
    expect(
      unknown(
        places,
        cases.map(({ id }) => id),
      ),
    ).toEqual([]);
    expect(
      unknown(
        symptoms.map(({ rule }) => rule),
        ['none', ...rules.map(({ id }) => id)],
      ),
    ).toEqual([]);
    expect(
      unknown(
        symptoms.map(({ level }) => level),
        ['none', ...levelOrder],
      ),
    ).toEqual([]);
  });

  it('is small', () => {
    expect(statSync(path).size).toBeLessThan(150_000);
  });
});
