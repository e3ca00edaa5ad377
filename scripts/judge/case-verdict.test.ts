import { caseVerdict, type Side } from './case-verdict';
import type { Level } from './finding';

describe('the verdict of a case', () => {
  it.each<[string, Level[], 'passed' | 'failed', 'passed' | 'failed']>([
    ['no finding', [], 'passed', 'passed'],
    ['an observation', ['observation'], 'passed', 'passed'],
    ['a warning', ['warning'], 'passed', 'failed'],
    ['a deviation', ['deviation'], 'passed', 'failed'],
    ['a violation', ['violation'], 'failed', 'failed'],
    ['a violation among others', ['observation', 'warning', 'violation'], 'failed', 'failed'],
  ])('%s', (_name, levels, lenient, strict) => {
    const findings = levels.map((level) => ({ level }));
    expect(caseVerdict(findings, false)).toBe(lenient);
    expect(caseVerdict(findings, true)).toBe(strict);
  });

  it.each<[Side, Level, 'passed' | 'failed']>([
    ['server', 'violation', 'failed'],
    ['server', 'client', 'passed'],
    ['client', 'violation', 'passed'],
    ['client', 'warning', 'passed'],
    ['client', 'client', 'failed'],
    ['both', 'violation', 'failed'],
    ['both', 'observation', 'passed'],
    ['both', 'client', 'failed'],
  ])('if the side is %s, after a finding of level %s: %s', (side, level, wanted) => {
    expect(caseVerdict([{ level }], true, side)).toBe(wanted);
  });

  it('does not fail for a known deviation', () => {
    const quarantined = { owner: 'team', reason: 'known', expires: '2026-03-31' };
    expect(caseVerdict([{ level: 'violation', quarantined }], true)).toBe('passed');
    expect(caseVerdict([{ level: 'violation', quarantined }, { level: 'violation' }], false)).toBe('failed');
  });
});
