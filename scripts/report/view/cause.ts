import type { CaseResult } from '../types';
import { failureWords, unreachedCause } from '../unreached';

const unavailable: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** What kept cases from a verdict, and how many of them. */
export interface Cause {
  /** `unreachable`: no answer; `unavailable`: an answer that speaks of overload or outage; `other`: see the text. */
  readonly kind: 'unreachable' | 'unavailable' | 'other';
  readonly text: string;
  readonly cases: number;
}

/** What kept the most of these cases from a verdict; the first where several are as common. */
export function commonCause(cases: readonly CaseResult[]): Cause | undefined {
  const causes = new Map<string, Cause>();
  for (const cause of cases.map((result) => causeOf(rootOf(result, cases)))) {
    causes.set(cause.text, { ...cause, cases: (causes.get(cause.text)?.cases ?? 0) + 1 });
  }
  return [...causes.values()].sort((a, b) => b.cases - a.cases)[0];
}

/** What never was sent because another of these cases was not accepted has that one's cause. */
function rootOf(result: CaseResult, cases: readonly CaseResult[]): CaseResult {
  if (result.verdict !== 'inconclusive' || result.exchanges.length > 0) return result;
  return cases.find(({ id }) => result.reason?.startsWith(`${id} was not accepted`)) ?? result;
}

function causeOf({ exchanges, reason }: CaseResult): Omit<Cause, 'cases'> {
  const last = exchanges.at(-1);
  if (last?.failure !== undefined)
    return { kind: 'unreachable', text: failureWords[last.failure.kind] ?? failureWords.other };
  const unreached = last === undefined ? unreachedCause(reason) : undefined;
  if (unreached !== undefined) return { kind: 'unreachable', text: unreached };
  const status = last?.response?.status;
  if (status !== undefined && unavailable.has(status)) return { kind: 'unavailable', text: `it answered ${status}` };
  return { kind: 'other', text: reason ?? 'no reason was recorded' };
}
