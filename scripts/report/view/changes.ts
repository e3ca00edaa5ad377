import type { CaseResult, RunReport } from '../types';
import { groupKey } from './finding-groups';
import { failing } from './finding-text';
import { markLabel, markOf, signs } from './marks';
import { reasonKey, verdictReason } from './reasons';

/** Why a case has its verdict, in a line. */
function why(result: CaseResult, strict: boolean): string {
  const [worst] = failing(result.findings, strict);
  if (worst) return `: ${worst.rule}: ${worst.message}`;
  return result.verdict === 'passed' ? '' : `: ${verdictReason(result)}`;
}

/** The same for the same result with the same cause, whatever its words. */
function stateKey(result: CaseResult, strict: boolean): string {
  const [worst] = failing(result.findings, strict);
  return JSON.stringify([markLabel(result), worst ? groupKey(worst) : reasonKey(result)]);
}

const stateOf = (result: CaseResult, strict: boolean): string => `${markLabel(result)}${why(result, strict)}`;

/** The cases whose result differs between two runs, a line each: what it is now, and what it was. */
export function changesBetween(before: RunReport, after: RunReport): string[] {
  const known = new Map(before.cases.map((result) => [result.id, result]));
  const changed = after.cases.flatMap((result) => {
    const was = known.get(result.id);
    if (was !== undefined && stateKey(was, before.strict) === stateKey(result, after.strict)) return [];
    const now = stateOf(result, after.strict);
    return [`${signs[markOf(result)]} ${result.id}: ${was === undefined ? '' : `${was.verdict} before, now `}${now}`];
  });
  const kept = new Set(after.cases.map(({ id }) => id));
  const gone = before.cases.filter(({ id, verdict }) => !kept.has(id) && verdict !== 'passed');
  return [...changed, ...gone.map(({ id, verdict }) => `✓ ${id}: ${verdict} before, not found any more`)];
}
