import { isTransient } from '../../contract/transient-statuses';
import type { CaseResult, CaseVerdict, RunReport } from '../types';
import { failureWords, unreachedText } from '../unreached';
import { verdictReason } from './reasons';

/** What kept cases from a verdict, and how many of them. */
export interface NoVerdictCause {
  /** `unreachable`: no response; `unavailable`: a response that means overload or outage; `other`: see the text. */
  readonly kind: 'unreachable' | 'unavailable' | 'other';
  readonly text: string;
  readonly cases: number;
  /** How many of them were sent; the others depend on one of these. */
  readonly sent: number;
}

/** The most common cause that kept these cases of a run from a verdict; the first if several are as common. */
export function commonCause(report: RunReport, verdicts: readonly CaseVerdict[]): NoVerdictCause | undefined {
  const cases = report.cases.filter(({ verdict }) => verdicts.includes(verdict));
  const causes = new Map<string, NoVerdictCause>();
  for (const result of cases) {
    const cause = causeOf(rootOf(result, cases), report);
    const { cases: before, sent } = causes.get(cause.text) ?? { cases: 0, sent: 0 };
    causes.set(cause.text, { ...cause, cases: before + 1, sent: sent + (result.exchanges.length > 0 ? 1 : 0) });
  }
  return [...causes.values()].sort((a, b) => b.cases - a.cases)[0];
}

/** A case that was blocked by another of these cases shares its cause. */
function rootOf(result: CaseResult, cases: readonly CaseResult[]): CaseResult {
  return cases.find(({ id }) => id === result.blockedBy) ?? result;
}

function causeOf(result: CaseResult, { unreached }: RunReport): Omit<NoVerdictCause, 'cases' | 'sent'> {
  const last = result.exchanges.at(-1);
  if (last?.failure) return { kind: 'unreachable', text: failureWords[last.failure.kind] ?? failureWords.other };
  if (last === undefined && unreached) return { kind: 'unreachable', text: unreachedText(unreached) };
  const response = last?.response;
  return response !== undefined && isTransient(response.status, Object.entries(response.headers))
    ? { kind: 'unavailable', text: `it answered ${response.status}` }
    : { kind: 'other', text: verdictReason(result) };
}
