import type { Exchange } from '../../contract/exchange';
import { type Prediction, predict } from '../../contract/model';
import type { Composed } from '../../contract/model/factors/compose';
import { isFailing } from '../../judge/case-verdict';
import type { JudgeOptions } from '../../judge/judge';
import { judgePredicted, predictedCase } from '../../judge/predicted';
import type { Rule } from '../../judge/rules/types';
import type { CheckedCase } from '../../judge/types';
import type { Finding } from '../../report/types';
import type { Session } from '../session';
import type { Step } from './program';

/** What is wrong with the response to a composed request: violations, deviations and warnings. */
export function findingsOfSent(
  session: Session,
  checkedCase: CheckedCase,
  prediction: Prediction,
  exchange: Exchange,
  more: Pick<JudgeOptions, 'targetIsUp'> = {},
): readonly Finding[] {
  if (exchange.outcome.kind !== 'response') return [];
  const { strict, rules } = session.parts.options.judging;
  const judge = (checked: CheckedCase, sent: Exchange, asked: readonly Rule[]) =>
    session.judging.judge(checked, sent, { ...more, rules: asked });
  const { findings } = judgePredicted(exchange, checkedCase, prediction, judge, rules);
  return findings.filter(
    ({ level, quarantined }) => !quarantined && (level === 'deviation' || isFailing(level, strict)),
  );
}

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
interface NonceUse {
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
    const checkedCase = predictedCase(each.exchange.caseId, composed.call, prediction);
    return { ...each, composed, prediction, findings: findingsOfSent(session, checkedCase, prediction, each.exchange) };
  });
}
