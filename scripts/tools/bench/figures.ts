import { columns } from '../../lib/text-layout';

/** The median of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median of the ratios of values measured side by side, so that noise affects both. */
export function medianRatio(values: readonly number[], yardstick: readonly number[]): number {
  return median(values.map((value, index) => value / yardstick[index]!));
}

export type Aim = { readonly atMost: number } | { readonly atLeast: number };

/** A figure, and its aim if it has one. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly better: 'less' | 'more';
  readonly aim?: Aim;
  /** What keeps it from being better. */
  readonly limit: string;
}

/** Whether the aim is met; `undefined` without an aim. */
export const isMet = ({ value, aim }: Figure): boolean | undefined =>
  aim && ('atMost' in aim ? value <= aim.atMost : value >= aim.atLeast);

function met(figure: Figure): string {
  const reached = isMet(figure);
  return reached === undefined ? '' : reached ? 'met' : 'missed';
}

const shownAim = (aim: Aim | undefined): string =>
  aim === undefined ? '' : 'atMost' in aim ? `≤ ${aim.atMost}` : `≥ ${aim.atLeast}`;

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);

/** The figures as a table. */
export function figureTable(figures: readonly Figure[]): string {
  return columns([
    ['figure', 'measured', 'aim', '', 'limited by'],
    ...figures.map((each) => [
      each.what,
      `${shown(each.value)} ${each.unit}`.trim(),
      shownAim(each.aim),
      met(each),
      each.limit,
    ]),
  ]);
}
