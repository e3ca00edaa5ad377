import type { AnsweredExchange, Exchange } from '../contract/exchange';
import { headerValue } from '../lib/headers';
import { looksLikeJws } from '../lib/jws';
import { rules } from '../rules';
import { Reading } from '../rules/reading';
import type { Rule, RuleContext } from '../rules/types';
import { caseVerdict } from '../verdict/case-verdict';
import { levelOf } from '../verdict/level';
import type { Finding } from '../verdict/types';
import { infrastructureReason, isInfrastructure, refusedByDisconnecting } from './retry';
import type { CheckedCase, Judgement, Remembered } from './types';

export interface JudgeOptions extends Pick<RuleContext, 'now' | 'secrets' | 'targetIsUp'> {
  /** Deviations and warnings fail the case too. */
  readonly strict: boolean;
}

/** A hostile body may break a schema in a hundred thousand places. */
const mostOfOneRule = 20;

/** What every rule that applies finds in an exchange. */
export function findingsOf(reading: Reading, context: RuleContext): Finding[] {
  return (rules as readonly Rule[])
    .filter((rule) => rule.appliesTo(reading, context))
    .flatMap((rule) =>
      rule
        .check(reading, context)
        .slice(0, mostOfOneRule)
        .map(({ unsafe, ...mismatch }) => ({
          rule: rule.id,
          level: levelOf(mismatch.evidence, unsafe),
          ...mismatch,
        })),
    );
}

const answered = (exchange: Exchange): exchange is AnsweredExchange => exchange.outcome.kind === 'response';

function remember(reading: Reading, { call }: CheckedCase): Omit<Remembered, 'verdict'> {
  const accepted = reading.succeeded && (call === 'payout-options' || reading.accessToken !== undefined);
  if (!accepted)
    return { accepted, because: `it was answered ${reading.status}${reading.succeeded ? ' without a token' : ''}` };
  const token = reading.accessToken;
  const authorization = headerValue(reading.exchange.request.headers, 'authorization');
  return { accepted, ...(token && looksLikeJws(token) && { token }), ...(authorization && { authorization }) };
}

/**
 * Judges the last exchange of a case whose control, if it has one, was accepted. The same function runs in the
 * harness, in stock Newman and in Postman.
 */
export function judge(exchange: Exchange, checkedCase: CheckedCase, { strict, ...options }: JudgeOptions): Judgement {
  const unanswered = (reason: string, findings: readonly Finding[] = []): Judgement => ({
    verdict: 'errored',
    reason,
    findings,
    remembered: { verdict: 'errored', accepted: false, because: reason },
  });
  if (!answered(exchange)) {
    const reason = infrastructureReason(exchange);
    if (!refusedByDisconnecting(exchange, checkedCase)) return unanswered(reason);
    return {
      verdict: 'passed',
      reason,
      findings: [],
      remembered: { verdict: 'passed', accepted: false, because: reason },
    };
  }

  const reading = new Reading(exchange);
  if (checkedCase.provesCredentials && (reading.status === 401 || reading.status === 403)) {
    const reason = `the target refused your credentials (${reading.status})`;
    const remembered = { verdict: 'inconclusive', accepted: false, because: reason } as const;
    return { verdict: 'inconclusive', reason, findings: [], remembered, credentialsRefused: true };
  }
  const findings = findingsOf(reading, { case: checkedCase, ...options });
  const verdict = caseVerdict(findings, strict);
  if (isInfrastructure(exchange) && verdict === 'passed') return unanswered(infrastructureReason(exchange), findings);
  return { verdict, findings, remembered: { verdict, ...remember(reading, checkedCase) } };
}
