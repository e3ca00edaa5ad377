import type { Exchange } from '../../contract/exchange';
import { expectationOf, type Prediction } from '../../contract/model';
import type { Composed } from '../../contract/model/factors/compose';
import { rules } from '../../judge/rules';
import type { Rule } from '../../judge/rules/types';
import type { CheckedCase } from '../../judge/types';
import type { Finding } from '../../report/types';
import type { Session } from '../session';

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

/** The rules by which a response is judged: those that have something to say of it, and not for the record alone. */
const rulesFor = ({ openings }: Prediction, status: number, asked: readonly Rule[] = rules): readonly Rule[] =>
  asked.filter(
    ({ observes, silentFor }) =>
      !observes && !(status >= 400 && openings.some(({ kind }) => silentFor?.includes(kind))),
  );

/** What is wrong with the response to a composed request: what would fail a case. */
export function findingsOf(
  session: Session,
  checkedCase: CheckedCase,
  prediction: Prediction,
  exchange: Exchange,
): readonly Finding[] {
  const { outcome } = exchange;
  const { strict, rules: asked } = session.parts.options.judging;
  if (outcome.kind !== 'response') return [];
  const open = prediction.outcome === 'open';
  const issued = open && prediction.unsafe && outcome.status < 300 && outcome.body.includes('accessToken');
  const judged = issued ? withoutToken(checkedCase, prediction) : checkedCase;
  const { findings } = session.judge(judged, exchange, { rules: rulesFor(prediction, outcome.status, asked) });
  return findings.filter(
    ({ level, quarantined }) =>
      !quarantined && (level === 'violation' || level === 'deviation' || (strict && level === 'warning')),
  );
}
