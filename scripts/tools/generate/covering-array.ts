import { createHash } from 'node:crypto';

/** A level of a column. */
interface Cell {
  readonly column: number;
  readonly level: number;
}

/** Every pair of cells in two columns. The order looks random but is always the same, so rows fill up evenly. */
function shuffledPairs(sizes: readonly number[]): (readonly [Cell, Cell])[] {
  const cells = sizes.flatMap((size, column) => Array.from({ length: size }, (_, level): Cell => ({ column, level })));
  const pairs = cells.flatMap((one, first) =>
    cells.flatMap((other, second) => {
      if (one.column >= other.column) return [];
      const order = createHash('md5').update(`${first},${second} `).digest('hex');
      return [{ order, pair: [one, other] as const }];
    }),
  );
  return pairs.sort((one, other) => (one.order < other.order ? -1 : 1)).map(({ pair }) => pair);
}

/**
 * Rows with a level for each column, in which every pair of levels of two columns occurs. Greedy: a row takes each pair
 * that it has room for, and what is then left empty is level 0.
 *
 * @param sizes how many levels each column has
 */
export function coveringRows(sizes: readonly number[]): number[][] {
  const rows: number[][] = [];
  let open = shuffledPairs(sizes);
  while (open.length > 0) {
    const row: (number | undefined)[] = sizes.map(() => undefined);
    for (const pair of open)
      if (pair.every(({ column, level }) => (row[column] ?? level) === level))
        for (const { column, level } of pair) row[column] = level;
    open = open.filter((pair) => !pair.every(({ column, level }) => row[column] === level));
    rows.push(row.map((level) => level ?? 0));
  }
  return rows;
}
