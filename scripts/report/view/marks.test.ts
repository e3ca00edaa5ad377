import type { Level } from '../types';
import { type Mark, markLabel, markOf } from './marks';

const finding = (level: Level, quarantined = false) =>
  ({ rule: 'r', level, evidence: 'C1', message: 'm', ...(quarantined && { quarantined }) }) as never;

describe('the mark of a case that passed', () => {
  it.each<[string, never[], Mark, string]>([
    ['without findings', [], 'passed', 'passed'],
    ['with an observation', [finding('observation')], 'passed', 'passed'],
    ['with a deviation', [finding('deviation')], 'noted', 'passed with deviations'],
    ['with a quarantined violation', [finding('violation', true)], 'noted', 'passed with quarantined findings'],
    ['with a violation that does not count', [finding('violation')], 'noted', 'passed with violations'],
    ['with a mistake of the client', [finding('client')], 'noted', 'passed with mistakes of the client'],
  ])('%s', (_what, findings, mark, label) => {
    const result = { verdict: 'passed', findings } as const;
    expect([markOf(result), markLabel(result)]).toEqual([mark, label]);
  });

  it('says that a part of exploring shows nothing beyond the other cases', () => {
    const result = { verdict: 'passed', findings: [], reasonKind: 'nothing-new' } as const;
    expect([markOf(result), markLabel(result)]).toEqual(['noted', 'passed: nothing beyond the other cases']);
  });

  it('is that of its verdict if it failed', () => {
    expect(markOf({ verdict: 'failed', findings: [finding('client')] })).toBe('failed');
  });
});
