import { type Figure, median } from './figures';

/** What a run of the benchmark leaves behind, as its file holds it. */
export interface BenchRun {
  /** ISO 8601. */
  readonly at: string;
  readonly machine: { readonly node: string; readonly cpu?: string | undefined; readonly cores: number };
  readonly figures: readonly Figure[];
}

/** A figure that got worse, and stays so. */
export interface Slowdown {
  readonly what: string;
  readonly unit: string;
  /** The median of the runs before. */
  readonly before: number;
  /** The values of the last runs, oldest first. */
  readonly now: readonly number[];
}

/** How much worse a slowdown is, as a share. On shared machines, the figures vary by less than this from week to week. */
const share = 0.15;
/** How many runs in a row must show it: a single one may have been on a busy machine. */
const enough = 3;
/** How many earlier runs they are compared with. */
const remembered = 8;

/** Whether two runs can be compared: on another machine or major version of Node, figures say nothing of each other. */
const sameMachine = ({ machine: one }: BenchRun, { machine: other }: BenchRun): boolean =>
  one.cpu === other.cpu && one.cores === other.cores && one.node.split('.')[0] === other.node.split('.')[0];

const isWorse = (value: number, before: number, better: Figure['better']): boolean =>
  better === 'less' ? value >= before * (1 + share) : value <= before / (1 + share);

/**
 * The figures that are worse by 15 % or more in each of the last three runs on a machine like that of the last one,
 * compared with the median of the runs before.
 */
export function slowdowns(runs: readonly BenchRun[]): Slowdown[] {
  const ordered = [...runs].sort((one, other) => (one.at < other.at ? -1 : 1));
  const last = ordered.at(-1);
  if (!last) return [];
  const alike = ordered.filter((run) => sameMachine(run, last));
  return last.figures.flatMap(({ what, unit, better }): Slowdown[] => {
    const values = alike.flatMap(({ figures }) => {
      const value = figures.find((figure) => figure.what === what)?.value;
      // A figure that could not be measured is `null` in the file.
      return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
    });
    const now = values.slice(-enough);
    const earlier = values.slice(0, -enough).slice(-remembered);
    if (now.length < enough || earlier.length === 0) return [];
    const before = median(earlier);
    return now.every((value) => isWorse(value, before, better)) ? [{ what, unit, before, now }] : [];
  });
}

const shown = (value: number): string => String(Number(value.toPrecision(3)));

/** A slowdown in one line. */
export function slowdownText({ what, unit, before, now }: Slowdown): string {
  return `${what}: ${now.map(shown).join(', ')} ${unit} in the last ${now.length} runs, ${shown(before)} ${unit} before`;
}
