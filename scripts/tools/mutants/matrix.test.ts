import type { Level } from '../../report/types';
import { finding, reportOf } from '../../testing/run-fixtures';
import {
  disagreements,
  isRight,
  judgeMutant,
  kindOfCase,
  type MutantResult,
  replaceableCases,
  soleCatchers,
} from './matrix';

const withFinding = (level: Level) => reportOf({ cases: [{ id: 'a', findings: [finding({ level })] }, { id: 'b' }] });
const clean = reportOf({ cases: [{ id: 'a' }, { id: 'b' }] });
const refused = reportOf({ cases: [{ id: 'a', verdict: 'inconclusive', credentialsRefused: true }] });

describe('a fault', () => {
  it.each([
    ['violation', withFinding('violation'), 'caught'],
    ['violation', withFinding('deviation'), 'survived'],
    ['deviation', withFinding('violation'), 'caught'],
    ['deviation', withFinding('deviation'), 'caught'],
    ['warning', withFinding('warning'), 'caught'],
    ['warning', withFinding('observation'), 'survived'],
    ['violation', clean, 'survived'],
    ['violation', refused, 'caught'],
  ] as const)('that must be reported as a %s is judged by the report (%#)', (expected, report, outcome) => {
    expect(judgeMutant({ id: 'x', title: 'x', expected }, report).outcome).toBe(outcome);
  });

  it('is caught by the cases with a finding of its level', () => {
    expect(judgeMutant({ id: 'x', title: 'x', expected: 'violation' }, withFinding('violation')).caughtBy).toEqual([
      'a',
    ]);
  });
});

describe('a conforming variant', () => {
  it.each([
    [clean, 'cleared'],
    [withFinding('observation'), 'cleared'],
    [withFinding('warning'), 'cleared'],
    [withFinding('deviation'), 'accused'],
    [withFinding('violation'), 'accused'],
    [refused, 'accused'],
  ] as const)('is accused by deviations and violations, and by a run without a verdict (%#)', (report, outcome) => {
    expect(judgeMutant({ id: 'x', title: 'x' }, report).outcome).toBe(outcome);
  });
});

describe('a result', () => {
  const right: MutantResult = {
    id: 'x',
    title: 'x',
    outcome: 'cleared',
    reported: 'nothing',
    caughtBy: [],
    foundBy: {},
  };

  it.each<[expected: boolean, what: string, result: MutantResult]>([
    [true, 'a cleared variant', right],
    [true, 'a caught fault', { ...right, outcome: 'caught' }],
    [false, 'a fault that survived', { ...right, outcome: 'survived' }],
    [false, 'an accused variant', { ...right, outcome: 'accused' }],
    [true, 'agreement with stock Newman and of the engines', { ...right, disagreements: [], engineDifferences: [] }],
    [
      false,
      'another verdict of stock Newman',
      { ...right, disagreements: [{ caseId: 'a', harness: 'passed', stock: 'failed' }] },
    ],
    [
      false,
      'a difference between the engines',
      { ...right, engineDifferences: [{ caseId: 'a', about: 'verdict', newman: 'passed', direct: 'failed' }] },
    ],
  ])('is right: %s, for %s', (expected, _what, result) => {
    expect(isRight(result)).toBe(expected);
  });
});

describe('a case', () => {
  const caught = (id: string, caughtBy: string[]): MutantResult => ({
    id,
    title: id,
    expected: 'violation',
    outcome: 'caught',
    reported: 'violation',
    caughtBy,
    foundBy: { case: caughtBy.length },
  });
  const results = [caught('f', ['a']), caught('g', ['a', 'b']), caught('h', ['b', 'c'])];

  it('is needed if it alone catches a fault', () => {
    expect([...soleCatchers(results)]).toEqual([['a', ['f']]]);
    expect(replaceableCases(results, ['a', 'b', 'c', 'd'])).toEqual(['b', 'c', 'd']);
  });
});

describe('what found a fault', () => {
  it.each([
    ['refuse.no-token', 'case'],
    ['explore:credential=none', 'level'],
    ['explore:credential=none+call=payout-options', 'level'],
    ['explore:credential=none+method=head', 'pair'],
    ['explore:body=blank+credential=none+media-type=utf-16', 'triple'],
    ['explore:body=blank+credential=none+media-type=utf-16+method=put', 'combination'],
    ['explore:method=head>credential=none', 'history'],
    ['explore:together=4', 'history'],
  ] as const)('is told by the id of its case: %s is a %s', (id, kind) => {
    expect(kindOfCase(id)).toBe(kind);
  });

  it('is counted by kind, without the summary of exploring', () => {
    const cases = ['a', 'b', 'explore:pairs', 'explore:credential=none+method=head'].map((id) => ({
      id,
      findings: [finding()],
    }));
    expect(judgeMutant({ id: 'x', title: 'x', expected: 'violation' }, reportOf({ cases })).foundBy).toEqual({
      case: 2,
      pair: 1,
    });
  });
});

describe('stock Newman', () => {
  it('agrees if it has the same verdict for each case', () => {
    expect(
      disagreements(
        clean,
        new Map([
          ['a', 'passed'],
          ['b', 'passed'],
        ]),
      ),
    ).toEqual([]);
    expect(disagreements(clean, new Map([['a', 'failed']]))).toEqual([
      { caseId: 'a', harness: 'passed', stock: 'failed' },
      { caseId: 'b', harness: 'passed', stock: 'none' },
    ]);
  });
});
