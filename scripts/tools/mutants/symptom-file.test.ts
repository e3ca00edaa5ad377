import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from '../../contract';
import { factors } from '../../contract/model/factors';
import { levelOrder } from '../../judge/level';
import { rules } from '../../judge/rules';
import { packageRoot } from '../../lib/package-root';
import { isExplored, placesOf } from '../../report/explored-places';
import { faultGroups, packTable, type SymptomTable, unpackTable } from '../../report/symptom-table';
import type { Symptom } from '../../report/symptoms';
import { relations } from '../../run/explore/program';
import { faults } from '../../sandbox';
import type { Fault } from '../../sandbox/types';
import { updatedTable } from './symptom-file';

const path = join(packageRoot, 'schemas/compiled/symptoms.json');
const causes = unpackTable(JSON.parse(readFileSync(path, 'utf8')) as SymptomTable);
const symptoms = causes.flatMap((cause) => cause.symptoms);

/** The values that are not among the known ones, each once. */
const unknown = (values: readonly string[], known: readonly string[]): string[] =>
  [...new Set(values)].filter((value) => !known.includes(value));

/** Every place that a level of the model can be, alone and beside others. */
const modelPlaces = new Set(
  Object.entries(factors).flatMap(([call, own]) =>
    own.flatMap(({ id, levels }) =>
      levels.flatMap((level) =>
        ['', '+times=2'].flatMap((more) => placesOf(`explore:${id}=${level.id}+call=${call}${more}`)),
      ),
    ),
  ),
);
/** Whether a place is a condition of the model, or says how requests are sent. */
const isKnownPlace = (place: string): boolean =>
  modelPlaces.has(place) ||
  /^explore:(?:documented|(?:times|together)=\d+|connection=new)$/.test(place) ||
  relations.some((relation) => place === `explore:values=${relation}`);

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

  it('names conditions that the model has', () => {
    const places = [...new Set(symptoms.map(({ place }) => place))].filter(isExplored);
    expect(places.filter((place) => !isKnownPlace(place))).toEqual([]);
    expect(isKnownPlace('explore:media-type=gone')).toBe(false);
  });

  it('is small', () => {
    expect(statSync(path).size).toBeLessThan(200_000);
  });
});

describe('writing symptoms', () => {
  const [one, other] = faults as [Fault, Fault];
  const shows = (place: string): Symptom => ({
    place,
    rule: 'status',
    level: 'violation',
    where: 'status',
    observed: '500',
  });
  const table = packTable(
    faultGroups([
      { ...one, symptoms: [shows('accept.documented')] },
      { ...other, symptoms: [shows('accept.documented')] },
      { id: 'gone', title: 'Is gone', symptoms: [shows('hmac.documented')] },
    ]),
    [],
  );
  const shownIn = (results: Parameters<typeof updatedTable>[1]) =>
    unpackTable(updatedTable(table, results)).map((cause) => [cause.faults, cause.symptoms.map(({ place }) => place)]);

  it('keeps what other faults show, and forgets faults that no longer exist', () => {
    expect(shownIn([])).toEqual([[[one.id, other.id], ['accept.documented']]]);
    expect(shownIn([{ id: other.id, symptoms: [shows('accept.escapes')] }])).toEqual([
      [[one.id], ['accept.documented']],
      [[other.id], ['accept.escapes']],
    ]);
    expect(shownIn([{ id: other.id, symptoms: [] }])).toEqual([[[one.id], ['accept.documented']]]);
  });
});
