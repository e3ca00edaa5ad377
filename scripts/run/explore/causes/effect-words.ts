import type { CallId } from '../../../contract/model';
import type { ChosenLevel } from '../../../contract/model/factors/compose';
import type { Finding } from '../../../report/types';
import { returnsInstead, wrongResponseText } from '../../../report/wrong-response';
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

/** The checks that are skipped, and the families of levels that they explain. */
export function skippedIn(
  call: CallId,
  accepted: readonly ChosenLevel[],
  refused: readonly ChosenLevel[],
): { readonly titles: readonly string[]; readonly explained: ReadonlySet<string> } {
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
  return { titles, explained };
}

/** What is wrong with a response. */
export function wrongResponse(finding: Finding, { failing, sent }: Cause): string {
  const { rule, kind, expected } = finding;
  const change = rule === 'token-references' ? changeOfReference(finding, failing, sent) : undefined;
  if (change !== undefined) return change;
  if (rule === 'status' && kind !== 'redirect') return returnsInstead(statusOf(failing), expected);
  return wrongResponseText(finding);
}

/** How the target leaves a request without a response. */
export const noResponse: Readonly<Record<string, string>> = {
  timeout: 'does not answer',
  reset: 'closes the connection instead of answering',
  protocol: 'sends what is not HTTP',
};
