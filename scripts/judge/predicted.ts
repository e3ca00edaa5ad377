import type { Exchange } from '../contract/exchange';
import { expectationOf, type Prediction } from '../contract/model';
import { rules } from './rules';
import type { Rule } from './rules/types';
import type { CheckedCase, Judgement } from './types';

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

/** The rules by which a response is judged: those that have something to say of it, and not for the record alone. */
const rulesFor = ({ openings }: Prediction, status: number, asked: readonly Rule[]): readonly Rule[] =>
  asked.filter(
    ({ observes, silentFor }) =>
      !observes && !(status >= 400 && openings.some(({ kind }) => silentFor?.includes(kind))),
  );

/**
 * Judges an exchange by what was predicted, with the rules that the prediction leaves something to.
 *
 * @param asked the rules to choose from
 */
export function judgePredicted(
  exchange: Exchange,
  checkedCase: CheckedCase,
  prediction: Prediction,
  judge: (checkedCase: CheckedCase, exchange: Exchange, asked: readonly Rule[]) => Judgement,
  asked: readonly Rule[] = rules,
): Judgement {
  const { outcome } = exchange;
  if (outcome.kind !== 'response') return judge(checkedCase, exchange, asked);
  const { status, body } = outcome;
  const issued = prediction.outcome === 'open' && prediction.unsafe && status < 300 && body.includes('accessToken');
  return judge(
    issued ? withoutToken(checkedCase, prediction) : checkedCase,
    exchange,
    rulesFor(prediction, status, asked),
  );
}
