import { conformingText } from '../contract/expectation';
import { caseVerdict } from './case-verdict';
import type { Finding } from './finding';
import type { JudgeOptions } from './judge';
import { levelOf } from './level';
import type { CheckedCase, Judgement } from './types';

/** The judgement of a case whose request is left unanswered by a target that answers others at the same time. */
export function unansweredJudgement(
  { expect }: Pick<CheckedCase, 'expect'>,
  { strict, waive }: Pick<JudgeOptions, 'strict' | 'waive'>,
): Judgement {
  const found: Finding[] = [
    {
      rule: 'server-error',
      level: levelOf('E1f', true),
      evidence: 'E1f',
      message: 'The server does not answer this request, although it answers others.',
      where: 'status',
      expected: conformingText(expect),
      actual: 'no response',
    },
  ];
  const findings = waive ? waive(found) : found;
  const verdict = caseVerdict(findings, strict);
  const because = 'the target did not answer it';
  return { verdict, findings, remembered: { verdict, accepted: false, because } };
}
