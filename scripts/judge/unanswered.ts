import type { FailureKind } from '../contract/exchange';
import { answerText } from '../contract/expectation';
import { caseVerdict } from './case-verdict';
import type { Finding } from './finding';
import type { JudgeOptions } from './judge';
import { levelOf } from './level';
import type { CheckedCase, Judgement } from './types';

/** How a target that is up may leave one request without a response. */
export type Unanswered = Extract<FailureKind, 'timeout' | 'reset' | 'protocol'>;

const messages: Readonly<Record<Unanswered, string>> = {
  timeout: 'The server does not answer this request, although it answers others.',
  reset: 'The server closes the connection instead of answering this request, although it answers others.',
  protocol: 'The response to this request is not valid HTTP, although the responses to others are.',
};

/** The finding about a request without a response, where the target answers others at the same time. */
export const unansweredFinding = ({ expect }: Pick<CheckedCase, 'expect'>, how: Unanswered): Finding => ({
  rule: 'server-error',
  level: levelOf('E1f'),
  evidence: 'E1f',
  kind: how,
  message: messages[how],
  where: 'status',
  expected: answerText(expect),
  actual: 'no response',
});

/** The judgement of a case whose request is left unanswered by a target that answers others at the same time. */
export function unansweredJudgement(
  checkedCase: Pick<CheckedCase, 'expect'>,
  { strict, waive }: Pick<JudgeOptions, 'strict' | 'waive'>,
): Judgement {
  const found = [unansweredFinding(checkedCase, 'timeout')];
  const findings = waive ? waive(found) : found;
  const verdict = caseVerdict(findings, strict);
  const because = 'the target did not respond to it';
  return { verdict, findings, remembered: { verdict, accepted: false, because } };
}
