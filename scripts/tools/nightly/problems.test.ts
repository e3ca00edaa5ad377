import type { RuleId } from '../../judge/rules';
import type { RunReport } from '../../report/types';
import {
  answered,
  type CaseFixture,
  finding,
  quarantineEntry,
  type RunFixture,
  reportOf,
  unanswered,
} from '../../testing/run-fixtures';
import { sampleRuns } from '../../testing/sample-runs';
import { readMarker } from './issue-text';
import { nightOf, problemKinds } from './problems';

const failed = (id: string, theme: string, rule: RuleId): CaseFixture => ({
  id,
  theme,
  verdict: 'failed',
  findings: [finding({ rule })],
});
const keysOf = (fixture: RunFixture, change: Partial<RunReport> = {}): string[] =>
  nightOf({ ...reportOf(fixture), ...change }, '1')?.problems.map(({ key }) => key) ?? ['no night'];
const entry = quarantineEntry();
const quarantined = { owner: 'me', reason: 'known', expires: '2030-01-01' };

describe('the problems of a night', () => {
  it.each<[string, RunFixture, Partial<RunReport>, readonly string[]]>([
    ['none of a run that holds', { cases: [{ id: 'a' }] }, {}, []],
    [
      'one for a rule in a theme, for any number of cases',
      { cases: [failed('a', 'Refused bodies', 'status'), failed('b', 'Refused bodies', 'status'), { id: 'c' }] },
      {},
      ['finding:status:refused-bodies'],
    ],
    [
      'one for each rule and each theme',
      { cases: [failed('a', 'Methods', 'status'), failed('b', 'Methods', 'allow'), failed('c', 'Bodies', 'status')] },
      {},
      ['finding:status:methods', 'finding:allow:methods', 'finding:status:bodies'],
    ],
    [
      'none for a finding that does not fail its case',
      {
        cases: [
          { id: 'a', findings: [finding({ level: 'deviation' })] },
          { id: 'b', findings: [finding({ quarantined })] },
        ],
      },
      {},
      [],
    ],
    [
      'a deviation of a strict run',
      {
        header: { strict: true },
        cases: [{ ...failed('a', 'Methods', 'allow'), findings: [finding({ rule: 'allow', level: 'deviation' })] }],
      },
      {},
      ['finding:allow:methods'],
    ],
    ['an outage of an unreachable target', { cases: [{ id: 'a', verdict: 'errored', exchanges: [] }] }, {}, ['outage']],
    ['an outage at 503', { cases: [{ id: 'a', verdict: 'errored', exchanges: [answered(503, 3)] }] }, {}, ['outage']],
    [
      'an outage in the middle',
      { cases: [{ id: 'a' }, { id: 'b', reached: 'planned' }], stopped: 'outage' },
      {},
      ['outage'],
    ],
    [
      'a violation and an outage, apart',
      {
        cases: [failed('a', 'Methods', 'status'), { id: 'b', verdict: 'errored', exchanges: [unanswered('timeout')] }],
      },
      {},
      ['finding:status:methods', 'outage'],
    ],
    [
      'refused credentials',
      {
        cases: [
          {
            id: 'a',
            verdict: 'inconclusive',
            reason: 'refused (401)',
            credentialsRefused: true,
            exchanges: [answered(401)],
          },
        ],
      },
      {},
      ['credentials-refused'],
    ],
    ['an internal error', { cases: [{ id: 'a' }], stopped: 'internal-error', error: 'boom' }, {}, ['internal-error']],
    [
      'no verdict at the deadline',
      { cases: [{ id: 'a' }, { id: 'b', reached: 'planned' }], stopped: 'deadline' },
      {},
      ['no-verdict'],
    ],
    [
      'no verdict of skipped cases',
      { cases: [{ id: 'a', verdict: 'skipped', reason: 'needs a key' }] },
      {},
      ['no-verdict'],
    ],
    [
      'drift',
      { cases: [{ id: 'a' }] },
      { verdict: 'broken', drift: [{ aspect: 'token.alg', accepted: ['HS256'], observed: ['none'], cases: ['a'] }] },
      ['drift'],
    ],
    [
      'an expired quarantine',
      { cases: [{ id: 'a' }] },
      { verdict: 'broken', quarantine: { expired: [entry], unused: [] } },
      ['expired-quarantine'],
    ],
    [
      'flaky cases of a run that fails for them',
      { header: { failOnFlaky: true }, cases: [{ id: 'a', flaky: true }] },
      {},
      ['flaky'],
    ],
    ['no night of an interrupted run', { cases: [{ id: 'a' }], stopped: 'interrupted' }, {}, ['no night']],
  ])('are %s', (_name, fixture, change, expected) => {
    expect(keysOf(fixture, change)).toEqual(expected);
  });

  it.each(sampleRuns.filter(([, { stopped }]) => stopped !== 'interrupted'))(
    'exist for each run that is not green, and fit into a marker: %s',
    (_name, fixture) => {
      const report = reportOf(fixture);
      const { problems } = nightOf(report, '1')!;
      expect(problems.length > 0).toBe(report.verdict !== 'held');
      for (const { key, lines } of problems) {
        const marker = `<!-- payout-contract:cause=${key} run=1 at=2026-03-01T02:17:00Z -->`;
        expect(readMarker(marker)?.key).toBe(key);
        expect(lines).not.toEqual([]);
      }
    },
  );

  it('never call an outage or refused credentials a broken contract', () => {
    for (const [, fixture] of sampleRuns) {
      const report = reportOf(fixture);
      const { problems = [] } = nightOf(report, '1') ?? {};
      if (report.verdict !== 'broken') expect(problems.filter(({ title }) => /broken/i.test(title))).toEqual([]);
    }
  });
});

describe('what a night checked conclusively', () => {
  const methods: CaseFixture = { id: 'm', theme: 'Methods' };
  it.each<[string, RunFixture, readonly string[]]>([
    ['everything of a green run', { cases: [methods] }, problemKinds],
    [
      'nothing of a run that was stopped',
      { cases: [methods, { id: 'b', reached: 'planned' }], stopped: 'deadline' },
      [],
    ],
    [
      'the themes that were checked completely, and that the target answers',
      {
        cases: [
          methods,
          failed('a', 'Bodies', 'status'),
          { id: 'b', theme: 'Open', verdict: 'inconclusive', reason: 'no control' },
          { id: 'c', theme: 'Not sent', verdict: 'skipped', reason: 'needs a key' },
        ],
      },
      ['theme:methods', 'theme:bodies', 'outage', 'credentials-refused', 'internal-error', 'no-verdict'],
    ],
    [
      'themes only, if there is no verdict',
      { cases: [methods, { id: 'b', theme: 'Down', verdict: 'errored', reason: 'timeout' }] },
      ['theme:methods'],
    ],
  ])('is %s', (_name, fixture, expected) => {
    expect(nightOf(reportOf(fixture), '1')?.checked).toEqual(expected);
  });
});
