import { finding, quarantineEntry } from '../testing/run-fixtures';
import { exitCodeOf, type RunOutcome, runVerdict } from './run-verdict';
import type { CaseVerdict, RecordedFinding, RunVerdict, StopReason } from './types';

interface Given {
  readonly cases: CaseVerdict[];
  readonly errors?: RecordedFinding[];
  readonly credentialsRefused?: boolean;
  readonly stopped?: StopReason;
  readonly complete?: boolean;
}

const p = 'passed';
const f = 'failed';
const e = 'errored';
const i = 'inconclusive';
const s = 'skipped';

describe('the verdict of a run', () => {
  it.each<[string, Given, RunVerdict, number]>([
    ['all passed', { cases: [p, p] }, 'held', 0],
    ['some skipped, the rest passed', { cases: [p, s] }, 'held', 0],
    ['one failed', { cases: [p, f] }, 'broken', 1],
    ['one failed, the rest unreachable', { cases: [f, e, e] }, 'broken', 1],
    ['one failed, one inconclusive', { cases: [f, i] }, 'broken', 1],
    ['a violation in an errored case', { cases: [p, e], errors: [finding()] }, 'broken', 1],
    ['a deviation in an errored case', { cases: [p, e], errors: [finding({ level: 'deviation' })] }, 'no-verdict', 3],
    ['one errored', { cases: [p, p, e] }, 'no-verdict', 3],
    ['all errored', { cases: [e, e] }, 'no-verdict', 3],
    ['one inconclusive', { cases: [p, i] }, 'no-verdict', 3],
    ['all skipped', { cases: [s, s] }, 'no-verdict', 3],
    ['no case at all', { cases: [] }, 'no-verdict', 3],
    ['credentials refused', { cases: [e, i], credentialsRefused: true }, 'credentials-refused', 4],
    ['credentials refused before a violation', { cases: [f, e], credentialsRefused: true }, 'credentials-refused', 4],
    ['a case without a result', { cases: [p, s], complete: false }, 'no-verdict', 3],
    ['a failure in a run that ends early', { cases: [f, s], complete: false }, 'broken', 1],
    ['interrupted', { cases: [p, s], stopped: 'interrupted' }, 'no-verdict', 130],
    ['interrupted after a failure', { cases: [f, s], stopped: 'interrupted' }, 'broken', 130],
    ['interrupted after the last case', { cases: [p, p], stopped: 'interrupted' }, 'no-verdict', 130],
    ['terminated', { cases: [p, s], stopped: 'terminated' }, 'no-verdict', 143],
    ['terminated after a failure', { cases: [f, s], stopped: 'terminated' }, 'broken', 143],
    ['out of time', { cases: [p, s], stopped: 'deadline' }, 'no-verdict', 3],
    ['out of time after a failure', { cases: [f, e, s], stopped: 'deadline' }, 'broken', 1],
    ['bail', { cases: [p, f, s], stopped: 'bail' }, 'broken', 1],
    ['an internal error', { cases: [p, p], stopped: 'internal-error' }, 'no-verdict', 3],
    ['an internal error after a failure', { cases: [f, p], stopped: 'internal-error' }, 'broken', 1],
  ])('%s', (_name, { cases, errors = [], credentialsRefused = false, stopped, complete }, verdict, exitCode) => {
    const outcome = {
      cases: cases.map((each) => ({ verdict: each, findings: each === 'errored' ? errors : [], credentialsRefused })),
      complete: complete ?? stopped === undefined,
      ...(stopped && { stopped }),
    };
    expect(runVerdict(outcome)).toEqual({ verdict, exitCode });
  });

  it.each<[string, Partial<RunOutcome>, RunVerdict]>([
    ['drift', { drift: [{ aspect: 'a', accepted: [], observed: ['x'], cases: ['a'] }] }, 'broken'],
    ['no drift from the record', { drift: [] }, 'held'],
    ['an expired quarantine', { quarantine: { expired: [quarantineEntry()], unused: [] } }, 'broken'],
    ['an unused quarantine', { quarantine: { expired: [], unused: [quarantineEntry()] } }, 'held'],
    ['a flaky case', {}, 'held'],
    ['a flaky case that fails the run', { failOnFlaky: true }, 'broken'],
    ['a rule that threw', { error: 'rule status: it threw' }, 'no-verdict'],
  ])('of passed cases, with %s', (_name, more, verdict) => {
    const cases = [
      { verdict: p, findings: [], flaky: true },
      { verdict: p, findings: [] },
    ] as const;
    expect(runVerdict({ cases, complete: true, ...more }).verdict).toBe(verdict);
  });

  it.each<[string, Partial<RunOutcome>, RunVerdict]>([
    ['that is only needed by others', {}, 'held'],
    ['that is only needed by a collection', { collection: 'own.json' }, 'no-verdict'],
  ])('follows from a passed case %s: %j', (_name, more, verdict) => {
    const cases = [{ verdict: p, findings: [], dependencyOnly: true }] as const;
    expect(runVerdict({ cases, complete: true, ...more }).verdict).toBe(verdict);
    const own = [...cases, { verdict: p, findings: [] }] as const;
    expect(runVerdict({ cases: own, complete: true, ...more }).verdict).toBe('held');
  });

  it.each<[RunVerdict, 'passed' | 'failed', number]>([
    ['held', 'passed', 0],
    ['held', 'failed', 1],
    ['no-verdict', 'failed', 1],
    ['no-verdict', 'passed', 3],
    ['credentials-refused', 'failed', 4],
  ])("%s, with an assertion of the user's own that %s: exit code %i", (verdict, result, wanted) => {
    const cases = [{ verdict: p, findings: [], assertions: [{ name: 'x', result }] }] as const;
    expect(exitCodeOf({ verdict, cases })).toBe(wanted);
  });

  it('takes no findings of an inconclusive case for violations', () => {
    const cases = [{ verdict: i, findings: [finding()] }] as const;
    expect(runVerdict({ cases, complete: true }).verdict).toBe('no-verdict');
  });

  it('does not hold the contract because of mistakes of the client that do not count', () => {
    const cases = [{ verdict: p, findings: [finding({ level: 'client' })] }] as const;
    expect(runVerdict({ cases, complete: true }).verdict).toBe('no-verdict');
    expect(runVerdict({ cases: [...cases, { verdict: p, findings: [] }], complete: true }).verdict).toBe('held');
  });
});
