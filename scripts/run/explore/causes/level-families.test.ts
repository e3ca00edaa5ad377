import { factors } from '../../../contract/model/factors';
import { isReference } from '../levels';
import { levelFamilies } from './level-families';

describe('a family of conditions', () => {
  const all = Object.values(factors).flat();

  it.each(levelFamilies.map((each) => [each.title, each] as const))('%s: names what the model has', (_title, each) => {
    const own = all.filter((factor) => (each.of === 'reference' ? isReference(factor) : factor.id === each.of));
    const ids = new Set(own.flatMap(({ levels }) => levels.map(({ id }) => id)));
    expect(own.length).toBeGreaterThan(0);
    expect((each.levels ?? []).filter((id) => !ids.has(id))).toEqual([]);
  });
});
