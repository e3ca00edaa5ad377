import { isTransient } from '../../contract/transient-statuses';
import type { CaseResult, CaseVerdict, RunReport } from '../types';
import { failureWords, unreachedText } from '../unreached';
import { reasonKey, verdictReason } from './reasons';

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
    const cause = causeOfCase(rootOf(result, cases), report);
    const { key, ...said } = cause;
    const { cases: before, sent, ...first } = causes.get(key) ?? { ...said, cases: 0, sent: 0 };
    causes.set(key, { ...first, cases: before + 1, sent: sent + (result.exchanges.length > 0 ? 1 : 0) });
  }
  return [...causes.values()].sort((a, b) => b.cases - a.cases)[0];
}

/** A case that was blocked by another of these cases shares its cause. */
function rootOf(result: CaseResult, cases: readonly CaseResult[]): CaseResult {
  return cases.find(({ id }) => id === result.blockedBy) ?? result;
}

/** What it was, and a key that is the same for the same cause. */
type KeyedCause = Pick<NoVerdictCause, 'kind' | 'text'> & { readonly key: string };

function causeOfCase(result: CaseResult, { unreached }: RunReport): KeyedCause {
  const last = result.exchanges.at(-1);
  if (last?.failure) {
    const { kind } = last.failure;
    const text = failureWords[kind] ?? failureWords.other;
    return { kind: kind === 'protocol' ? 'other' : 'unreachable', key: `failure ${kind}`, text };
  }
  if (last === undefined && unreached) return { kind: 'unreachable', key: 'unreached', text: unreachedText(unreached) };
  const response = last?.response;
  return response !== undefined && isTransient(response.status, Object.entries(response.headers))
    ? { kind: 'unavailable', key: `status ${response.status}`, text: `the target returned ${response.status}` }
    : { kind: 'other', key: reasonKey(result), text: verdictReason(result) };
}
