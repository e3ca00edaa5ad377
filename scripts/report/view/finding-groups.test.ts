import { finding, reportOf } from '../../testing/run-fixtures';
import { findingGroups, findingsView, groupRows } from './finding-groups';
import { casesText } from './text';

const broken = (id: string, ...findings: ReturnType<typeof finding>[]) => ({
  id,
  verdict: 'failed' as const,
  findings,
});
const groupsOf = (...cases: Parameters<typeof reportOf>[0]['cases']) =>
  findingsView(reportOf({ cases })).broken.map(({ finding: { message, actual }, varies, cases: of }) => ({
    ...{ message, actual, varies },
    cases: of.map(({ id }) => id),
  }));

describe('findings by their cause', () => {
  it('are one where only what was expected and what came differ, and show those of the first case', () => {
    const [late, later] = [finding({ expected: '1', actual: '3601' }), finding({ expected: '2', actual: '3602' })];
    expect(groupsOf(broken('a', late), broken('b', later))).toEqual([
      { message: late.message, actual: '3601', varies: true, cases: ['a', 'b'] },
    ]);
  });

  it.each([
    ['rule', { rule: 'status' }],
    ['evidence', { evidence: 'T3' }],
    ['message', { message: 'other' }],
    ['place', { where: '/other' }],
  ] as const)('are two if the %s differs', (_what, change) => {
    expect(groupsOf(broken('a', finding()), broken('b', finding(change)))).toHaveLength(2);
  });

  it('come with the worst level first, then what most cases show', () => {
    const [rare, often] = [finding({ message: 'rare' }), finding({ message: 'often' })];
    const mild = finding({ level: 'deviation', message: 'mild' });
    const cases = ['a', 'b', 'c'].map((id) => broken(id, mild, ...(id === 'a' ? [rare] : [often])));
    const groups = findingsView(reportOf({ header: { strict: true }, cases })).broken;
    expect(groups.map(({ finding: { message } }) => message)).toEqual(['often', 'rare', 'mild']);
  });

  it('name a case once, however often it shows the cause', () => {
    expect(groupsOf(broken('a', finding(), finding()))).toMatchObject([{ varies: false, cases: ['a'] }]);
  });

  it('that fail nothing are not what is broken', () => {
    const quarantined = { owner: 'o', reason: 'r', expires: '2027-01-01' };
    expect(
      groupsOf(
        { id: 'a', findings: [finding({ level: 'warning' }), finding({ quarantined })] },
        { id: 'b', verdict: 'inconclusive', reason: 'r', findings: [finding()] },
      ),
    ).toEqual([]);
  });

  it('name the case whose values are shown, if they differ between cases', () => {
    const rowsOf = (actual: string) => {
      const { cases } = reportOf({ cases: [broken('a', finding()), broken('b', finding({ actual }))] });
      return Object.fromEntries(groupRows(findingGroups(cases, () => true)[0]!));
    };
    expect(rowsOf('"tomorrow"').actual).toBe('"2026-03-01T10:30:00Z" (a; others differ)');
    expect(rowsOf(finding().actual!).actual).toBe('"2026-03-01T10:30:00Z"');
  });
});

describe('many cases', () => {
  it.each([
    [1, '1 case: c1'],
    [5, '5 cases: c1, c2, c3, c4, c5'],
    [45, '45 cases: c1, c2, c3, c4, c5 and 40 more'],
  ])('of %i are named: %s', (count, wanted) => {
    expect(casesText(Array.from({ length: count }, (_, index) => `c${index + 1}`))).toBe(wanted);
  });
});
