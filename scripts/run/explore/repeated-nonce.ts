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

/** Whether the requests of a step have one nonce: the server may take any of them, but one alone (H3). */
export const hasOneNonce = ({ call, relation }: Step): boolean => call === 'management-token' && relation === 'same';

const withNonce = (composed: Composed, nonce: 'odd' | 'used'): Composed => {
  const { credential } = composed.circumstances;
  if (credential.kind !== 'hmac') return composed;
  return { ...composed, circumstances: { ...composed.circumstances, credential: { ...credential, nonce } } };
};

/** A request of such a step as it is sent: which of them is taken is open. */
export const oneOfMany = (composed: Composed): Composed => withNonce(composed, 'odd');

/** How many requests of such steps the server took: of one program, all have the same nonce. */
export interface NonceUse {
  taken: number;
}

/** The requests of such a step as they are judged: all that were taken but the first have a nonce that was used. */
export function judgedByNonce<T extends Judged>(session: Session, all: readonly T[], use: NonceUse): T[] {
  return all.map((each) => {
    const { outcome } = each.exchange;
    if (outcome.kind !== 'response' || outcome.status >= 300) return each;
    use.taken += 1;
    if (use.taken === 1) return each;
    const composed = withNonce(each.composed, 'used');
    const prediction = predict(composed.request, composed.circumstances);
    const checkedCase = checkedCaseOf(each.exchange.caseId, composed, prediction);
    return { ...each, composed, prediction, findings: findingsOfSent(session, checkedCase, prediction, each.exchange) };
  });
}
