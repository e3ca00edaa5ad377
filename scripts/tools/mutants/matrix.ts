import { levelOrder } from '../../judge/level';
import type { Level, RunReport } from '../../report/types';
import type { EngineDifference } from './engine-difference';
import type { Disagreement } from './parity';

/** A server that the suite was run against: a fault with the level that must at least be reported, or a variant. */
export interface Mutant {
  readonly id: string;
  readonly title: string;
  /** `undefined` for a conforming variant. */
  readonly expected?: Level;
}

export type Outcome = 'caught' | 'survived' | 'cleared' | 'accused';

export interface MutantResult extends Mutant {
  readonly outcome: Outcome;
  /** The worst level reported; `credentials-refused` and `no-verdict` where the run ended so. */
  readonly reported: Level | 'credentials-refused' | 'no-verdict' | 'nothing';
  /** The cases with a finding of the expected level or above; of an accused variant, those that accuse it. */
  readonly caughtBy: readonly string[];
  /** Under --parity: the cases on which stock Newman comes to another verdict. */
  readonly disagreements?: readonly Disagreement[];
  /** Under --engines: where the two engines differ. */
  readonly engineDifferences?: readonly EngineDifference[];
}

const rank = (level: Level): number => levelOrder.length - levelOrder.indexOf(level);

/** The cases with a finding at least as bad as `level`. */
function casesWith({ cases }: RunReport, level: Level): string[] {
  return cases
    .filter(({ findings }) => findings.some((finding) => rank(finding.level) >= rank(level)))
    .map(({ id }) => id);
}

function reportedLevel(report: RunReport): MutantResult['reported'] {
  if (report.verdict === 'credentials-refused') return 'credentials-refused';
  const worst = levelOrder.find((level) => level !== 'observation' && casesWith(report, level).length > 0);
  return worst ?? (report.verdict === 'no-verdict' ? 'no-verdict' : 'nothing');
}

/** What the report of one run says of the suite. A refusal of the sandbox's own credentials is a broken run as well. */
export function judgeMutant(mutant: Mutant, report: RunReport): MutantResult {
  const reported = reportedLevel(report);
  if (mutant.expected === undefined) {
    const caughtBy = casesWith(report, 'deviation');
    return {
      ...mutant,
      reported,
      caughtBy,
      outcome: report.exitCode === 0 && caughtBy.length === 0 ? 'cleared' : 'accused',
    };
  }
  const caughtBy = casesWith(report, mutant.expected);
  const caught = caughtBy.length > 0 || report.verdict === 'credentials-refused';
  return { ...mutant, reported, caughtBy, outcome: caught ? 'caught' : 'survived' };
}

/** Whether a server was judged as it deserves, and by all that were compared alike. */
export const isRight = ({ outcome, disagreements = [], engineDifferences = [] }: MutantResult): boolean =>
  (outcome === 'caught' || outcome === 'cleared') && disagreements.length + engineDifferences.length === 0;

/** The cases that are the only ones to catch some fault, each with those faults. */
export function soleCatchers(results: readonly MutantResult[]): ReadonlyMap<string, readonly string[]> {
  const sole = new Map<string, string[]>();
  for (const { id, outcome, caughtBy } of results) {
    const [only] = caughtBy;
    if (outcome === 'caught' && only !== undefined && caughtBy.length === 1)
      sole.set(only, [...(sole.get(only) ?? []), id]);
  }
  return sole;
}

/** The cases that catch nothing that another case does not catch too: for people to judge, not for deletion. */
export function replaceableCases(results: readonly MutantResult[], caseIds: readonly string[]): string[] {
  const sole = soleCatchers(results);
  return caseIds.filter((id) => !sole.has(id));
}
