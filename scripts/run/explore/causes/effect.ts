import { isSuccess } from '../../../contract/issued-token';
import type { Finding } from '../../../report/types';
import type { Sent } from '../send';

/** What goes wrong, whatever the request. */
export type Effect =
  /** There is no response, although other requests get one. */
  | 'unanswered'
  /** A 5xx. */
  | 'fails'
  /** A request that must or may be refused gets the response of a valid one. */
  | 'accepts'
  /** A valid request is refused. */
  | 'refuses'
  /** The status is right, but the response is wrong. */
  | 'answers-wrongly';

/** The effect of a failing request. */
export function effectOf({ prediction, exchange: { outcome } }: Sent): Effect {
  if (outcome.kind === 'failure') return 'unanswered';
  if (outcome.status >= 500) return 'fails';
  if (prediction.outcome !== 'accepted') return isSuccess(outcome.status) ? 'accepts' : 'answers-wrongly';
  return isSuccess(outcome.status) ? 'answers-wrongly' : 'refuses';
}

/** Identifies the effect: equal for findings with the same effect. */
export function effectKey({ rule, where }: Finding, sent: Sent): string {
  const effect = effectOf(sent);
  return effect === 'answers-wrongly' ? [effect, rule, where].join(' ') : effect;
}

/** The status, or why there was no response. */
export const statusOf = ({ exchange: { outcome } }: Sent): string =>
  outcome.kind === 'response' ? String(outcome.status) : outcome.reason;

/** Identifies what happened, whatever the request: equal for requests that a server confuses with each other. */
export const outcomeKey = ({ rule }: Finding, sent: Sent): string => `${rule} ${statusOf(sent)}`;
