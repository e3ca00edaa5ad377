import { findingKey } from '../../judge/finding';
import { levelOrder } from '../../judge/level';
import { defined } from '../../lib/defined';
import { groupBy } from '../../lib/group-by';
import { coveredTogether } from '../../report/coverage-map';
import { isExplored } from '../../report/explored-places';
import type { CaseVerdict, Explored, Level } from '../../report/types';
import type { CaseDigest, FindingDigest, RunDigest } from './digest';

/** A finding over the runs, in any cases; its message is that of the latest. */
export interface FindingTrend {
  readonly rule: string;
  readonly level: Level;
  readonly message: string;
  readonly where?: string;
  /** Every case that ever had it. */
  readonly cases: readonly string[];
  /** In how many runs. */
  readonly runs: number;
  /** When the first and the last run with it started. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** It is in the latest run that judged one of its cases, or explored the conditions of one. An observation is never open. */
  readonly open: boolean;
}

/** A case with changing results. */
export interface FlakyCase {
  readonly id: string;
  /** Runs that judged it. */
  readonly runs: number;
  /** Runs in which it passed, but not on the first attempt. */
  readonly flaky: number;
  /** How often it went from passed to failed or back. */
  readonly changes: number;
  readonly latest: CaseVerdict;
}

/** The history of a target, oldest run first. */
export interface Trend {
  readonly target: string;
  readonly runs: readonly RunDigest[];
  /** Open ones first, worst first, the latest first. */
  readonly findings: readonly FindingTrend[];
  readonly flaky: readonly FlakyCase[];
  /** What all runs explored together; absent if none of them explored. */
  readonly explored?: Pick<Explored, 'levels' | 'pairs'>;
}

/** One change means that a case was broken or fixed; two or more mean that it is flaky. */
const changesOfFlaky = 2;

/** Whether a run that explored this would have shown again what the explored case with this id showed. */
export type Covers = (explored: Explored, id: string) => boolean;

/** The histories by target, each in chronological order; a run with two reports counts once. */
export function trends(digests: readonly RunDigest[], covers: Covers): Trend[] {
  const once = new Map<string, RunDigest>();
  for (const run of digests) {
    const key = JSON.stringify([run.target, run.startedAt, run.seed, run.shard]);
    if (!once.has(key)) once.set(key, run);
  }
  const inOrder = [...once.values()].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  return [...groupBy(inOrder, ({ target }) => target)]
    .map(([target, runs]): Trend => {
      const explored = exploredSoFar(runs);
      const found = { findings: findingTrends(runs, covers), flaky: flakyCases(runs) };
      return { target, runs, ...found, ...(explored && { explored }) };
    })
    .sort((a, b) => b.runs.length - a.runs.length);
}

function exploredSoFar(runs: readonly RunDigest[]): Trend['explored'] {
  const together = coveredTogether(runs.flatMap(({ explored }) => explored ?? []));
  return together && { levels: together.levels, pairs: together.pairs };
}

const isJudged = ({ verdict }: CaseDigest): boolean => verdict === 'passed' || verdict === 'failed';

/** The latest run after another one that explored the conditions of a case: it is in a report only where it fails. */
const latestCovering = (id: string, runs: readonly RunDigest[], after: RunDigest, covers: Covers) =>
  runs.slice(runs.indexOf(after) + 1).findLast(({ explored }) => explored && covers(explored, id));

function findingTrends(runs: readonly RunDigest[], covers: Covers): FindingTrend[] {
  const found = new Map<
    string,
    { latest: FindingDigest; first: RunDigest; last: RunDigest; runs: number; cases: Set<string> }
  >();
  const lastJudged = new Map<string, RunDigest>();
  for (const run of runs) {
    for (const result of run.cases) {
      if (isJudged(result)) lastJudged.set(result.id, run);
      for (const finding of result.findings) {
        const key = findingKey(finding);
        const known = found.get(key) ?? { latest: finding, first: run, last: run, runs: 0, cases: new Set() };
        if (known.runs === 0 || known.last !== run) known.runs += 1;
        known.last = run;
        known.latest = finding;
        known.cases.add(result.id);
        found.set(key, known);
      }
    }
  }
  const time = (run: RunDigest | undefined): number => (run ? Date.parse(run.startedAt) : 0);
  const list = [...found.values()].map(({ latest: shown, first, last, runs: count, cases }): FindingTrend => {
    const { rule, level, message, where } = shown;
    const latestOf = (id: string): number =>
      Math.max(time(lastJudged.get(id)), isExplored(id) ? time(latestCovering(id, runs, last, covers)) : 0);
    const latest = Math.max(...[...cases].map(latestOf));
    return {
      ...{ rule, level, message, ...defined({ where }), cases: [...cases], runs: count },
      firstSeen: first.startedAt,
      lastSeen: last.startedAt,
      open: level !== 'observation' && time(last) >= latest,
    };
  });
  return list.sort(
    (a, b) =>
      Number(b.open) - Number(a.open) ||
      levelOrder.indexOf(a.level) - levelOrder.indexOf(b.level) ||
      Date.parse(b.lastSeen) - Date.parse(a.lastSeen),
  );
}

function flakyCases(runs: readonly RunDigest[]): FlakyCase[] {
  const judged = runs.flatMap((run) => run.cases).filter(isJudged);
  return [...groupBy(judged, ({ id }) => id)]
    .map(([id, results]) => ({
      id,
      runs: results.length,
      flaky: results.filter(({ flaky }) => flaky).length,
      changes: results.filter(({ verdict }, at) => at > 0 && results[at - 1]!.verdict !== verdict).length,
      latest: results.at(-1)!.verdict,
    }))
    .filter(({ flaky, changes }) => flaky > 0 || changes >= changesOfFlaky)
    .sort((a, b) => b.flaky + b.changes - (a.flaky + a.changes));
}
