import { faults, findBehaviour, variants } from '.';
import { firstDifference, type Seen, seeBaseline, unseen } from './testing/compare';

describe('the catalogue', () => {
  const all = [...faults, ...variants];

  it('has at least 115 faults and 34 variants, with unique ids', () => {
    expect(faults.length).toBeGreaterThanOrEqual(115);
    expect(variants.length).toBeGreaterThanOrEqual(34);
    const ids = all.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('describes each in one line, without repetition', () => {
    const titles = all.map(({ title }) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    expect(titles.filter((title) => !/^[A-Z].{10,98}[^.\s]$/.test(title))).toEqual([]);
  });

  it('names evidence and a level for each fault', () => {
    for (const { evidence, level } of faults) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(['violation', 'deviation', 'warning']).toContain(level);
    }
  });

  it('is found by id', () => {
    for (const one of all) expect(findBehaviour(one.id)).toBe(one);
    expect(findBehaviour('none')).toBeUndefined();
  });
});

describe('faults', () => {
  let baseline: readonly Seen[];

  beforeAll(async () => {
    baseline = await seeBaseline();
  });

  it('cannot be observed in the baseline', async () => {
    expect(await firstDifference(baseline)).toBeUndefined();
  });

  it('can each be observed from outside', async () => {
    expect(
      await unseen(
        baseline,
        faults.map(({ id }) => id),
      ),
    ).toEqual([]);
  });
});
