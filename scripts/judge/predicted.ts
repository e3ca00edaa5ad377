import type { Exchange } from '../contract/exchange';
import { expectationOf, type Prediction } from '../contract/model';
import { headerValue } from '../lib/headers';
import type { Finding } from './finding';
import { correlation } from './rules/correlation';
import { observedAnswer } from './rules/observed-answer';
import { observedEnvelope } from './rules/observed-envelope';
import { observedSuccess } from './rules/observed-success';
import { serverError } from './rules/server-error';
import { status as statusRule } from './rules/status';
import { successBody } from './rules/success-body';
import type { CheckedCase, Judgement } from './types';

/** What these rules say is for the record alone. */
const observing: readonly string[] = [observedAnswer.id, observedEnvelope.id, observedSuccess.id];

/** A request that no case describes, as the rules see a case. */
export const predictedCase = (id: string, call: string, prediction: Prediction): CheckedCase => ({
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

/**
 * Judges an exchange by what was predicted, and leaves out what the prediction leaves open. The verdict is the judge's
 * own: it may count findings that are left out here.
 */
export function judgePredicted(
  exchange: Exchange,
  checkedCase: CheckedCase,
  prediction: Prediction,
  judge: (checkedCase: CheckedCase, exchange: Exchange) => Judgement,
): Judgement {
  const { outcome, request } = exchange;
  if (outcome.kind !== 'response') return judge(checkedCase, exchange);
  const { status } = outcome;
  const open = prediction.outcome === 'open';
  const issued = open && prediction.unsafe && status < 300 && outcome.body.includes('accessToken');
  const judgement = judge(issued ? withoutToken(checkedCase, prediction) : checkedCase, exchange);
  const conforms = open && prediction.status.includes(status);
  const openCorrelation =
    headerValue(request.headers, 'x-correlation-id') === '' ||
    prediction.openings.some(({ kind }) => kind === 'odd-correlation-id');
  const isShown = ({ rule }: Finding): boolean =>
    !observing.includes(rule) &&
    !(conforms && (rule === statusRule.id || rule === serverError.id)) &&
    !(openCorrelation && rule === correlation.id) &&
    !(request.method === 'HEAD' && rule === successBody.id);
  return { ...judgement, findings: judgement.findings.filter(isShown) };
}
