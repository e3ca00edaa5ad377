import { answered, eventsOf, finding, type RunFixture, recorded, reportOf, unanswered } from '../testing/run-fixtures';
import { fold } from './fold';
import type { OwnAssertion, RecordedExchange, RunEvent, StopReason } from './types';

describe('folding events into a report', () => {
  it('keeps the plan, the results and the order of the cases', () => {
    const exchanges = [unanswered('timeout'), answered(201, 2)];
    const report = reportOf({
      cases: [
        { id: 'a', title: 'A', theme: 'One', tags: ['safe'], evidence: ['C1', 'C2'], flaky: true, exchanges },
        { id: 'b', verdict: 'failed', findings: [finding()], durationMs: 3 },
      ],
    });
    expect(report).toMatchObject({
      schemaVersion: 1,
      durationMs: 2140,
      complete: true,
      exitCode: 1,
      verdict: 'broken',
    });
    expect(report.cases).toEqual([
      {
        id: 'a',
        title: 'A',
        theme: 'One',
        tags: ['safe'],
        evidence: ['C1', 'C2'],
        reproduce: "curl 'a'",
        verdict: 'passed',
        flaky: true,
        durationMs: 24,
        findings: [],
        exchanges,
      },
      expect.objectContaining({ id: 'b', verdict: 'failed', findings: [finding()], durationMs: 3 }),
    ]);
  });

  it('does not depend on how the events of different cases interleave', () => {
    const [start, ...rest] = eventsOf({ cases: [{ id: 'a' }, { id: 'b', verdict: 'failed', findings: [finding()] }] });
    const end = rest.pop()!;
    const ofCase = (id: string) => rest.filter((event) => 'id' in event && event.id === id);
    const [a, b] = [ofCase('a'), ofCase('b')];
    const interleaved = a.flatMap((event, index) => [b[index]!, event]);
    expect(fold([start!, ...interleaved, end])).toEqual(fold([start!, ...a, ...b, end]));
  });

  it('counts every kind of case and finding', () => {
    const levels = (['violation', 'deviation', 'deviation', 'warning', 'observation'] as const).map((level) =>
      finding({ level }),
    );
    const { summary } = reportOf({
      cases: [
        { id: 'p1' },
        { id: 'p2', flaky: true },
        { id: 'f', verdict: 'failed', findings: levels },
        { id: 'e', verdict: 'errored' },
        { id: 'i', verdict: 'inconclusive' },
        { id: 's', verdict: 'skipped' },
      ],
    });
    expect(summary).toEqual({
      cases: 6,
      passed: 2,
      failed: 1,
      errored: 1,
      inconclusive: 1,
      skipped: 1,
      flaky: 1,
      violations: 1,
      deviations: 2,
      warnings: 1,
      observations: 1,
      quarantined: 0,
    });
  });

  it.each<[StopReason | 'killed', string]>([
    ['interrupted', 'not sent: the run was interrupted'],
    ['terminated', 'not sent: the run was terminated'],
    ['deadline', 'not sent: the run reached its time limit'],
    ['bail', 'not sent: the run stopped at the first failed case'],
    ['internal-error', 'not sent: an internal error ended the run'],
    ['killed', 'not sent: the run ended unexpectedly'],
  ])('%s: what was not sent is skipped, what was in flight errored', (how, reason) => {
    const cases: RunFixture['cases'] = [{ id: 'a' }, { id: 'b', reached: 'started' }, { id: 'c', reached: 'planned' }];
    const report = reportOf(how === 'killed' ? { cases, killed: true } : { cases, stopped: how });
    expect(report.complete).toBe(false);
    expect(report.cases.map((result) => [result.verdict, result.reason])).toEqual([
      ['passed', undefined],
      ['errored', 'in flight when the run ended'],
      ['skipped', reason],
    ]);
  });

  it('does not hold when a case got lost on the way to the end', () => {
    const report = reportOf({ cases: [{ id: 'a' }, { id: 'b', reached: 'planned' }] });
    expect(report).toMatchObject({ complete: false, verdict: 'no-verdict', exitCode: 3 });
  });

  it('takes the time of the longest case if the end is missing', () => {
    const cases = [
      { id: 'a', durationMs: 10 },
      { id: 'b', durationMs: 40 },
    ];
    expect(reportOf({ cases, killed: true }).durationMs).toBe(40);
    expect(reportOf({ cases: [], killed: true }).durationMs).toBe(0);
  });

  it('takes the time of the last response, since the start of the run, if the end is missing', () => {
    const at = (startedMs: number) => recorded<RecordedExchange>({ ...answered(201), startedMs });
    const cases = [
      { id: 'a', durationMs: 10, exchanges: [at(700), at(100)] },
      { id: 'b', durationMs: 40, exchanges: [unanswered('reset')] },
    ];
    expect(reportOf({ cases, killed: true }).durationMs).toBe(712);
  });

  it('knows refused credentials from the case that proved them', () => {
    const cases = [{ id: 'a', verdict: 'errored', credentialsRefused: true }] as const;
    expect(reportOf({ cases })).toMatchObject({ verdict: 'credentials-refused', exitCode: 4 });
  });

  it('ignores events of cases that were not planned', () => {
    const events = eventsOf({ cases: [{ id: 'a' }] });
    const ghost: RunEvent = { type: 'case-finished', id: 'ghost', verdict: 'failed', durationMs: 1, findings: [] };
    const { cases, verdict } = fold([...events.slice(0, -1), ghost, events.at(-1)!]);
    expect([cases.map(({ id }) => id), verdict]).toEqual([['a'], 'held']);
  });

  it.each([
    ['passed', 'failed', 'failed'],
    ['failed', 'passed', 'failed'],
    ['passed', 'errored', 'errored'],
    ['errored', 'failed', 'failed'],
    ['inconclusive', 'errored', 'errored'],
    ['passed', 'inconclusive', 'inconclusive'],
    ['passed', 'skipped', 'passed'],
    ['skipped', 'passed', 'passed'],
  ] as const)('lets the worst stand of a case that finished %s, then %s', (first, second, worst) => {
    const events = eventsOf({ cases: [{ id: 'a', verdict: first, findings: [finding({ where: '/first' })] }] });
    const again: RunEvent = {
      ...{ type: 'case-finished', id: 'a', verdict: second, durationMs: 1 },
      findings: [finding({ where: '/second' })],
    };
    const { cases } = fold([...events.slice(0, -1), again, events.at(-1)!]);
    expect(cases.map(({ verdict }) => verdict)).toEqual([worst]);
    expect(cases[0]!.findings.map(({ where }) => where)).toEqual(['/first', '/second']);
  });

  it('keeps the first reason of verdicts that are equally bad, and the assertions of all', () => {
    const assertion = (name: string): OwnAssertion => ({ name, result: 'passed' });
    const fixture = {
      cases: [{ id: 'a', verdict: 'failed', reason: 'first', assertions: [assertion('one')] }],
    } as const;
    const events = eventsOf(fixture);
    const again = { type: 'case-finished', id: 'a', verdict: 'failed', reason: 'second', durationMs: 1 } as const;
    const foldedWith = (more: object) =>
      fold([...events.slice(0, -1), { ...again, findings: [], ...more } as RunEvent, events.at(-1)!]).cases[0]!;
    expect(foldedWith({}).reason).toBe('first');
    expect(foldedWith({}).assertions).toEqual([assertion('one')]);
    expect(foldedWith({ assertions: [assertion('two')] }).assertions).toEqual([assertion('one'), assertion('two')]);
  });

  it('has no assertions if a case without any finishes twice', () => {
    const events = eventsOf({ cases: [{ id: 'a' }] });
    const finished = events.findIndex(({ type }) => type === 'case-finished');
    const { cases } = fold([...events.slice(0, finished + 1), ...events.slice(finished)]);
    expect(cases[0]).not.toHaveProperty('assertions');
  });

  it('needs the beginning', () => {
    expect(() => fold([])).toThrow('run-started');
  });
});
