import type { CaseResult, RunReport, RunSummary } from '../types';
import { clientMistakes, failedByClient, ofTarget, otherSide } from './client-side';

const result = (verdict: CaseResult['verdict'], ...found: readonly (readonly [level: string, message: string])[]) =>
  ({ verdict, findings: found.map(([level, message]) => ({ level, message })) }) as unknown as CaseResult;

const cases = [
  result('failed', ['client', 'one'], ['observation', 'not a mistake']),
  result('failed', ['client', 'one'], ['client', 'two']),
  result('passed', ['client', 'of a case that passed']),
  result('failed', ['violation', 'of the target']),
];

describe('the mistakes of the client', () => {
  it('are counted apart from the cases of the target', () => {
    expect(ofTarget(cases)).toEqual([cases[3]]);
    expect(failedByClient({ cases })).toBe(2);
  });

  it('are named once each, and not more than three', () => {
    expect(clientMistakes({ cases })).toEqual(['one', 'two']);
    const more = result('failed', ['client', 'three'], ['client', 'four']);
    expect(clientMistakes({ cases: [...cases, more] })).toEqual(['one', 'two', 'three']);
  });

  const client = 'The client makes 1 mistake; with --side server that does not count.';
  const target = 'The target breaks the contract (2 violations); with --side client that does not count.';
  it.each([
    [{ client: 1, violations: 0 }, undefined, [client]],
    [{ client: 1, violations: 0 }, 'server', [client]],
    [{ client: 1, violations: 2 }, 'both', []],
    [{ client: 1, violations: 2 }, 'client', [target]],
    [{ client: 1, violations: 0 }, 'client', []],
    [{ client: 0, violations: 2 }, 'server', []],
    [{ violations: 2 }, 'server', []],
  ] as const)('%j with --side %s', (counts, side, want) => {
    expect(otherSide(counts as unknown as RunSummary, side as RunReport['side'])).toEqual(want);
  });
});
