import { coveringRows } from './covering-array';

/** The pairs of levels that occur in the rows, as `column:level column:level`. */
const pairsIn = (rows: readonly (readonly number[])[]): Set<string> =>
  new Set(
    rows.flatMap((row) =>
      row.flatMap((one, first) =>
        row.slice(first + 1).map((other, after) => `${first}:${one} ${first + 1 + after}:${other}`),
      ),
    ),
  );

describe('the rows', () => {
  it.each([
    // Never fewer rows than the two largest columns have pairs.
    { sizes: [2, 2], most: 4 },
    { sizes: [2, 2, 2, 2], most: 8 },
    { sizes: [5, 4, 3], most: 30 },
    { sizes: [2, 7, 1, 3], most: 30 },
    { sizes: [10, 10, 10, 10, 10, 10], most: 220 },
  ])('have every pair of levels of $sizes, and are at most $most', ({ sizes, most }) => {
    const rows = coveringRows(sizes);
    const all = sizes.flatMap((size, first) => sizes.slice(first + 1).map((other) => ({ size, other })));
    const count = all.reduce((sum, { size, other }) => sum + size * other, 0);
    const levelsExist = rows.every((row) => row.every((level, column) => level >= 0 && level < sizes[column]!));
    expect(levelsExist && rows.every(({ length }) => length === sizes.length)).toBe(true);
    expect(pairsIn(rows).size).toBe(count);
    expect(rows.length).toBeLessThanOrEqual(most);
  });

  it('are the same each time', () => {
    expect(coveringRows([4, 3, 3])).toEqual(coveringRows([4, 3, 3]));
  });
});
