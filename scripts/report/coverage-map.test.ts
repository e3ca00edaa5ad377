import { type CoverageMap, coverageMap, coveredTogether, sentNumbers } from './coverage-map';
import type { Explored } from './types';

/** A flag for each number up to 20: 1 if it was sent. */
const flags = (...sent: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: 20 }, (_, number) => (sent.includes(number) ? 1 : 0));

const mapOf = (levels: readonly number[], factors = 'v1'): CoverageMap =>
  coverageMap(factors, { levels: flags(...levels), pairs: flags(...levels, 19), programs: flags() });

const sentIn = (map: CoverageMap, part: 'levels' | 'pairs' | 'programs'): number[] =>
  Array.from({ length: 40 }, (_, number) => number).filter((number) => sentNumbers(map, part).has(number));

const explored = (coverage: CoverageMap | undefined, of = 20): Explored => ({
  ...{ seed: 1, strength: 'pairs', programs: 1, requests: 1 },
  levels: { covered: 0, of },
  pairs: { covered: 0, of: 10 * of },
  ...(coverage && { coverage }),
});

describe('the map of what was sent', () => {
  it.each([[[]], [[0]], [[7]], [[8]], [[0, 1, 7, 8, 15, 16, 19]]])('has the numbers %j', (sent) => {
    const map = mapOf(sent);
    expect(sentIn(map, 'levels')).toEqual(sent);
    expect(sentIn(map, 'pairs')).toEqual([...new Set([...sent, 19])]);
    expect(sentIn(map, 'programs')).toEqual([]);
  });

  it.each(['', 'damaged', '%%%'])('is empty if a file has %j instead', (levels) => {
    expect(sentIn({ ...mapOf([1]), levels }, 'levels')).toEqual([]);
  });
});

describe('what several runs covered', () => {
  it.each([
    [
      [0, 9],
      [9, 18],
      [0, 9, 18],
    ],
    [[18], [1], [1, 18]],
    [[1], [18], [1, 18]],
    [[], [3, 4, 5], [3, 4, 5]],
  ])('is what any of them sent: %j and %j', (one, other, wanted) => {
    const together = coveredTogether([explored(mapOf(one)), explored(undefined), explored(mapOf(other))])!;
    expect(sentIn(together.coverage, 'levels')).toEqual(wanted);
    expect(together.levels).toEqual({ covered: wanted.length, of: 20 });
    expect(together.pairs).toEqual({ covered: wanted.length + 1, of: 200 });
  });

  it('is out of the most that any of them could send', () => {
    const together = coveredTogether([explored(mapOf([1]), 30), explored(mapOf([1]), 20)]);
    expect(together).toMatchObject({ levels: { of: 30 }, pairs: { of: 300 } });
  });

  it('leaves out runs whose numbers mean something else than those of the last', () => {
    const together = coveredTogether([explored(mapOf([1], 'v1'), 99), explored(mapOf([2], 'v2'))])!;
    expect(sentIn(together.coverage, 'levels')).toEqual([2]);
    expect(together).toMatchObject({ levels: { covered: 1, of: 20 }, coverage: { factors: 'v2' } });
  });

  it('is unknown without a map', () => {
    expect(coveredTogether([explored(undefined)])).toBeUndefined();
    expect(coveredTogether([])).toBeUndefined();
  });
});
