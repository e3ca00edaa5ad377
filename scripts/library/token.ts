import { payoutToken } from '../contract/calls/payout-token/call';
import type { AnsweredExchange } from '../contract/exchange';
import { askRules } from '../judge/ask';
import { Reading } from '../judge/rules/reading';
import { tokenExpiry } from '../judge/rules/token-expiry';
import { tokenForm } from '../judge/rules/token-form';
import { tokenReferences } from '../judge/rules/token-references';
import { tokenTimes } from '../judge/rules/token-times';
import type { CheckedCase } from '../judge/types';
import { RollingRedactor } from '../report/rolling-redactor';
import { findingsFor } from './findings';
import type { Finding, References } from './types';

const rules = [tokenForm, tokenTimes, tokenExpiry, tokenReferences];
const accepted: CheckedCase = {
  ...{ id: '', call: payoutToken.id, tags: [], needs: [] },
  expect: { outcome: 'accepted', status: payoutToken.success.status, evidence: 'C4' },
};

/** The response that would have carried a token. */
function carrying(token: string, expires: string | undefined, sent: Partial<References>, now: number): Reading {
  const exchange: AnsweredExchange = {
    ...{ caseId: '', attempt: 1 },
    request: { method: 'POST', url: '', headers: [], body: JSON.stringify(sent) },
    outcome: {
      ...{ kind: 'response', status: 201, statusText: '', headers: [], validUtf8: true },
      body: JSON.stringify({ accessToken: token, ...(expires !== undefined && { expires }) }),
      ...{ receivedAt: now, durationMs: 0 },
    },
  };
  return new Reading(exchange);
}

const places: Readonly<Record<string, string>> = { '/expires': 'exp', '/accessToken': 'the token' };

/**
 * What keeps a text from being a payout token for these references; without references, for any.
 *
 * @param now the local clock, in milliseconds since the Unix epoch
 */
export function tokenFindings(token: string, references: Partial<References> | undefined, now: number): Finding[] {
  const { claims } = carrying(token, undefined, {}, now);
  const exp = claims?.exp;
  const expires = typeof exp === 'number' && Number.isFinite(exp) ? String(Math.round(exp * 1000)) : undefined;
  const reading = carrying(token, expires, references ?? {}, now);
  const { findings } = askRules(rules, reading, { case: accepted, now, secrets: [] });
  const redactor = new RollingRedactor();
  redactor.learn(token, 'token', true);
  return findingsFor(findings, redactor).map((finding) =>
    finding.where === undefined ? finding : { ...finding, where: places[finding.where] ?? finding.where },
  );
}
