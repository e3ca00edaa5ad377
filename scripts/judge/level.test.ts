import type { EvidenceId, Strength } from '../contract/evidence';
import type { Level } from '../report/types';
import { levelOf, levelOfStrength, levelOrder } from './level';

describe('the level of a finding', () => {
  it.each<[Strength, Level, Level]>([
    ['documented', 'violation', 'violation'],
    ['standard', 'violation', 'violation'],
    ['inferred', 'deviation', 'violation'],
    ['advisory', 'warning', 'warning'],
    ['open', 'observation', 'observation'],
  ])('%s: %s, when unsafe %s', (strength, safe, unsafe) => {
    expect(levelOfStrength(strength)).toBe(safe);
    expect(levelOfStrength(strength, true)).toBe(unsafe);
  });

  it.each<[EvidenceId, boolean, Level]>([
    ['T2', false, 'violation'],
    ['T6', false, 'violation'],
    ['R2', false, 'deviation'],
    ['R2', true, 'violation'],
    ['T8', true, 'warning'],
    ['E4a', true, 'observation'],
  ])('%s, unsafe %s: %s', (id, unsafe, level) => {
    expect(levelOf(id, unsafe)).toBe(level);
  });

  it('is that of what is safe, unless said otherwise', () => {
    expect([levelOf('R2'), levelOfStrength('inferred')]).toEqual(['deviation', 'deviation']);
  });

  it('orders the levels, worst first', () => {
    expect(levelOrder).toEqual(['violation', 'deviation', 'warning', 'client', 'observation']);
  });
});
