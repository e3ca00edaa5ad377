import fc from 'fast-check';
import {
  answered,
  type CaseFixture,
  finding,
  quarantineEntry,
  type RunFixture,
  reportOf,
} from '../../testing/run-fixtures';
import type { RunHeader, Shard } from '../types';
import type { NamedReport } from './assemble';
import { mergeReports } from './merge';

const plan = 'sha256:0123456789abcdef';
const named = (name: string, fixture: RunFixture, header: Partial<RunHeader> = {}): NamedReport => ({
  name,
  report: reportOf({ ...fixture, header: { plan, ...fixture.header, ...header } }),
});
const at = (minute: number): Partial<RunHeader> => ({
  startedAt: `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`,
});
const disowned = ({ report }: NamedReport) => report.cases.map((each) => ({ ...each, dependencyOnly: true }));
const failed: Partial<CaseFixture> = { verdict: 'failed', findings: [finding()] };

/** Shards as a run would write them: for each, its own cases and those that it sends for their sake. */
function shardsOf(
  cases: readonly CaseFixture[],
  owner: readonly number[],
  helpers: readonly string[][],
): NamedReport[] {
  const count = helpers.length;
  return helpers.map((helping, shard) => {
    const sent = cases.flatMap((each, place) => {
      const own = owner[place] === shard;
      if (!own && !helping.includes(each.id)) return [];
      return [{ ...each, position: place + 1, ...(!own && { dependencyOnly: true }) }];
    });
    return named(`${shard + 1}.json`, { cases: sent, header: { shard: { index: shard + 1, count } } });
  });
}

const anyCase = fc.record({
  verdict: fc.constantFrom('passed', 'failed', 'errored', 'inconclusive', 'skipped'),
  findings: fc.array(
    fc.constantFrom('violation', 'deviation', 'warning', 'observation').map((level) => finding({ level })),
    {
      maxLength: 3,
    },
  ),
  durationMs: fc.nat(500),
  credentialsRefused: fc.constantFrom(false, false, false, true),
}) satisfies fc.Arbitrary<Partial<CaseFixture>>;

const anyRun = fc.array(anyCase, { maxLength: 25 }).chain((results) => {
  const cases: CaseFixture[] = results.map((result, index) => ({ ...result, id: `case.${index}` }));
  return fc.integer({ min: 1, max: 6 }).chain((count) =>
    fc.record({
      cases: fc.constant(cases),
      owner: fc.array(fc.nat(count - 1), { minLength: cases.length, maxLength: cases.length }),
      helpers: fc.array(fc.subarray(cases.map(({ id }) => id)), { minLength: count, maxLength: count }),
    }),
  );
});

