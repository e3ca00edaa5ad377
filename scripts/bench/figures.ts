/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median of the ratios of values that were measured side by side, so that a noisy machine touches both. */
export function medianRatio(values: readonly number[], yardstick: readonly number[]): number {
  return median(values.map((value, index) => value / yardstick[index]!));
}

/** A figure that is aimed at. */
export interface Aim {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly aim: { readonly atMost: number } | { readonly atLeast: number };
  /** What keeps it from being better. */
  readonly limit: string;
}

export const isMet = ({ value, aim }: Aim): boolean => ('atMost' in aim ? value <= aim.atMost : value >= aim.atLeast);

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);

/** Columns of text, padded to their widest. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The aims as a table. */
export function aimTable(aims: readonly Aim[]): string {
  return table([
    ['figure', 'measured', 'aim', '', 'limited by'],
    ...aims.map((each) => [
      each.what,
      `${shown(each.value)} ${each.unit}`.trim(),
      'atMost' in each.aim ? `≤ ${each.aim.atMost}` : `≥ ${each.aim.atLeast}`,
      isMet(each) ? 'met' : 'missed',
      each.limit,
    ]),
  ]);
}
