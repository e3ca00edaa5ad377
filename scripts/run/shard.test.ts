import fc from 'fast-check';
import { cases } from '../contract';
import { dependencies, planRun } from './plan';
import { parseShard, planName, shardPlan } from './shard';

const whole = planRun(cases, {}, true);
const ids = whole.cases.map(({ id }) => id);
const shards = (count: number, plan = whole) =>
  Array.from({ length: count }, (_, at) => shardPlan(plan, { index: at + 1, count }, true));
const ownOf = ({ places }: ReturnType<typeof shardPlan>): string[] =>
  [...places].filter(([, { dependencyOnly }]) => !dependencyOnly).map(([id]) => id);

describe('a shard is written', () => {
  it.each([
    ['1/1', { index: 1, count: 1 }],
    ['3/8', { index: 3, count: 8 }],
    ['008/008', { index: 8, count: 8 }],
    ['0/2', undefined],
    ['3/2', undefined],
    ['1/0', undefined],
    ['1/20000', undefined],
    ['-1/2', undefined],
    ['1', undefined],
    ['1/2/3', undefined],
    ['a/b', undefined],
    ['1.5/2', undefined],
    ['1/2\n', undefined],
    ['', undefined],
  ])('%j: %j', (text, wanted) => {
    expect(parseShard(text)).toEqual(wanted);
  });
});

describe('the shards of a plan', () => {
  it('are disjoint and complete, of equal size, and contain the dependencies of their cases, for any number of shards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const parts = shards(count);
        expect(parts.flatMap(ownOf).sort()).toEqual([...ids].sort());
        const sizes = parts.map((part) => ownOf(part).length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (const { cases: sent, places } of parts) {
          const present = new Set(sent.map(({ id }) => id));
          expect([...places.keys()]).toEqual([...present]);
          const absent = sent.flatMap((each) => dependencies(each, true)).filter((id) => !present.has(id));
          expect(absent).toEqual([]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('know the position of each case in the plan', () => {
    for (const { places } of shards(3)) for (const [id, { position }] of places) expect(ids[position! - 1]).toBe(id);
  });

  it('send dependencies first', () => {
    for (const { stages } of shards(4)) {
      const sent = new Set<string>();
      for (const stage of stages) {
        for (const each of stage) expect(dependencies(each, true).every((id) => sent.has(id))).toBe(true);
        for (const { id } of stage) sent.add(id);
      }
    }
  });

  it('are the same for any order of the cases', () => {
    const reversed = planRun([...cases].reverse(), {}, true);
    expect(shards(5, reversed).map((part) => ownOf(part).sort())).toEqual(shards(5).map((part) => ownOf(part).sort()));
  });

  it('own nothing if there are more shards than cases', () => {
    const one = planRun(cases, { ids: ['accept.documented'] }, false);
    const parts = [1, 2, 3].map((index) => shardPlan(one, { index, count: 3 }, false));
    expect(parts.map(({ cases: sent }) => sent.length).sort()).toEqual([0, 0, 1]);
  });
});

describe('the name of a plan', () => {
  it('is short, and tells plans apart by their cases and by what else matters', () => {
    const names = [planName(['a', 'b']), planName(['a']), planName(['a,b']), planName(['a', 'b'], { explore: 5 })];
    for (const name of names) expect(name).toMatch(/^sha256:[0-9a-f]{16}$/);
    expect(new Set(names).size).toBe(names.length);
    expect(planName(['a', 'b'])).toBe(names[0]);
  });
});
