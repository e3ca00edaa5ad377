import { answered, type CaseFixture, finding, quarantineEntry, reportOf } from '../../testing/run-fixtures';
import type { OwnAssertion, RunReport } from '../types';
import { entryText, runNotes } from './notes';

type Quarantine = NonNullable<RunReport['quarantine']>;
const passed: CaseFixture = { id: 'p' };
const shown = (cases: readonly CaseFixture[], change: Partial<RunReport> = {}) =>
  runNotes({ ...reportOf({ cases }), exitCode: 0, ...change }).map(
    ({ id, title, effect, entries }) => [id, effect, title, ...entries.map(entryText)] as const,
  );

describe('the notes of a run', () => {
  const known = { owner: 'mia', reason: 'known', expires: '2026-12-31' };
  const entry = quarantineEntry() as Quarantine['expired'][number];
  const entryShown = 'a, status: owner mia; until 2026-03-31; reason known';
  const over = { measure: 'p95', limit: 200, actual: 340, exceeded: true } as const;
  const drift: RunReport['drift'] = [
    { aspect: 'status', accepted: ['400'], observed: ['422', '500'], cases: ['a', 'b'] },
  ];

  it.each<[string, readonly CaseFixture[], Partial<RunReport>, readonly (readonly string[])[]]>([
    ['nothing', [passed], {}, []],
    [
      'nothing, with empty lists',
      [passed],
      { drift: [], thresholds: [], notJudged: [], quarantine: { expired: [], unused: [] } },
      [],
    ],
    [
      'what changed',
      [passed],
      { drift: drift! },
      [
        [
          'drift',
          'failure',
          '1 aspect changed since the accepted record',
          'status: accepted 400; observed 422, 500; cases a, b',
        ],
      ],
    ],
    [
      'one change of several kinds of response',
      [passed],
      {
        drift: ['x.success.status', 'y.success.media-type', 'y.error.401.media-type'].map((aspect, index) => ({
          ...{ aspect, accepted: ['1'], observed: ['2'], cases: [`c${index}`, 'd'] },
        })),
      },
      [
        [
          'drift',
          'failure',
          '3 aspects changed since the accepted record',
          'x.success.status: accepted 1; observed 2; cases c0, d',
          '*.media-type (2 aspects): accepted 1; observed 2; aspects y.success.media-type, y.error.401.media-type; cases c1, d, c2',
        ],
      ],
    ],
    [
      'a limit',
      [passed],
      { thresholds: [over, { ...over, exceeded: false }] },
      [['thresholds', 'failure', '1 threshold exceeded', 'p95 is 340 ms, the limit 200 ms']],
    ],
    ['limits that were kept', [passed], { thresholds: [{ ...over, exceeded: false }] }, []],
    [
      'an entry that expired',
      [passed],
      { quarantine: { expired: [entry], unused: [] } },
      [['quarantine', 'failure', '1 quarantine entry has expired', entryShown]],
    ],
    [
      'entries that are not needed',
      [passed],
      { quarantine: { expired: [], unused: [entry, entry] } },
      [['unused-quarantine', 'none', '2 quarantine entries are no longer needed: remove them', entryShown, entryShown]],
    ],
    [
      'a quarantined finding',
      [{ id: 'q', findings: [{ ...finding(), quarantined: known }] }],
      {},
      [
        [
          'quarantined',
          'none',
          'Quarantined findings, which do not fail the run',
          'violation token-expiry: expires is not a string of digits: owner mia; until 2026-12-31; reason known; cases q',
        ],
      ],
    ],
    ['a finding', [{ id: 'q', findings: [finding({ level: 'observation' })] }], {}, []],
    [
      'a flaky case',
      [{ id: 'f', flaky: true, exchanges: [answered(503), answered(201, 2)] }],
      {},
      [
        [
          'flaky',
          'none',
          '1 flaky case: passed, but not on the first attempt',
          'f: attempts 2; first attempt returned 503',
        ],
      ],
    ],
    [
      'a flaky case that was not recorded',
      [{ id: 'f', flaky: true, exchanges: [] }],
      { failOnFlaky: true },
      [
        [
          'flaky',
          'failure',
          '1 flaky case: passed, but not on the first attempt',
          'f: attempts 0; first attempt not recorded',
        ],
      ],
    ],
    [
      'the end',
      [passed],
      { stopped: 'outage', because: 'it returned 503', complete: false },
      [['end', 'error', 'The run was stopped by an outage of the target', 'it returned 503']],
    ],
    ['a run that was killed', [passed], { complete: false }, [['end', 'error', 'The run ended unexpectedly']]],
    ['an error', [passed], { error: 'no space' }, [['end', 'error', 'The run hit an internal error', 'no space']]],
    ['a run that ended as the user asked', [passed], { stopped: 'bail', complete: false }, []],
    [
      'a run that was stopped and is complete',
      [passed],
      { stopped: 'deadline' },
      [['end', 'error', 'The run reached its time limit']],
    ],
  ])('say %s', (_name, cases, change, wanted) => {
    expect(shown(cases, change)).toEqual(wanted);
  });

  it('name the earlier runs of a flaky case', () => {
    const report = reportOf({ cases: [{ id: 'f', flaky: true }] });
    const earlier = [
      { verdict: 'failed', startedAt: '2026-03-01T09:30:00.125Z' },
    ] as unknown as RunReport['cases'][number]['earlier'];
    const cases = report.cases.map((each) => ({ ...each, earlier: earlier! }));
    const [note] = runNotes({ ...report, cases });
    expect(note!.entries.map(entryText)).toEqual(['f: earlier failed in the run of 2026-03-01T09:30:00.125Z']);
  });

  it.each<[string, readonly CaseFixture[], number, boolean]>([
    ['by a failed case', [{ id: 'a', verdict: 'failed', findings: [finding()] }], 1, false],
    ['by a case without a verdict', [{ id: 'a', verdict: 'errored', reason: 'r' }], 3, false],
    ['by an inconclusive case', [{ id: 'a', verdict: 'inconclusive', reason: 'r' }], 3, false],
    ['by nothing', [passed], 3, true],
    ['by nothing, but there is nothing to explain', [passed], 0, false],
    ['by a note for information only', [{ ...passed, flaky: true }], 3, true],
  ])('explain an exit code that is explained %s', (_name, cases, exitCode, wanted) => {
    expect(shown(cases, { exitCode: exitCode as RunReport['exitCode'] }).some(([id]) => id === 'verdict')).toBe(wanted);
  });

  it('do not say the verdict where another note explains it', () => {
    expect(shown([passed], { exitCode: 1, drift: drift! }).map(([id]) => id)).toEqual(['drift']);
  });
});

