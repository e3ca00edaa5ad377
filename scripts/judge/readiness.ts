import { type Credentials, lacksCapture } from '../contract/derive';
import type { Need } from '../contract/types';
import type { VariableName } from '../contract/variables';
import { decodeJws } from '../lib/jws';
import type { VerdictReasonKind } from './reason-kinds';
import type { Remembered } from './types';

/** What a user has to configure for a need, as a reason for skipping a case. */
export const needReasons: Readonly<Record<Need, string>> = {
  credentials: 'needs IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY',
  keyPair: 'needs IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY',
  expiredToken: 'needs IMBURSE_EXPIRED_TOKEN',
  noRoleToken: 'needs IMBURSE_NO_ROLE_TOKEN',
  expiredPayoutToken: 'needs IMBURSE_EXPIRED_PAYOUT_TOKEN',
  accountIds: 'needs IMBURSE_ACCOUNT_ID and IMBURSE_TENANT_ID',
  jwsManagementToken: 'needs a management token that is a signed JWT',
};

const needKinds: Readonly<Record<Need, VerdictReasonKind>> = {
  credentials: 'needs-credentials',
  keyPair: 'needs-key-pair',
  expiredToken: 'needs-expired-token',
  noRoleToken: 'needs-no-role-token',
  expiredPayoutToken: 'needs-expired-payout-token',
  accountIds: 'needs-owner-ids',
  jwsManagementToken: 'needs-signed-management-token',
};

/** The verdict of a case that is not sent. */
export interface NotReady {
  readonly verdict: 'skipped' | 'inconclusive';
  readonly reason: string;
  readonly reasonKind: VerdictReasonKind;
  /** The case that was not accepted: the first of a chain. */
  readonly blockedBy?: string;
}

/** The first need that these credentials do not meet. */
export function missingNeed(needs: readonly Need[], credentials: Omit<Credentials, 'hmacPath'>): Need | undefined {
  const { managementToken, publicKey, privateKey, expiredToken, noRoleToken, expiredPayoutToken } = credentials;
  const { accountId, tenantId } = credentials;
  const met: Readonly<Record<Need, () => boolean>> = {
    credentials: () => managementToken !== undefined,
    keyPair: () => publicKey !== undefined && privateKey !== undefined,
    expiredToken: () => expiredToken !== undefined,
    noRoleToken: () => noRoleToken !== undefined,
    expiredPayoutToken: () => expiredPayoutToken !== undefined,
    accountIds: () => accountId !== undefined && tenantId !== undefined,
    jwsManagementToken: () => managementToken !== undefined && decodeJws(managementToken).ok,
  };
  return needs.find((need) => !met[need]());
}

/**
 * Decides whether a case can be sent: `undefined`, or the verdict it gets without being sent. A case counts only if its
 * control was accepted in the same run.
 *
 * @param awaited the cases that must have been accepted before
 * @param uses the one of them whose token or header this case sends
 * @param names the variables of its request
 * @param missing the first need that is not met
 * @param recall returns what is remembered of a case judged before
 */
export function notReady(
  awaited: readonly string[],
  uses: string | undefined,
  names: readonly VariableName[],
  missing: Need | undefined,
  recall: (id: string) => Remembered | undefined,
): NotReady | undefined {
  for (const id of awaited) {
    const remembered = recall(id);
    if (remembered?.verdict === 'skipped') {
      const { because = `needs ${id}`, reasonKind = 'blocked' } = remembered;
      return { verdict: 'skipped', reason: because, reasonKind };
    }
    if (!remembered?.accepted) return blocked(id, remembered);
  }
  if (missing) return { verdict: 'skipped', reason: needReasons[missing], reasonKind: needKinds[missing] };
  if (uses !== undefined && lacksCapture(names, recall(uses))) {
    return { verdict: 'inconclusive', reason: `${uses} did not return a usable token`, reasonKind: 'no-token' };
  }
  return undefined;
}

/** A case that was blocked itself passes on its own reason, so that a chain has one cause. */
function blocked(id: string, { verdict, because, blockedBy = id }: Partial<Remembered> = {}): NotReady {
  const reasonKind = 'blocked';
  if (because !== undefined && verdict === 'inconclusive') return { verdict, reason: because, reasonKind, blockedBy };
  const reason = `${id} was not accepted${because === undefined ? ' in this run' : `: ${because}`}`;
  // What it was answered is a deviation that does not fail the run. That is the verdict: there will not be another.
  if (verdict === 'passed') return { verdict: 'skipped', reason: `not sent, because ${reason}`, reasonKind, blockedBy };
  return { verdict: 'inconclusive', reason, reasonKind, blockedBy };
}

/** What later cases need to know of a case that was not sent. */
export const rememberedUnsent = ({ verdict, reason, reasonKind, blockedBy }: NotReady): Remembered => ({
  verdict,
  accepted: false,
  because: reason,
  reasonKind,
  ...(blockedBy !== undefined && { blockedBy }),
});
