import { tokenCase } from '../contract/calls/management-token/call';
import type { Exchange, FailureKind } from '../contract/exchange';
import { transientStatuses } from '../contract/transient-statuses';
import { backoffMs } from '../lib/backoff';
import { isInfrastructure, isThrottled, refusedByDisconnecting, retryAfterMs, tooLongRetryAfter } from './retry';
import type { CheckedCase } from './rules/types';

/** What is sent: a planned case, a case under load, a request of exploring, or a probe of a target that may be down. */
export type Purpose = 'case' | 'load' | 'exploring' | 'probe';

/** How often a request is sent again, and when its control is asked. */
interface RetryPolicy {
  readonly outage: (retries: number) => number;
  readonly timeout: (retries: number) => number;
  /** A 429 is not a failure of the target. */
  readonly throttled: (retries: number) => number;
  /** After which failures the control of a request shows whether the target fails this request only. */
  readonly asksAfter: readonly FailureKind[];
  /** The same after a 502, 503 or 504. */
  readonly asksAfterGateway: boolean;
  /** The control is asked at the first timeout, and a target that is known to hang is not waited for again. */
  readonly learnsHangs: boolean;
}

const all = (retries: number): number => retries;
const twice = (retries: number): number => 2 * retries;
const none = (): number => 0;

const ofCases = {
  outage: all,
  timeout: all,
  throttled: twice,
  asksAfter: ['timeout'],
  asksAfterGateway: true,
} as const;

const policies: Readonly<Record<Purpose, RetryPolicy>> = {
  case: { ...ofCases, learnsHangs: true },
  // Under load, any request may occasionally time out.
  load: { ...ofCases, learnsHangs: false },
  // Its requests are many and unusual: a timeout is told from an outage by the control, not by waiting again.
  exploring: {
    outage: (retries) => Math.min(1, retries),
    timeout: none,
    throttled: twice,
    asksAfter: ['timeout', 'reset', 'protocol'],
    asksAfterGateway: true,
    learnsHangs: false,
  },
  // A timeout has taken its time already; more of them would take longer than an outage may.
  probe: { outage: all, timeout: none, throttled: none, asksAfter: [], asksAfterGateway: false, learnsHangs: false },
};

/** What a request with the same response but for the one thing that is tested shows at the same time. */
export type Control = 'absent' | 'not-asked' | 'answered' | 'unanswered';

/** What an exchange leads to: send the request again, send it to the other HMAC path, ask its control, or judge it. */
export type NextStep =
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'other-hmac-path' }
  | { readonly kind: 'ask-control' }
  /** `targetIsUp`: it fails this request, and answers the control at the same time. */
  | { readonly kind: 'settle'; readonly targetIsUp?: true };

/** What the decision depends on. */
export interface StepInput {
  readonly purpose: Purpose;
  readonly exchange: Exchange;
  readonly checkedCase: Pick<CheckedCase, 'id' | 'expect'>;
  readonly control: Control;
  /** Other cases showed that the target leaves requests unanswered. */
  readonly isKnownToHang: boolean;
  /** How many retries the user allows. */
  readonly retries: number;
  /** The HMAC exchange has another path that was not tried yet. */
  readonly otherHmacPath: boolean;
  /** In milliseconds since the Unix epoch by the local clock. */
  readonly now: number;
  /** Until the time limit of the run, in milliseconds; no limit if absent. */
  readonly leftMs?: number;
  readonly random: () => number;
}

const isTimeout = ({ outcome }: Exchange): boolean => outcome.kind === 'failure' && outcome.reason === 'timeout';

/** Whether the request itself may be what the target, or the gateway before it, cannot handle. */
function mayBeTheRequest({ outcome }: Exchange, { asksAfter, asksAfterGateway }: RetryPolicy): boolean {
  if (outcome.kind === 'failure') return asksAfter.includes(outcome.reason);
  return asksAfterGateway && transientStatuses[outcome.status]?.mayBeTheRequest === true;
}

function mostRetries(exchange: Exchange, policy: RetryPolicy, retries: number): number {
  const kind = isThrottled(exchange) ? 'throttled' : isTimeout(exchange) ? 'timeout' : 'outage';
  return policy[kind](retries);
}

/** Decides what follows an exchange: in a run, under load, in exploring, in probes, in stock Newman and in Postman. */
export function nextStep(input: StepInput): NextStep {
  const { purpose, exchange, checkedCase, control, isKnownToHang, retries, otherHmacPath, now, leftMs, random } = input;
  const { attempt, outcome } = exchange;
  if (!isInfrastructure(exchange) || refusedByDisconnecting(exchange, checkedCase)) {
    const notFound = outcome.kind === 'response' && outcome.status === 404;
    return { kind: notFound && otherHmacPath && checkedCase.id === tokenCase ? 'other-hmac-path' : 'settle' };
  }
  if (tooLongRetryAfter(exchange, now, leftMs) !== undefined) return { kind: 'settle' };
  const policy = policies[purpose];
  const isLast = attempt > mostRetries(exchange, policy, retries);
  const learnsHang = policy.learnsHangs && isTimeout(exchange);
  if (mayBeTheRequest(exchange, policy) && (isLast || learnsHang)) {
    if (control === 'not-asked') return { kind: 'ask-control' };
    if (control === 'answered' && (isLast || isKnownToHang)) return { kind: 'settle', targetIsUp: true };
  }
  if (isLast) return { kind: 'settle' };
  return { kind: 'retry', afterMs: backoffMs(attempt, retryAfterMs(exchange, now), random) };
}