describe('the note about own assertions', () => {
  const failing = (count: number): OwnAssertion[] =>
    Array.from({ length: count }, (_, index) => ({ name: `n${index}`, result: 'failed', message: `m${index}` }));
  const noteOf = (assertions: OwnAssertion[]) => {
    const failed = assertions.filter(({ result }) => result === 'failed').length;
    return shown([{ id: 'a', assertions }], {
      assertions: { total: assertions.length, failed, skipped: 0, threw: 0 },
    })[0];
  };

  it('names each with its message, unless that says the same', () => {
    const all: OwnAssertion[] = [
      { name: 'x', result: 'failed' },
      { name: 'y', result: 'failed', message: 'y' },
      ...failing(1),
      { name: 'z', result: 'passed' },
    ];
    expect(noteOf(all)).toEqual([
      'assertions',
      'failure',
      '3 of your own 4 assertions failed',
      'a: x',
      'a: y',
      'a: n0: message m0',
    ]);
    expect(noteOf([{ name: 'z', result: 'passed' }])).toBeUndefined();
  });

  it('names fifty at most', () => {
    expect(noteOf(failing(50))!.at(-1)).toBe('a: n49: message m49');
    expect(noteOf(failing(51))).toHaveLength(3 + 51);
    expect(noteOf(failing(52))!.at(-1)).toBe('and 2 more, which are in run.json');
  });
});
