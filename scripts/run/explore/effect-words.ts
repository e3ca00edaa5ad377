import type { CallId } from '../../contract/model';
import type { ChosenLevel } from '../../contract/model/factors/compose';
import type { Finding } from '../../report/types';
import type { Cause } from './causes';
import { statusOf } from './effect';
import { familyOf } from './sent-programs';
import { changeOfReference } from './token-change';

/** What a server does not do if it accepts requests that must be refused for these reasons. */
interface SkippedCheck {
  /** The names of the reasons; see `familyOf`. */
  readonly families: readonly string[];
  /** How many of them must be accepted. */
  readonly least: number;
  readonly title: string;
}

const skipped = (title: string, families: readonly string[], least = families.length): SkippedCheck => ({
  families,
  least,
  title,
});

const references = ['reference R1', 'reference R2', 'reference R3', 'reference R4'];
const forged = ['forged', 'malformed'];

/** From the widest to the narrowest. */
const skippedChecks: Readonly<Record<CallId, readonly SkippedCheck[]>> = {
  'payout-token': [
    skipped('does not check the references', references, 3),
    skipped('does not check who calls', ['none', 'invented', 'forged', 'management-expired', 'payout'], 3),
    skipped('does not check the signature of the management token', forged, 1),
    skipped('issues a token without a credential', ['none']),
    skipped('accepts any text as a management token', ['invented']),
    skipped('accepts an expired management token', ['management-expired']),
    skipped('accepts a payout token in place of a management token', ['payout']),
    skipped('does not check the role', ['management-without-role']),
    skipped('accepts a credential outside the Authorization header', ['transport']),
    skipped('does not require the references', ['reference R1']),
    skipped('does not check the lengths of references', ['reference R2']),
    skipped('does not check the characters of references', ['reference R3']),
    skipped('does not check the types of references', ['reference R4']),
    skipped('does not check the media type', ['media-type']),
    skipped('does not check the method', ['method']),
    skipped('does not check the path', ['path']),
    skipped('does not check the body', ['body', 'broken'], 1),
  ],
  'payout-options': [
    skipped('does not check the payout token', ['none', 'invented', 'forged', 'payout-expired'], 3),
    skipped('does not check the signature of the payout token', forged, 1),
    skipped('returns the options without a credential', ['none']),
    skipped('accepts any text as a payout token', ['invented']),
    skipped('accepts an expired payout token', ['payout-expired']),
    skipped('accepts a management token in place of a payout token', ['management-expired']),
    skipped('accepts a payout token outside the Authorization header', ['transport']),
    skipped('does not check the method of the options call', ['method']),
    skipped('does not check the path of the options call', ['path']),
  ],
  'management-token': [
    skipped('does not check the HMAC signature', ['signature']),
    skipped('does not check the age of the HMAC exchange', ['offset']),
    skipped('does not check the public key', ['key']),
    skipped('accepts a used nonce', ['used']),
    skipped('accepts a time in another form', ['time']),
    skipped('issues a management token without a credential', ['none']),
    skipped('does not check the HMAC credential', ['credential']),
    skipped('accepts an HMAC credential outside the Authorization header', ['transport']),
    skipped('does not check the method of the HMAC exchange', ['method']),
    skipped('does not check the path of the HMAC exchange', ['path']),
  ],
};

/** The checks that are skipped, and the levels that none of them explains. */
export function skippedIn(
  call: CallId,
  accepted: readonly ChosenLevel[],
  refused: readonly ChosenLevel[],
): { readonly titles: readonly string[]; readonly rest: readonly ChosenLevel[] } {
  const whole = new Set(accepted.map(familyOf));
  for (const each of refused) whole.delete(familyOf(each));
  const titles: string[] = [];
  const explained = new Set<string>();
  for (const { families, least, title } of skippedChecks[call]) {
    const own = families.filter((each) => whole.has(each) && !explained.has(each));
    if (own.length < least) continue;
    titles.push(title);
    for (const each of families) explained.add(each);
  }
  return { titles, rest: accepted.filter((each) => !explained.has(familyOf(each))) };
}

/** What is wrong with a response, by the rule that it breaks: to be read after "the target". */
const wrongResponses: Readonly<Record<string, string>> = {
  allow: 'does not say which methods are allowed',
  'call-offered': 'does not offer the call',
  challenge: 'does not send WWW-Authenticate',
  correlation: "does not return the caller's correlation id in errors",
  'error-body': 'sends errors in another form',
  'error-code': 'sends another error code',
  'error-time': 'sends another time in errors',
  'extra-properties': 'sends properties that are not documented',
  'json-text': 'sends JSON that cannot be read without doubt',
  'media-type': 'sends another Content-Type',
  'no-store': 'lets caches store its responses',
  'refusal-token': 'sends a token with a refusal',
  'secret-echo': 'shows the credential in its response',
  'stack-trace': 'shows a stack trace',
  'success-body': 'sends another body with the token',
  'token-expiry': 'sends an expires that is not that of the token',
  'token-form': 'issues a token that cannot be read',
  'token-references': 'issues a token that does not hold the references that were sent',
  'token-times': 'issues a token whose times are wrong',
};

/** More about some findings, by rule and kind. */
const byKind: Readonly<Record<string, string>> = {
  'correlation inner-not-the-servers': 'sends another correlation id in the metadata of errors',
  'correlation outer-is-the-callers': "returns the caller's correlation id as its own",
  'success-body coding': 'compresses the body although the caller does not accept that',
  'success-body pattern': 'sends a body with a value of another form',
  'success-body type': 'sends a body with a value of another type',
  'success-body required': 'leaves a property out of the body',
  'token-times expired': 'issues a token that has expired',
  'status redirect': 'redirects',
};

/** What is wrong with a response. */
export function wrongResponse(finding: Finding, { failing, sent }: Cause): string {
  const { rule, kind = '', where = '', expected } = finding;
  const change = rule === 'token-references' ? changeOfReference(finding, failing, sent) : undefined;
  if (change !== undefined) return change;
  if (rule === 'status' && kind !== 'redirect')
    return `returns ${statusOf(failing)}${expected === undefined ? '' : ` instead of ${expected}`}`;
  const words = byKind[`${rule} ${kind.split('.')[0]}`] ?? wrongResponses[rule] ?? 'responds in another way than it must';
  return rule === 'success-body' && where.startsWith('/') && where !== '/' ? `${words} (${where.slice(1)})` : words;
}

/** How the target leaves a request without a response. */
export const noResponse: Readonly<Record<string, string>> = {
  timeout: 'does not answer',
  reset: 'closes the connection instead of answering',
  protocol: 'sends what is not HTTP',
};
