import { levelOrder } from '../../judge/level';
import { isExplored } from '../../report/explored-places';
import type { Symptom } from '../../report/symptoms';
import type { CaseVerdict, Level, RunReport } from '../../report/types';
import { levelCount } from '../../run/explore/causes/causes';
import { partNamed } from '../../run/explore/explore-id';
import { partOf, readProgram } from '../../run/explore/program';
import type { EngineDifference } from './engine-difference';
import type { Likely } from './likely';

/** A server for the suite: one with a fault and the lowest level that must be reported, or a conforming variant. */
export interface Mutant {
  readonly id: string;
  readonly title: string;
  /** `undefined` for a conforming variant. */
  readonly expected?: Level;
}

/** A case for which stock Newman has another verdict than the harness. */
export interface Disagreement {
  readonly caseId: string;
  readonly harness: CaseVerdict;
  readonly stock: CaseVerdict | 'none';
}

export type MutantOutcome = 'caught' | 'survived' | 'cleared' | 'accused';

export interface MutantResult extends Mutant {
  readonly outcome: MutantOutcome;
  /** The worst reported level, or how the run ended. */
  readonly reported: Level | 'credentials-refused' | 'no-verdict' | 'nothing';
  /** The cases with a finding of the expected level or worse; for an accused variant, the cases that accuse it. */
  readonly caughtBy: readonly string[];
  /** The kinds of those cases, with how many there are of each. */
  readonly foundBy: Readonly<Partial<Record<CaseKind, number>>>;
  /** How many combinations were explored, where what a run explores by default did not show the fault. */
  readonly exploredMore?: number;
  /** With --write-symptoms: everything that the run shows. */
  readonly symptoms?: readonly Symptom[];
  /** With --parity: the cases for which stock Newman has another verdict. */
  readonly disagreements?: readonly Disagreement[];
  /** With --likely-cause: where the fault comes among the likely causes of a run with another seed. */
  readonly likely?: Likely;
  /** With --engines: the differences between the engines. */
  readonly engineDifferences?: readonly EngineDifference[];
}

/**
 * What a case sends: a request of its own, or an explored program that differs in one, two, three or more levels, or
 * sends several requests.
 */
export type CaseKind = 'case' | 'level' | 'pair' | 'triple' | 'combination' | 'history';

const byLevels: readonly CaseKind[] = ['level', 'level', 'pair', 'triple'];

/** The kind of a case by its id. */
export function kindOfCase(id: string): CaseKind {
  if (!isExplored(id)) return 'case';
  const program = readProgram(id);
  return partOf(program) === 'pairs' ? (byLevels[levelCount(program)] ?? 'combination') : 'history';
}

function kindCounts(ids: readonly string[]): MutantResult['foundBy'] {
  const counts: Partial<Record<CaseKind, number>> = {};
  for (const id of ids) counts[kindOfCase(id)] = (counts[kindOfCase(id)] ?? 0) + 1;
  return counts;
}

const rank = (level: Level): number => levelOrder.length - levelOrder.indexOf(level);

/** The cases with a finding at least as bad as `level`, without those that sum up a part of exploring. */
function casesWith({ cases }: RunReport, level: Level): string[] {
  return cases
    .filter(({ id, findings }) => !partNamed(id) && findings.some((finding) => rank(finding.level) >= rank(level)))
    .map(({ id }) => id);
}

function reportedLevel(report: RunReport): MutantResult['reported'] {
  if (report.verdict === 'credentials-refused') return 'credentials-refused';
  const worst = levelOrder.find((level) => level !== 'observation' && casesWith(report, level).length > 0);
  return worst ?? (report.verdict === 'no-verdict' ? 'no-verdict' : 'nothing');
}

/** Judges the suite by the report of one run. A fault also counts as caught if the sandbox refused its own credentials. */
export function judgeMutant(mutant: Mutant, report: RunReport): MutantResult {
  const reported = reportedLevel(report);
  const caughtBy = casesWith(report, mutant.expected ?? 'deviation');
  const judged = { ...mutant, reported, caughtBy, foundBy: kindCounts(caughtBy) };
  if (mutant.expected === undefined)
    return { ...judged, outcome: report.exitCode === 0 && caughtBy.length === 0 ? 'cleared' : 'accused' };
  const caught = caughtBy.length > 0 || report.verdict === 'credentials-refused';
  return { ...judged, outcome: caught ? 'caught' : 'survived' };
}

/** The cases for which the harness and stock Newman have different verdicts on one server. */
export function disagreements({ cases }: RunReport, stock: ReadonlyMap<string, Disagreement['stock']>): Disagreement[] {
  return cases.flatMap(({ id, verdict }) => {
    const other = stock.get(id) ?? 'none';
    return verdict === other ? [] : [{ caseId: id, harness: verdict, stock: other }];
  });
}

/** Whether a server was judged correctly, and everything that was compared agrees. */
export const isRight = ({ outcome, disagreements = [], engineDifferences = [] }: MutantResult): boolean =>
  (outcome === 'caught' || outcome === 'cleared') && disagreements.length + engineDifferences.length === 0;

/** The cases that are the only ones to catch a fault, each with its faults. */
export function soleCatchers(results: readonly MutantResult[]): ReadonlyMap<string, readonly string[]> {
  const sole = new Map<string, string[]>();
  for (const { id, outcome, caughtBy } of results) {
    const [only] = caughtBy;
    if (outcome === 'caught' && only !== undefined && caughtBy.length === 1)
      sole.set(only, [...(sole.get(only) ?? []), id]);
  }
  return sole;
}

/** The cases that catch no fault alone. They are for review, not for deletion. */
export function replaceableCases(results: readonly MutantResult[], caseIds: readonly string[]): string[] {
  const sole = soleCatchers(results);
  return caseIds.filter((id) => !sole.has(id));
}
