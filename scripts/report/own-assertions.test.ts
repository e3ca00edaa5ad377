import { failsRun, ownAssertions } from './own-assertions';
import type { OwnAssertion } from './types';

const having = (...results: readonly OwnAssertion['result'][]) => ({
  assertions: results.map((result): OwnAssertion => ({ name: 'x', result })),
});

describe("the user's own assertions", () => {
  it('are counted over all cases; a script that threw is not one of them', () => {
    expect(ownAssertions([having('passed', 'failed', 'threw'), {}, having('skipped', 'passed', 'failed')])).toEqual({
      total: 5,
      failed: 2,
      skipped: 1,
      threw: 1,
    });
  });

  it('are unknown if there are none', () => {
    expect(ownAssertions([{}, having()])).toBeUndefined();
  });

  it.each([
    ['passed', false],
    ['failed', true],
    ['skipped', false],
    ['threw', true],
  ] as const)('fail the run if one %s: %s', (result, wanted) => {
    expect(failsRun({ name: 'x', result })).toBe(wanted);
  });
});
