import { callOf } from '../contract/calls';
import { type Exchange, isAnswered } from '../contract/exchange';
import { headerValue } from '../lib/headers';
import { looksLikeJws } from '../lib/jws';
import { askRules } from './ask';
import { caseVerdict } from './case-verdict';
import type { Finding } from './finding';
import { infrastructureKind, infrastructureReason, isInfrastructure, refusedByDisconnecting } from './retry';
import { rules } from './rules';
import { Reading } from './rules/reading';
import type { Rule, RuleContext } from './rules/types';
import type { CheckedCase, Judgement, Remembered } from './types';

export interface JudgeOptions extends Pick<RuleContext, 'now' | 'secrets' | 'targetIsUp' | 'errorForm'> {
  /** Deviations and warnings fail the case too. */
  readonly strict: boolean;
  /** Marks the findings of known deviations, which do not fail their cases. */
  readonly waive?: (findings: readonly Finding[]) => readonly Finding[];
  /** All rules by default. */
  readonly rules?: readonly Rule[];
}

/** What all rules find in an exchange. Throws if a rule fails. */
export function findingsOf(reading: Reading, context: RuleContext): readonly Finding[] {
  const { findings, internalErrors } = askRules(rules, reading, context);
  const [first] = internalErrors;
  if (first) throw new Error(`rule ${first.rule}: ${first.message}`);
  return findings;
}

function remember(reading: Reading, { call }: CheckedCase): Omit<Remembered, 'verdict'> {
  const accepted =
    reading.succeeded && (callOf(call).success.issues === undefined || reading.accessToken !== undefined);
  if (!accepted)
    return { accepted, because: `the target returned ${reading.status}${reading.succeeded ? ' without a token' : ''}` };
  const token = reading.accessToken;
  const authorization = headerValue(reading.exchange.request.headers, 'authorization');
  return { accepted, ...(token && looksLikeJws(token) && { token }), ...(authorization && { authorization }) };
}

/**
 * Judges the last exchange of a case whose control, if it has one, was accepted. The same function runs in the
 * harness, in stock Newman and in Postman.
 */
export function judge(
  exchange: Exchange,
  checkedCase: CheckedCase,
  { strict, waive, rules: asked = rules, ...options }: JudgeOptions,
): Judgement {
  const reasonKind = infrastructureKind(exchange);
  const unanswered = (reason: string, findings: readonly Finding[] = []): Judgement => ({
    verdict: 'errored',
    reason,
    reasonKind,
    findings,
    remembered: { verdict: 'errored', accepted: false, because: reason, reasonKind },
  });
  if (!isAnswered(exchange)) {
    const reason = infrastructureReason(exchange);
    if (!refusedByDisconnecting(exchange, checkedCase)) return unanswered(reason);
    return {
      verdict: 'passed',
      reason,
      reasonKind,
      findings: [],
      remembered: { verdict: 'passed', accepted: false, because: reason, reasonKind },
    };
  }

  const reading = new Reading(exchange);
  if (checkedCase.provesCredentials && (reading.status === 401 || reading.status === 403)) {
    const reason = `the target refused your credentials (${reading.status})`;
    const refused = { verdict: 'inconclusive', reasonKind: 'credentials-refused' } as const;
    const remembered = { ...refused, accepted: false, because: reason };
    return { ...refused, reason, findings: [], remembered, credentialsRefused: true };
  }
  const { findings: found, internalErrors } = askRules(asked, reading, { case: checkedCase, ...options });
  const findings = waive ? waive(found) : found;
  const verdict = caseVerdict(findings, strict);
  const broken = internalErrors.length > 0 && { internalErrors };
  if (isInfrastructure(exchange) && verdict === 'passed')
    return { ...unanswered(infrastructureReason(exchange), findings), ...broken };
  const remembered = remember(reading, checkedCase);
  if (!broken || verdict === 'failed') return { verdict, findings, remembered: { verdict, ...remembered }, ...broken };
  // What the server did is known nevertheless, so cases that depend on this one are sent.
  return {
    verdict: 'errored',
    reason: internalErrors.map(({ rule, message }) => `internal error in rule ${rule}: ${message}`).join('; '),
    reasonKind: 'internal-error',
    reasonAbout: internalErrors.map(({ rule }) => rule).join(' '),
    findings,
    remembered: { verdict: 'errored', ...remembered },
    ...broken,
  };
}
