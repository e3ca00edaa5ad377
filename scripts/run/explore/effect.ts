import { isSuccess } from '../../contract/issued-token';
import type { Finding } from '../../report/types';
import type { Sent } from './send';

/** What goes wrong, whatever was asked. */
export type Effect =
  /** No response comes, though others are answered. */
  | 'unanswered'
  /** A 5xx. */
  | 'fails'
  /** A request that must be refused, or may be, is answered like a valid one. */
  | 'accepts'
  /** A valid request is refused. */
  | 'refuses'
  /** The response is of the right kind and wrong in itself. */
  | 'answers-wrongly';

/** What a finding comes to. */
export function effectOf({ prediction, exchange: { outcome } }: Sent): Effect {
  if (outcome.kind === 'failure') return 'unanswered';
  if (outcome.status >= 500) return 'fails';
  if (prediction.outcome !== 'accepted') return isSuccess(outcome.status) ? 'accepts' : 'answers-wrongly';
  return isSuccess(outcome.status) ? 'answers-wrongly' : 'refuses';
}

/** The same text for findings of one effect. */
export function effectKey({ rule, where }: Finding, sent: Sent): string {
  const effect = effectOf(sent);
  return effect === 'answers-wrongly' ? [effect, rule, where].join(' ') : effect;
}

/** The status, or why no response came. */
export const statusOf = ({ exchange: { outcome } }: Sent): string =>
  outcome.kind === 'response' ? String(outcome.status) : outcome.reason;

/** What comes, whatever was asked: the same for requests that a server confuses with another. */
export const cameOf = ({ rule }: Finding, sent: Sent): string => `${rule} ${statusOf(sent)}`;
