import { finding, quarantineEntry, type RunFixture, reportOf } from '../testing/run-fixtures';
import { mergeReports } from './merge/merge';
import type { RunReport } from './types';

const entry = quarantineEntry({ case: 'a' });
const drift = { aspect: 'success.status', accepted: ['201'], observed: ['200'], cases: ['a'] };
const held: RunFixture['cases'] = [{ id: 'a' }, { id: 'b' }];

const rows: readonly (readonly [what: string, fixture: RunFixture, verdict: string, exitCode: number])[] = [
  ['all cases passed', { cases: held }, 'held', 0],
  ['nothing drifted', { cases: held, drift: [] }, 'held', 0],
  ['something drifted', { cases: held, drift: [drift] }, 'broken', 1],
  ['no quarantine entry expired', { cases: held, quarantine: { expired: [], unused: [entry] } }, 'held', 0],
  ['a quarantine entry expired', { cases: held, quarantine: { expired: [entry], unused: [] } }, 'broken', 1],
  ['a case was flaky', { cases: [{ id: 'a', flaky: true }] }, 'held', 0],
  ['a flaky case breaks it', { cases: [{ id: 'a', flaky: true }], header: { failOnFlaky: true } }, 'broken', 1],
  ['there was no flaky case to break it', { cases: held, header: { failOnFlaky: true } }, 'held', 0],
  ['a rule did not work', { cases: held, error: 'internal error in rule x' }, 'no-verdict', 3],
  ['it was stopped', { cases: held, stopped: 'deadline', because: 'the time was over' }, 'no-verdict', 3],
  ['a case refused the credentials', { cases: [{ id: 'a', credentialsRefused: true }] }, 'credentials-refused', 4],
];

/** The report, merged with that of an earlier run of the same cases, all of which it replaces. */
function merged(fixture: RunFixture): RunReport {
  const header = { ...fixture.header, startedAt: '2026-03-01T08:00:00.000Z' };
  const before = reportOf({ header, cases: fixture.cases.map(({ id }) => ({ id })) });
  return mergeReports([
    { name: 'before', report: before },
    { name: 'after', report: reportOf(fixture) },
  ]);
}

describe('the verdict of a run', () => {
  it.each(rows)('if %s', (_what, fixture, verdict, exitCode) => {
    expect(reportOf(fixture)).toMatchObject({ verdict, exitCode });
  });

  it.each(rows)('is that of the rerun that replaces earlier results, if %s', (_what, fixture, verdict, exitCode) => {
    expect(merged(fixture)).toMatchObject({ verdict, exitCode });
  });
});

describe('a report', () => {
  it.each(rows)('has no member without a value, if %s', (_what, fixture) => {
    for (const report of [reportOf(fixture), merged(fixture)])
      expect(report).toStrictEqual(JSON.parse(JSON.stringify(report)));
  });

  it('keeps the other fields of its run', () => {
    const quarantine = { expired: [entry], unused: [] };
    const header = { failOnFlaky: true, repeat: 3 };
    const fixture = { cases: held, header, drift: [drift], quarantine, error: 'oh' };
    const wanted = { ...header, drift: [drift], quarantine, error: 'oh' };
    expect([reportOf(fixture), merged(fixture)]).toMatchObject([wanted, wanted]);
  });

  it('keeps why a run was stopped', () => {
    const report = reportOf({ cases: [{ id: 'a', reached: 'planned' }], stopped: 'outage', because: 'it went down' });
    expect(report).toMatchObject({ stopped: 'outage', because: 'it went down', complete: false });
  });

  it('keeps the reason of a case', () => {
    const cases = [{ id: 'a', verdict: 'failed' as const, reason: 'why', findings: [finding()] }];
    expect(reportOf({ cases }).cases[0]).toMatchObject({ reason: 'why' });
  });
});
