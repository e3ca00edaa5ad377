import type { Exchange } from '../../contract/exchange';
import { expectationOf, type Prediction } from '../../contract/model';
import type { Composed } from '../../contract/model/factors/compose';
import { correlation } from '../../judge/rules/correlation';
import { observedAnswer } from '../../judge/rules/observed-answer';
import { observedEnvelope } from '../../judge/rules/observed-envelope';
import { observedSuccess } from '../../judge/rules/observed-success';
import { serverError } from '../../judge/rules/server-error';
import { status as statusRule } from '../../judge/rules/status';
import { successBody } from '../../judge/rules/success-body';
import type { CheckedCase } from '../../judge/types';
import { headerValue } from '../../lib/headers';
import type { Finding } from '../../report/types';
import type { Session } from '../session';

/** What these rules say is for the record alone. */
const observing: readonly string[] = [observedAnswer.id, observedEnvelope.id, observedSuccess.id];

/** A composed request as the rules see a case. */
export const checkedCaseOf = (id: string, { call }: Composed, prediction: Prediction): CheckedCase => ({
  id,
  call,
  tags: [],
  needs: [],
  expect: expectationOf(prediction),
});

/** Where the answer is open and a token is not: a token is judged as one for a request that must be refused. */
const withoutToken = (checkedCase: CheckedCase, { evidence }: Prediction): CheckedCase => ({
  ...checkedCase,
  expect: { outcome: 'refused', status: [], evidence, unsafe: true },
});

/** What is wrong with the response to a composed request: what would fail a case. */
export function findingsOf(
  session: Session,
  checkedCase: CheckedCase,
  prediction: Prediction,
  exchange: Exchange,
): readonly Finding[] {
  const { outcome } = exchange;
  const { strict } = session.parts.options.judging;
  if (outcome.kind !== 'response') return [];
  const { status } = outcome;
  const open = prediction.outcome === 'open';
  const issued = open && prediction.unsafe && status < 300 && outcome.body.includes('accessToken');
  const { findings } = session.judge(issued ? withoutToken(checkedCase, prediction) : checkedCase, exchange);
  const conforms = open && prediction.status.includes(status);
  const openCorrelation =
    headerValue(exchange.request.headers, 'x-correlation-id') === '' ||
    prediction.openings.some(({ kind }) => kind === 'odd-correlation-id');
  const withoutBody = exchange.request.method === 'HEAD';
  return findings.filter(
    ({ rule, level, quarantined }) =>
      !quarantined &&
      !observing.includes(rule) &&
      (level === 'violation' || level === 'deviation' || (strict && level === 'warning')) &&
      !(conforms && (rule === statusRule.id || rule === serverError.id)) &&
      !(openCorrelation && rule === correlation.id) &&
      !(withoutBody && rule === successBody.id),
  );
}
