import type { Exchange } from '../../contract/exchange';
import type { Prediction } from '../../contract/model';
import type { Composed } from '../../contract/model/factors/compose';
import { isFailing } from '../../judge/case-verdict';
import { judgePredicted, predictedCase } from '../../judge/predicted';
import type { Rule } from '../../judge/rules/types';
import type { CheckedCase } from '../../judge/types';
import type { Finding } from '../../report/types';
import type { Session } from '../session';

/** A composed request as a case that rules can check. */
export const checkedCaseOf = (id: string, { call }: Composed, prediction: Prediction): CheckedCase =>
  predictedCase(id, call, prediction);

/** What is wrong with the response to a composed request: violations, deviations and warnings. */
export function findingsOfSent(
  session: Session,
  checkedCase: CheckedCase,
  prediction: Prediction,
  exchange: Exchange,
): readonly Finding[] {
  if (exchange.outcome.kind !== 'response') return [];
  const { strict, rules } = session.parts.options.judging;
  const judge = (checked: CheckedCase, sent: Exchange, asked: readonly Rule[]) =>
    session.judging.judge(checked, sent, { rules: asked });
  const { findings } = judgePredicted(exchange, checkedCase, prediction, judge, rules);
  return findings.filter(
    ({ level, quarantined }) => !quarantined && (level === 'deviation' || isFailing(level, strict)),
  );
}
