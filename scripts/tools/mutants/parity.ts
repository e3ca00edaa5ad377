import type { CaseVerdict, RunReport } from '../../report/types';

/** Known disagreements with stock Newman and their reasons. At most five. */
export const parityExceptions: readonly { readonly mutant: RegExp; readonly cases: RegExp; readonly reason: string }[] =
  [];

export interface Disagreement {
  readonly caseId: string;
  readonly harness: CaseVerdict;
  readonly stock: CaseVerdict | 'none';
}

/** The cases for which the harness and stock Newman have different verdicts on one server. */
export function disagreements(
  mutant: string,
  report: RunReport,
  stock: ReadonlyMap<string, CaseVerdict | 'none'>,
): Disagreement[] {
  return report.cases.flatMap(({ id, verdict }) => {
    const other = stock.get(id) ?? 'none';
    const excepted = parityExceptions.some((exception) => exception.mutant.test(mutant) && exception.cases.test(id));
    return verdict === other || excepted ? [] : [{ caseId: id, harness: verdict, stock: other }];
  });
}
