import { type FindingFixture, finding, foreignRule, reportOf } from '../../testing/run-fixtures';
import { findingGroups, findingsView, groupRows, notedTitle } from './finding-groups';
import { alsoIn, casesText } from './text';

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

describe('the findings of a run', () => {
  const quarantined = { owner: 'o', reason: 'r', expires: '2027-01-01' };
  const client = { level: 'client', rule: foreignRule('client-path') } as const;
  it.each<[string, Partial<FindingFixture>, Partial<Parameters<typeof findingsView>[0]>, readonly number[]]>([
    ['a violation breaks the contract', {}, {}, [1, 0, 0]],
    ['a quarantined one does not', { quarantined }, {}, [0, 0, 0]],
    ['a deviation is noted', { level: 'deviation' }, {}, [0, 1, 0]],
    ['a warning is noted', { level: 'warning' }, {}, [0, 1, 0]],
    ['a quarantined deviation is not', { level: 'deviation', quarantined }, {}, [0, 0, 0]],
    ['a deviation breaks the contract under --strict', { level: 'deviation' }, { strict: true }, [1, 0, 0]],
    ['an observation is one', { level: 'observation' }, {}, [0, 0, 1]],
    ['an observation is one under --strict', { level: 'observation' }, { strict: true }, [0, 0, 1]],
    ['a quarantined observation is none', { level: 'observation', quarantined }, {}, [0, 0, 0]],
    ['a mistake of the client is noted', client, {}, [0, 1, 0]],
    ['a mistake of the client fails, if that side counts', client, { side: 'client' }, [1, 0, 0]],
  ])('are told by what they mean: %s', (_name, change, report, wanted) => {
    const { cases, strict } = reportOf({ cases: [broken('a', finding(change))] });
    const {
      broken: failing,
      noted,
      observations,
    } = findingsView({ ...reportOf({ cases: [] }), cases, strict, ...report });
    expect([failing.length, noted.length, observations.length]).toEqual(wanted);
  });

  it.each(['inconclusive', 'skipped', 'errored'] as const)(
    'count only in a case that says something: %s',
    (verdict) => {
      const cases = [{ id: 'a', verdict, reason: 'r', findings: [finding({ level: 'deviation' })] }];
      expect(findingsView(reportOf({ cases })).noted).toHaveLength(verdict === 'errored' ? 1 : 0);
    },
  );

  it.each([
    [[{ level: 'deviation' }, { level: 'warning' }], 'Deviations and warnings'],
    [[client, client], 'Mistakes of the client'],
    [[client, { level: 'warning' }], 'Deviations, warnings and mistakes of the client'],
  ] as const)('that fail nothing have a title: %j', (changes, wanted) => {
    const cases = changes.map((change, index) => broken(`${index}`, finding({ ...change, message: `${index}` })));
    const groups = findingGroups(reportOf({ cases }).cases, () => true);
    expect(notedTitle(groups)).toBe(`${wanted}, which do not fail the run`);
  });

  it('differ where only what was expected differs, or only what came', () => {
    const variesWith = (change: Partial<FindingFixture>) =>
      findingGroups(reportOf({ cases: [broken('a', finding()), broken('b', finding(change))] }).cases, () => true).map(
        ({ varies }) => varies,
      );
    expect([variesWith({ expected: 'x' }), variesWith({ actual: 'x' }), variesWith({})]).toEqual([
      [true],
      [true],
      [false],
    ]);
  });
});

describe('other cases', () => {
  it.each([
    [1, 'c1'],
    [2, 'c1, c2'],
    [47, '47 more cases, such as c1, c2'],
  ])('of %i are named: %s', (count, wanted) => {
    expect(
      alsoIn(
        Array.from({ length: count }, (_, index) => `c${index + 1}`),
        2,
      ),
    ).toBe(wanted);
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
