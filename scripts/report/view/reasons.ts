import { groupBy } from '../../lib/group-by';
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

/** The same for cases that have the same verdict for the same reason, whatever its words. */
export function reasonKey(result: CaseResult): string {
  const { verdict, reasonKind, reasonAbout, blockedBy } = result;
  return JSON.stringify([verdict, reasonKind ?? olderKey(result), reasonAbout, blockedBy, responseKey(result)]);
}

/** Reports of older versions have no kinds: equal texts stand for equal reasons. */
const olderKey = ({ reason }: CaseResult): string | undefined => reason;

/** How the last request ended, where that is the reason. */
function responseKey({ reasonKind, exchanges }: CaseResult): string | number | undefined {
  const last = exchanges.at(-1);
  if (reasonKind === 'no-response') return last?.failure?.kind;
  return reasonKind === 'unavailable' || reasonKind === 'credentials-refused' ? last?.response?.status : undefined;
}

/** The cases by verdict and reason, in the order in which the groups first appear. */
export function byReason(cases: readonly CaseResult[]): ReasonGroup[] {
  return [...groupBy(cases, reasonKey).values()].map((members) => ({
    verdict: members[0]!.verdict,
    reason: verdictReason(members[0]!),
    cases: members,
  }));
}
