import type { Level } from '../report/types';
import { caseVerdict } from './case-verdict';

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
});