describe('shards, merged', () => {
  it('are the report of the whole run, for any division of the cases and any order of the files', () => {
    fc.assert(
      fc.property(anyRun, fc.boolean(), ({ cases, owner, helpers }, backwards) => {
        const shards = shardsOf(cases, owner, helpers);
        expect(mergeReports(backwards ? shards.reverse() : shards)).toEqual(named('', { cases }).report);
      }),
      { numRuns: 200 },
    );
  });

  const cases: CaseFixture[] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  const three = () => shardsOf(cases, [0, 1, 2], [[], ['a'], []]);
  /** Each shard explores, at the end of the plan. */
  const exploring = () =>
    [1, 2].map((index) =>
      named(`${index}.json`, {
        cases: [
          { id: index === 1 ? 'a' : 'b', position: index },
          { id: 'explore:pairs', position: 3 },
        ],
        header: { shard: { index, count: 2 } },
      }),
    );
  const change = (input: NamedReport, header: Partial<RunHeader>): NamedReport => ({
    ...input,
    report: { ...input.report, ...header },
  });

  it.each<[string, (shards: NamedReport[]) => NamedReport[], string]>([
    ['that lack one', ([one, , three_]) => [one!, three_!], 'shard 2/3 is missing: there are 2 reports of 3'],
    ['with one report only', ([one]) => [one!], 'shards 2/3, 3/3 are missing: there is 1 report of 3'],
    [
      'with one report twice',
      (all) => [...all, { ...all[1]!, name: 'x.json' }],
      '2.json and x.json are both shard 2/3',
    ],
    [
      'of different plans',
      ([one, ...more]) => [one!, ...more.map((each) => change(each, { plan: 'sha256:ffffffffffffffff' }))],
      `1.json and 2.json cannot be merged: plan is ${plan} in one and sha256:ffffffffffffffff in the other`,
    ],
    [
      'of different numbers',
      ([one, ...more]) => [one!, ...more.map((each) => change(each, { shard: { index: 2, count: 4 } }))],
      '1.json and 2.json cannot be merged: number of shards is 3 in one and 4 in the other',
    ],
    [
      'against different targets',
      ([one, two, last]) => [one!, two!, change(last!, { target: { name: 'sandbox', baseUrl: 'https://x.example' } })],
      '1.json and 3.json cannot be merged: target is embedded in one and sandbox https://x.example in the other',
    ],
    [
      'against a host that is called embedded',
      ([one, two, last]) => [one!, two!, change(last!, { target: { name: 'embedded', baseUrl: 'https://embedded' } })],
      '1.json and 3.json cannot be merged: target is embedded in one and embedded https://embedded in the other',
    ],
    [
      'of different strictness',
      ([one, two, last]) => [one!, two!, change(last!, { strict: true })],
      '1.json and 3.json cannot be merged: --strict is no in one and yes in the other',
    ],
    [
      'written by different versions',
      ([one, two, last]) => [one!, two!, change(last!, { tool: { name: 'payout-contract', version: '9.0.0' } })],
      'program is payout-contract 0.1.0 in one and payout-contract 9.0.0 in the other',
    ],
    [
      'beyond their own number',
      ([one, two, last]) => [one!, two!, change(last!, { shard: { index: 7, count: 3 } })],
      '3.json is shard 7/3, which is not possible',
    ],
    [
      'from which a case was taken out',
      ([one, two, last]) => [one!, { ...two!, report: { ...two!.report, cases: [] } }, last!],
      'the shards do not contain all cases of their plan: 1.json, 2.json, 3.json',
    ],
    [
      'that disown a case, so that another counts for it',
      ([one, two, last]) => [one!, { ...two!, report: { ...two!.report, cases: disowned(two!) } }, last!],
      'the shards do not contain all cases of their plan: 1.json, 2.json, 3.json',
    ],
    [
      'of which only one explored',
      () => {
        const [one, two] = exploring();
        return [one!, { ...two!, report: { ...two!.report, cases: two!.report.cases.slice(0, 1) } }];
      },
      'the shards do not contain all cases of their plan: 1.json, 2.json',
    ],
  ])('are refused if they are some %s', (_name, choose, message) => {
    expect(() => mergeReports(choose(three()))).toThrow(message);
  });

  it.each([
    [9, /^shards 2\/9, 3\/9, 4\/9, 5\/9, 6\/9, 7\/9, 8\/9, 9\/9 are missing: there is 1 report of 9$/],
    [10, /^shards 2\/10, .+, 9\/10 and 1 more are missing/],
  ])('are refused if there is one of %i, with the first eight that are missing', (count, message) => {
    const one = named('1.json', { cases: [{ id: 'a', position: 1 }], header: { shard: { index: 1, count } } });
    expect(() => mergeReports([one])).toThrow(message);
  });

  it('may each have explored', () => {
    expect(mergeReports(exploring()).cases.map(({ id }) => id)).toEqual(['a', 'b', 'explore:pairs']);
  });

  it('may be incomplete on request, and say what is missing', () => {
    const [one, two] = three();
    const report = mergeReports([two!, one!], true);
    expect(report).toMatchObject({
      complete: false,
      because: 'shard 3/3 is missing',
      verdict: 'no-verdict',
      exitCode: 3,
    });
    expect(report.cases.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(report.shard).toBeUndefined();
  });

  it('of the embedded sandbox have a port each', () => {
    const [one, two, last] = three();
    expect(
      mergeReports([one!, change(two!, { target: { name: 'embedded', baseUrl: 'http://127.0.0.1:1' } }), last!])
        .verdict,
    ).toBe('held');
  });

  it('are broken if a dependency failed in another shard, and show both results', () => {
    const broken = named('2.json', {
      cases: [
        { id: 'a', ...failed, position: 1, dependencyOnly: true },
        { id: 'b', position: 2 },
      ],
      header: { shard: { index: 2, count: 2 } },
    });
    const [one] = shardsOf(cases.slice(0, 2), [0, 1], [[], []]);
    const report = mergeReports([one!, broken]);
    expect([report.verdict, report.cases[0]!.verdict, report.cases[0]!.earlier]).toEqual([
      'broken',
      'failed',
      [expect.objectContaining({ verdict: 'passed' })],
    ]);
  });

  it.each([
    ['failed', 'failed', 'owner'],
    ['failed', 'errored', 'owner'],
    ['errored', 'failed', 'helper'],
    ['passed', 'errored', 'owner'],
  ] as const)('where the owner of a case says %s and a helper %s, go by the %s', (own, helping, by) => {
    const shard = (index: number, verdict: 'failed' | 'errored' | 'passed', more: object): NamedReport => {
      const findings = verdict === 'failed' ? [finding()] : [];
      const result = { id: 'a', verdict, findings, position: 1, title: index === 2 ? 'owner' : 'helper', ...more };
      return named(`${index}.json`, { cases: [result], header: { shard: { index, count: 2 } } });
    };
    const [merged] = mergeReports([shard(1, helping, { dependencyOnly: true }), shard(2, own, {})]).cases;
    expect(merged!.title).toBe(by);
    expect(merged!.earlier?.map(({ verdict }) => verdict) ?? []).toEqual(
      own === helping ? [] : [by === 'owner' ? helping : own],
    );
  });

  it('are as long as from the first start to the last end, each exchange at its time', () => {
    const exchanges = [{ ...answered(201), startedMs: 5 }];
    const shards = [0, 1].map((place) => {
      const shard: Shard = { index: place + 1, count: 2 };
      return named(
        `${place}`,
        { cases: [{ id: `c${place}`, position: place + 1, exchanges }] },
        { shard, ...at(place) },
      );
    });
    const report = mergeReports(shards);
    expect([report.startedAt, report.durationMs]).toEqual([at(0).startedAt, 60_000 + 2140]);
    expect(report.cases.map(({ exchanges: [only] }) => only!.startedMs)).toEqual([5, 60_005]);
  });

  it('are incomplete if one of them is', () => {
    const [one, two, last] = three();
    const killed = {
      ...last!,
      report: { ...last!.report, complete: false, cases: [{ ...last!.report.cases[0]!, verdict: 'errored' as const }] },
    };
    expect(mergeReports([one!, two!, killed])).toMatchObject({ complete: false, verdict: 'no-verdict', exitCode: 3 });
  });

  it('combine the drift and the state of the quarantine', () => {
    const drift = (observed: string, id: string) => ({
      aspect: 'success.status',
      accepted: ['201'],
      observed: [observed],
      cases: [id],
    });
    const entry = quarantineEntry();
    const [one, two, last] = three();
    const report = mergeReports([
      { ...one!, report: { ...one!.report, drift: [drift('200', 'a')], quarantine: { expired: [entry], unused: [] } } },
      { ...two!, report: { ...two!.report, drift: [drift('202', 'b'), drift('200', 'b')] } },
      { ...last!, report: { ...last!.report, quarantine: { expired: [entry], unused: [] } } },
    ]);
    expect(report).toMatchObject({
      verdict: 'broken',
      drift: [{ aspect: 'success.status', accepted: ['201'], observed: ['200', '202'], cases: ['a', 'b'] }],
      quarantine: { expired: [entry], unused: [] },
    });
    expect(report.quarantine!.expired).toHaveLength(1);
  });

  it('may be followed by reruns', () => {
    const shards = shardsOf([{ id: 'a' }, { id: 'b', ...failed }], [0, 1], [[], []]);
    const again = named('again', { cases: [{ id: 'b' }] }, at(5));
    expect(mergeReports([...shards, again])).toMatchObject({ verdict: 'held', summary: { cases: 2, flaky: 1 } });
  });

  it('are incomplete if one ended early that had no case of its own', () => {
    const whole = named('1.json', { cases: [{ id: 'a', position: 1 }], header: { shard: { index: 1, count: 2 } } });
    const empty = named('2.json', { cases: [], stopped: 'interrupted', header: { shard: { index: 2, count: 2 } } });
    expect(mergeReports([whole, empty])).toMatchObject({ complete: false, stopped: 'interrupted', exitCode: 130 });
  });
});
