import type { Exchange } from '../../contract/exchange';
import { type Prediction, predict } from '../../contract/model';
import type { Composed } from '../../contract/model/factors/compose';
import type { Finding } from '../../report/types';
import type { Session } from '../session';
import { checkedCaseOf, findingsOfSent } from './judge-sent';
import type { Step } from './program';

interface Judged {
  readonly composed: Composed;
  readonly prediction: Prediction;
  readonly exchange: Exchange;
  readonly findings: readonly Finding[];
}

/** Whether the requests of a step share a nonce: the server may accept any of them, but only one (H3). */
export const hasOneNonce = ({ call, relation }: Step): boolean => call === 'management-token' && relation === 'same';

const withNonce = (composed: Composed, nonce: 'odd' | 'used'): Composed => {
  const { credential } = composed.circumstances;
  if (credential.kind !== 'hmac') return composed;
  return { ...composed, circumstances: { ...composed.circumstances, credential: { ...credential, nonce } } };
};

/** A request of such a step when it is sent: the server may accept it or another one. */
export const withSharedNonce = (composed: Composed): Composed => withNonce(composed, 'odd');

/** How many requests of such steps the server accepted. All such steps of a program have the same nonce. */
export interface NonceUse {
  accepted: number;
}

/** The requests of such a step when they are judged: after the first accepted one, the nonce has been used. */
export function judgedByNonce<T extends Judged>(session: Session, all: readonly T[], use: NonceUse): T[] {
  return all.map((each) => {
    const { outcome } = each.exchange;
    if (outcome.kind !== 'response' || outcome.status >= 300) return each;
    use.accepted += 1;
    if (use.accepted === 1) return each;
    const composed = withNonce(each.composed, 'used');
    const prediction = predict(composed.request, composed.circumstances);
    const checkedCase = checkedCaseOf(each.exchange.caseId, composed, prediction);
    return { ...each, composed, prediction, findings: findingsOfSent(session, checkedCase, prediction, each.exchange) };
  });
}
