import { cases } from '../../contract';
import { findingsOf } from '../../judge/judge';
import { Reading } from '../../judge/rules/reading';
import { decodeJws } from '../../lib/jws';
import { lifetimeText, tokenClaims } from '../token-claims';
import type { CheckStep } from '../types';

const documented = cases.find(({ call, provesCredentials }) => call === 'payout-token' && provesCredentials)!;

/** Does the payout token keep the contract? Judged by the contract's own rules. */
export const payoutClaimsStep: CheckStep = {
  id: 'payout-claims',
  title: 'Claims of the payout token',
  evidence: ['C8', 'T1', 'T2', 'T3'],
  checkedBy: 'machine',
  run: ({ known, host, secrets }) => {
    const { payoutRequest: sent, payoutAnswer: outcome, payoutToken: token } = known;
    if (!sent || !outcome || !token) return { state: 'not-needed', seen: ['there is no payout token'] };
    const { method, url, headers, body } = sent;
    const request = { method, url, headers, ...(typeof body === 'string' && { body }) };
    const exchange = { caseId: documented.id, attempt: 1, request, outcome };
    const brokenAt = (now: number) =>
      findingsOf(new Reading(exchange), { case: documented, now, secrets: [] }).filter(
        ({ level }) => level === 'violation',
      );
    const now = host.now() + (known.skew?.ms ?? 0);
    // The server's Date may be the wrong one of the two clocks: what one of them allows is not held against the token.
    const broken = brokenAt(host.now()).length === 0 ? [] : brokenAt(now);
    if (broken.length > 0) {
      const seen = broken.slice(0, 5).map(({ message, evidence }) => `${message} (${evidence})`);
      return { state: 'failed', seen, diagnosis: 'payout-token-broken', goOn: true };
    }
    const reading = decodeJws(token);
    const { expMs } = tokenClaims(reading.ok ? reading.jws.payload : {});
    const life = expMs === undefined ? [] : [lifetimeText(expMs, now)];
    return { state: 'ok', seen: [[secrets.redact(token), 'has all three references', ...life].join(', ')] };
  },
};
