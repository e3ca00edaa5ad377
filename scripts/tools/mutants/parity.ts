import type { CaseVerdict, RunReport } from '../../report/types';

/** A case for which stock Newman has another verdict than the harness. */
export interface Disagreement {
  readonly caseId: string;
  readonly harness: CaseVerdict;
  readonly stock: CaseVerdict | 'none';
}

/** The cases for which the harness and stock Newman have different verdicts on one server. */
export function disagreements({ cases }: RunReport, stock: ReadonlyMap<string, CaseVerdict | 'none'>): Disagreement[] {
  return cases.flatMap(({ id, verdict }) => {
    const other = stock.get(id) ?? 'none';
    return verdict === other ? [] : [{ caseId: id, harness: verdict, stock: other }];
  });
}
