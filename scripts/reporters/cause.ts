import type { FailureKind } from '../contract/exchange';
import type { CaseResult } from '../verdict/types';

/** Why no answer came, after "the target could not be reached: ". */
const failures: Readonly<Record<FailureKind, string>> = {
  dns: 'its host name is not known',
  refused: 'the connection was refused, nothing listens there',
  reset: 'it closed the connection before it had answered',
  timeout: 'it did not answer in time',
  tls: 'no TLS connection could be made',
  protocol: 'its answer is not HTTP',
  aborted: 'the request was called off',
  other: 'the request failed',
};

const unavailable: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** What kept cases from a verdict, and how many of them. */
export interface Cause {
  /** `unreachable`: no answer; `unavailable`: an answer that speaks of overload or outage; `other`: see the text. */
  readonly kind: 'unreachable' | 'unavailable' | 'other';
  readonly text: string;
  readonly cases: number;
}

/** What kept the most of these cases from a verdict. */
export function commonCause(cases: readonly CaseResult[]): Cause | undefined {
  const causes = new Map<string, Cause>();
  for (const cause of cases.map(causeOf)) {
    causes.set(cause.text, { ...cause, cases: (causes.get(cause.text)?.cases ?? 0) + 1 });
  }
  return [...causes.values()].sort((a, b) => b.cases - a.cases)[0];
}

function causeOf({ exchanges, reason }: CaseResult): Omit<Cause, 'cases'> {
  const last = exchanges.at(-1);
  if (last?.failure !== undefined) return { kind: 'unreachable', text: failures[last.failure.kind] ?? failures.other };
  const status = last?.response?.status;
  if (status !== undefined && unavailable.has(status)) return { kind: 'unavailable', text: `it answered ${status}` };
  return { kind: 'other', text: reason ?? 'no reason was recorded' };
}
