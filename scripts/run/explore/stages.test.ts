import { factors } from '../../contract/model/factors';
import { Coverage } from './coverage';
import { combinations } from './plan-input';
import type { Explore } from './program';
import { stagesOf } from './stages';

/** How many conditions a target does not get that refuses none of those it may refuse. */
function leftOut(explore: Explore, seed: number): number {
  const none = (): boolean => false;
  const coverage = new Coverage(factors);
  const input = { factors, seed, solo: none, bulky: none, combinations: combinations() };
  for (const { programs } of stagesOf(explore, input)) for (const each of programs) coverage.add(each);
  const { covered, of } = coverage.result.levels;
  return of - covered;
}

describe('every condition is sent', () => {
  it.each<[string, Explore]>([
    ['by default', { kind: 'default' }],
    ['among 2,500 combinations', { kind: 'some', programs: 2500 }],
  ])('%s', (_what, explore) => {
    expect([leftOut(explore, 1), leftOut(explore, 7)]).toEqual([0, 0]);
  });
});
