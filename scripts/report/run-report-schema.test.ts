import Ajv2020 from 'ajv/dist/2020';
import { answered, finding, type RunFixture, reportOf, unanswered } from '../testing/run-fixtures';
import { runReportSchema } from './run-report-schema';

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(runReportSchema);

const runs: Record<string, RunFixture> = {
  'a held run': {
    cases: [{ id: 'a' }, { id: 'b', flaky: true, exchanges: [unanswered('timeout'), answered(201, 2)] }],
  },
  'a broken run': { cases: [{ id: 'a', verdict: 'failed', findings: [finding()] }] },
  'a strict run with every level': {
    header: { strict: true, engine: 'direct' },
    cases: [
      {
        id: 'a',
        verdict: 'failed',
        findings: (['violation', 'deviation', 'warning', 'observation'] as const).map((level) => finding({ level })),
      },
    ],
  },
  'a finding with nothing but its message': {
    cases: [
      { id: 'a', verdict: 'failed', findings: [{ rule: 'status', level: 'violation', evidence: 'C6a', message: '' }] },
    ],
  },
  'an unreachable target': { cases: [{ id: 'a', verdict: 'errored', reason: 'refused' }] },
  'refused credentials': {
    cases: [{ id: 'a', verdict: 'errored', reason: '401', credentialsRefused: true, exchanges: [answered(401)] }],
  },
  'an inconclusive case': { cases: [{ id: 'a' }, { id: 'b', verdict: 'inconclusive', reason: 'no control' }] },
  'skipped cases only': { cases: [{ id: 'a', verdict: 'skipped', reason: 'needs a key pair' }] },
  'an interrupted run': { cases: [{ id: 'a' }, { id: 'b', reached: 'started' }], stopped: 'interrupted' },
  'a terminated run': { cases: [{ id: 'a', reached: 'planned' }], stopped: 'terminated' },
  'a killed run': { cases: [{ id: 'a' }, { id: 'b', reached: 'planned' }], killed: true },
  'an internal error': { cases: [{ id: 'a' }], stopped: 'internal-error', error: 'boom' },
  'a run without cases': { cases: [] },
};

describe('the schema of run.json', () => {
  it.each(Object.entries(runs))('accepts the report of %s', (_name, run) => {
    expect({ valid: validate(reportOf(run)), errors: validate.errors }).toEqual({ valid: true, errors: null });
  });

  const report = reportOf({ cases: [{ id: 'a', verdict: 'failed', findings: [finding()] }] });
  const [result] = report.cases;
  it.each<[string, unknown]>([
    ['an unknown property', { ...report, extra: 1 }],
    ['another version', { ...report, schemaVersion: 2 }],
    ['an unknown verdict', { ...report, verdict: 'green' }],
    ['an exit code that does not exist', { ...report, exitCode: 2 }],
    ['a local time', { ...report, startedAt: '2026-03-01T09:30:00' }],
    ['a case without its reproduction', { ...report, cases: [{ ...result, reproduce: undefined }] }],
    ['an unknown property of a finding', { ...report, cases: [{ ...result, findings: [{ ...finding(), hint: '' }] }] }],
    ['an unknown level', { ...report, cases: [{ ...result, findings: [{ ...finding(), level: 'error' }] }] }],
    [
      'an exchange without its attempt',
      { ...report, cases: [{ ...result, exchanges: [{ request: answered(200).request }] }] },
    ],
  ])('refuses %s', (_name, value) => {
    expect(validate(JSON.parse(JSON.stringify(value)))).toBe(false);
  });
});
