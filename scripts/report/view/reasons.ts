import type { CaseResult } from '../types';

/** Cases that share a verdict and its reason. */
export interface ReasonGroup {
  readonly verdict: CaseResult['verdict'];
  readonly reason: string;
  readonly cases: readonly CaseResult[];
}

/** Why a case has the verdict that it has. */
export function verdictReason({ reason }: Pick<CaseResult, 'reason'>): string {
  return reason ?? 'no reason was recorded';
}

/** The cases by verdict and reason, in the order in which the groups first appear. */
export function byReason(cases: readonly CaseResult[]): ReasonGroup[] {
  const groups = new Map<string, CaseResult[]>();
  for (const result of cases) {
    const key = JSON.stringify([result.verdict, result.reason]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map((members) => ({
    verdict: members[0]!.verdict,
    reason: verdictReason(members[0]!),
    cases: members,
  }));
}
