import fc from 'fast-check';
import { answered, type CaseFixture, finding, type RunFixture, reportOf } from '../../testing/run-fixtures';
import type { Explored, RunHeader } from '../types';
import type { NamedReport } from './assemble';
import { mergeReports } from './merge';

const named = (name: string, fixture: RunFixture, header: Partial<RunHeader> = {}): NamedReport => ({
  name,
  report: reportOf({ ...fixture, header: { ...fixture.header, ...header } }),
});
const at = (minute: number): Partial<RunHeader> => ({
  startedAt: `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`,
});
const failed: Partial<CaseFixture> = { verdict: 'failed', findings: [finding()] };

describe('reruns, merged', () => {
  const first = named('first', { cases: [{ id: 'a' }, { id: 'b', ...failed }, { id: 'c' }] }, at(0));

  it('take the latest attempt at each case and keep the earlier one, in any order of the files', () => {
    const again = named('again', { cases: [{ id: 'b' }] }, at(5));
    for (const inputs of [
      [first, again],
      [again, first],
    ]) {
      const report = mergeReports(inputs);
      expect(report).toMatchObject({
        verdict: 'held',
        exitCode: 0,
        ...at(0),
        summary: { cases: 3, passed: 3, failed: 0, flaky: 1 },
      });
      expect(report.cases[1]).toMatchObject({
        id: 'b',
        verdict: 'passed',
        flaky: true,
        earlier: [{ ...at(0), verdict: 'failed', findings: [finding()] }],
      });
      expect(report.cases[0]!.earlier).toBeUndefined();
    }
  });

  it.each([
    ['failed', true],
    ['errored', true],
    ['inconclusive', false],
    ['passed', false],
    ['skipped', false],
  ] as const)('with a case that %s and then passed: flaky %s', (verdict, flaky) => {
    const before = named('before', { cases: [{ id: 'a', verdict, reason: 'r' }] }, at(0));
    const after = named('after', { cases: [{ id: 'a' }] }, at(5));
    const [merged] = mergeReports([before, after]).cases;
    expect([merged!.verdict, merged!.flaky ?? false]).toEqual(['passed', flaky]);
  });

  it('stay broken if the latest attempt fails', () => {
    const once = named('once', { cases: [{ id: 'b' }] }, at(5));
    const again = named('again', { cases: [{ id: 'b', ...failed }] }, at(6));
    const [, b] = mergeReports([again, once, first]).cases;
    expect([b!.verdict, b!.flaky, b!.earlier!.map(({ verdict }) => verdict)]).toEqual([
      'failed',
      undefined,
      ['failed', 'passed'],
    ]);
  });

  it('let nothing be replaced by what was not sent', () => {
    const stopped = named('stopped', { cases: [{ id: 'b', reached: 'planned' }], stopped: 'interrupted' }, at(5));
    const report = mergeReports([first, stopped]);
    expect([report.cases[1]!.verdict, report.cases[1]!.earlier, report.verdict]).toEqual([
      'failed',
      undefined,
      'broken',
    ]);
  });

  it('complete a run that was killed, once every case has been judged', () => {
    const killed = named(
      'killed',
      { cases: [{ id: 'a' }, { id: 'b', reached: 'started' }, { id: 'c', reached: 'planned' }], killed: true },
      at(0),
    );
    const b = named('b', { cases: [{ id: 'b' }] }, at(5));
    const c = named('c', { cases: [{ id: 'c' }] }, at(6));
    expect(mergeReports([killed, b])).toMatchObject({ complete: false, verdict: 'no-verdict' });
    expect(mergeReports([killed, b, c])).toMatchObject({ complete: true, verdict: 'held', exitCode: 0 });
  });

  it('forget the credentials that were refused only before', () => {
    const refused = named('refused', { cases: [{ id: 'a', verdict: 'errored', credentialsRefused: true }] }, at(0));
    const fixed = named('fixed', { cases: [{ id: 'a' }] }, at(5));
    expect(mergeReports([refused, fixed]).exitCode).toBe(0);
    expect(
      mergeReports([
        refused,
        named('still', { cases: [{ id: 'a', verdict: 'errored', credentialsRefused: true }] }, at(5)),
      ]).exitCode,
    ).toBe(4);
  });

  it.each([
    ['could not be reached in any', true, { kind: 'refused', detail: 'ECONNREFUSED' }],
    ['was reached in one', false, undefined],
  ] as const)('know a target that %s', (_name, again, unreached) => {
    const down = (id: string, minute: number, fixture: Partial<RunFixture> = {}): NamedReport => {
      const { name, report } = named(
        id,
        {
          cases: [
            { id: 'a', verdict: 'errored' },
            { id: 'b', verdict: 'errored' },
          ],
          ...fixture,
        },
        at(minute),
      );
      return { name, report: { ...report, unreached: { kind: 'refused', detail: 'ECONNREFUSED' } } };
    };
    const last = again
      ? down('last', 5, { cases: [{ id: 'a', verdict: 'errored' }] })
      : named('last', { cases: [{ id: 'a' }] }, at(5));
    expect(mergeReports([down('first', 0), last]).unreached).toEqual(unreached);
  });

  it('say of what is missing what the latest incomplete run says', () => {
    const cases = [{ id: 'a' }, { id: 'b', reached: 'planned' }] as const;
    const one = named('one', { cases, stopped: 'internal-error', error: 'first' }, at(0));
    const two = named('two', { cases, stopped: 'outage', because: 'it was down' }, at(5));
    const done = named('done', { cases: [{ id: 'a' }] }, at(6));
    const { stopped, because, error, complete } = mergeReports([one, two, done]);
    expect({ stopped, because, error, complete }).toEqual({
      ...{ stopped: 'outage', because: 'it was down', error: undefined, complete: false },
    });
  });

  it.each([
    ['internal-error', undefined, 'held'],
    [undefined, 'boom', 'no-verdict'],
  ] as const)('forget an error only if it stopped a run that was completed since: %s', (stopped, error, verdict) => {
    const cases = [{ id: 'a' }, ...(stopped ? [{ id: 'b', reached: 'planned' } as const] : [{ id: 'b' }])];
    const once = named('once', { cases, ...(stopped && { stopped }), error: 'boom' }, at(0));
    const again = named('again', { cases: [{ id: 'b' }] }, at(5));
    const report = mergeReports([once, again]);
    expect([report.error, report.verdict, report.complete]).toEqual([error, verdict, true]);
  });

  it('keep all of the header but the shard, of the run with every case', () => {
    const header: Partial<RunHeader> = {
      ...{ shadowed: 'IMBURSE_BASE_URL', side: 'both', plan: 'sha256:0123456789abcdef', failOnFlaky: true },
      ...{ collection: 'c.json', collectionOptions: ['--folder A'], source: 'a.har' },
    };
    const again = named('again', { cases: [{ id: 'a' }] }, { ...header, ...at(5), source: 'b.har' });
    const whole = named('whole', { cases: [{ id: 'a' }, { id: 'b' }] }, { ...header, ...at(0) });
    expect(mergeReports([again, whole])).toMatchObject({ ...header, ...at(0) });
  });

  it('are shown one after the other, without the time between', () => {
    const exchanges = [{ ...answered(201), startedMs: 7 }];
    const again = named('again', { cases: [{ id: 'b', exchanges }] }, at(30));
    const report = mergeReports([first, again]);
    expect([report.durationMs, report.cases[1]!.exchanges[0]!.startedMs]).toEqual([4280, 2147]);
  });

  it('may be merged again', () => {
    const merged = {
      name: 'merged',
      report: mergeReports([first, named('again', { cases: [{ id: 'b', ...failed }] }, at(5))]),
    };
    const [, b] = mergeReports([merged, named('last', { cases: [{ id: 'b' }] }, at(9))]).cases;
    expect(b!.earlier!.map(({ verdict }) => verdict)).toEqual(['failed', 'failed']);
  });

  it('give the same in any grouping', () => {
    const verdict = fc.constantFrom('passed', 'failed', 'errored', 'inconclusive', 'skipped');
    const ids = ['a', 'b', 'c'];
    const run = fc.record({ verdicts: fc.tuple(verdict, verdict, verdict), tried: fc.subarray(ids, { minLength: 1 }) });
    fc.assert(
      fc.property(fc.tuple(run, run, run), (runs) => {
        const [one, two, three] = runs.map(({ verdicts, tried }, nth) => {
          const cases = ids.map((id, place): CaseFixture => ({ id, verdict: verdicts[place]! }));
          const sent = nth === 0 ? cases : cases.filter(({ id }) => tried.includes(id));
          return named(`${nth}`, { cases: sent }, at(nth));
        });
        const together = (...inputs: NamedReport[]) => ({ name: 'merged', report: mergeReports(inputs) });
        const figures = ({ report: { cases, summary, verdict, exitCode, durationMs } }: NamedReport) => ({
          cases: cases.map(({ id, verdict, flaky, earlier }) => [
            id,
            verdict,
            flaky,
            earlier?.map((each) => each.verdict),
          ]),
          ...{ summary, verdict, exitCode, durationMs },
        });
        expect(figures(together(together(one!, two!), three!))).toEqual(figures(together(one!, two!, three!)));
      }),
      { numRuns: 200 },
    );
  });

  it('keep what an earlier run explored, though all of its cases were tried again', () => {
    const explored: Explored = {
      ...{ seed: 1, strength: 'pairs' as const, programs: 2, requests: 5 },
      ...{ levels: { covered: 1, of: 9 }, pairs: { covered: 1, of: 9 } },
    };
    const cases = [{ id: 'a' }];
    const { name, report } = named('first', { cases }, at(0));
    expect(mergeReports([{ name, report: { ...report, explored } }, named('again', { cases }, at(5))])).toMatchObject({
      explored,
    });
  });

  it('of a collection hold nothing by the case that fetched its token', () => {
    const cases = [{ id: 'token', dependencyOnly: true }];
    const runs = [0, 5].map((minute) => named(`${minute}`, { cases }, { ...at(minute), collection: 'c.json' }));
    expect(mergeReports(runs)).toMatchObject({ verdict: 'no-verdict', exitCode: 3 });
  });

  it.each<[string, NamedReport[], string]>([
    [
      'of other cases',
      [first, named('other', { cases: [{ id: 'z' }] }, at(5))],
      'other contains the case z, which first does not',
    ],
    ['of the same run', [first, { ...first, name: 'copy' }], 'first and copy are reports of the same run'],
    [
      'against different targets',
      [
        first,
        named('other', { cases: [{ id: 'a' }] }, { ...at(5), target: { name: 'x', baseUrl: 'https://x.example' } }),
      ],
      'target is embedded in one and x https://x.example in the other',
    ],
    [
      'about different sides',
      [first, named('other', { cases: [{ id: 'a' }] }, { ...at(5), side: 'client' })],
      '--side is not given in one and client in the other',
    ],
  ])('are refused if they are %s', (_name, inputs, message) => {
    expect(() => mergeReports(inputs)).toThrow(message);
  });

  it('is the report itself if there is only one', () => {
    expect(mergeReports([first])).toBe(first.report);
  });
});
