import type { Judgement } from '../judge/types';
import { RuleErrors } from './rule-errors';

const judgement = (...rules: string[]): Judgement => ({
  verdict: 'errored',
  findings: [],
  remembered: { verdict: 'errored', accepted: true },
  ...(rules.length > 0 && { internalErrors: rules.map((rule) => ({ rule, message: `${rule} failed` })) }),
});

describe('the internal errors of rules', () => {
  it('are absent if every rule worked', () => {
    const errors = new RuleErrors();
    errors.add('a', judgement());
    expect(errors.text).toBeUndefined();
  });

  it('are one line that names each rule once, with its first case and the number of others', () => {
    const errors = new RuleErrors();
    errors.add('a', judgement('status'));
    errors.add('b', judgement('status', 'allow'));
    errors.add('c', judgement('status'));
    expect(errors.text).toBe(
      'internal error in rule status: status failed (a and 2 more); internal error in rule allow: allow failed (b)',
    );
  });
});
