import { isObservedRecord } from '../../schemas/compiled/inputs';
import type { Trait } from '../judge/traits';
import { problemLine, schemaProblems } from '../lib/schema-problems';
import { compare, observe, recordOf, recordText } from './drift';

const trait = (aspect: string, value: string): Trait => ({ aspect, value });
const seen = (...cases: [string, string, string][]) =>
  observe(cases.map(([id, aspect, value]) => [id, [trait(aspect, value)]] as const));
const accepted = seen(['a', 'status', '201'], ['b', 'status', '200'], ['a', 'claims', 'aud, exp']);

describe('a record', () => {
  it('is sorted, for any order and number of cases', () => {
    const record = recordOf('sandbox', accepted);
    const again = seen(
      ['c', 'claims', 'aud, exp'],
      ['b', 'status', '200'],
      ['x', 'status', '200'],
      ['z', 'status', '201'],
    );
    expect(recordText(record)).toBe(
      `${JSON.stringify({ schemaVersion: 1, target: 'sandbox', aspects: { claims: ['aud, exp'], status: ['200', '201'] } }, null, 2)}\n`,
    );
    expect(recordText(recordOf('sandbox', again))).toBe(recordText(record));
    expect(isObservedRecord(JSON.parse(recordText(record)))).toBe(true);
  });

  const record = recordOf('sandbox', accepted);
  it.each<[string, unknown, string]>([
    ['a list', [], 'the file must be an object'],
    ['another version', { ...record, schemaVersion: 2 }, 'schemaVersion must be 1'],
    ['no target', { ...record, target: '' }, 'target must not be empty'],
    ['aspects in a list', { ...record, aspects: [] }, 'aspects must be an object'],
    [
      'another property',
      { ...record, targets: '' },
      'the file has an unknown property "targets"; did you mean "target"?',
    ],
    ['a value that is not a list', { ...record, aspects: { status: '201' } }, 'aspects.status must be a list'],
    ['an empty list', { ...record, aspects: { status: [] } }, 'aspects.status must not be empty'],
    ['a number', { ...record, aspects: { status: [201] } }, 'aspects.status[0] must be a string'],
    [
      'a value twice',
      { ...record, aspects: { status: ['201', '201'] } },
      'aspects.status must not contain the same value twice',
    ],
    ['an aspect without a name', { ...record, aspects: { '': ['201'] } }, 'aspects must not have a property ""'],
  ])('is refused with %s', (_name, value, problem) => {
    expect(schemaProblems(isObservedRecord, value).map((each) => problemLine(each))).toEqual([problem]);
  });
});

describe('drift', () => {
  it.each<[string, [string, string, string][], object[]]>([
    [
      'does not occur if nothing changed',
      [
        ['a', 'status', '201'],
        ['b', 'claims', 'aud, exp'],
      ],
      [],
    ],
    ['is not behaviour that a run did not observe', [], []],
    [
      'is another value',
      [
        ['a', 'claims', 'aud, exp, jti'],
        ['b', 'claims', 'aud, exp, jti'],
      ],
      [{ aspect: 'claims', accepted: ['aud, exp'], observed: ['aud, exp, jti'], cases: ['a', 'b'] }],
    ],
    [
      'is one more value, shown beside those that are accepted',
      [
        ['a', 'status', '201'],
        ['b', 'status', '202'],
      ],
      [{ aspect: 'status', accepted: ['200', '201'], observed: ['201', '202'], cases: ['b'] }],
    ],
    ['is a new aspect', [['a', 'alg', 'ES256']], [{ aspect: 'alg', accepted: [], observed: ['ES256'], cases: ['a'] }]],
    [
      'is an aspect with the name of an inherited property',
      [['a', 'constructor', 'x']],
      [{ aspect: 'constructor', accepted: [], observed: ['x'], cases: ['a'] }],
    ],
    [
      'names every case',
      ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, 'alg', 'ES256']),
      [{ aspect: 'alg', accepted: [], observed: ['ES256'], cases: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    ],
  ])('%s', (_name, cases, expected) => {
    expect(compare(recordOf('sandbox', accepted), seen(...cases))).toEqual(expected);
  });
});
