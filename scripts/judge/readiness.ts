import { type Credentials, lacksCapture } from '../contract/derive';
import type { Need } from '../contract/types';
import type { VariableName } from '../contract/variables';
import { decodeJws } from '../lib/jws';
import type { Remembered } from './types';

/** What a user has to configure for a need, as a reason for skipping a case. */
export const needReasons: Readonly<Record<Need, string>> = {
  credentials: 'needs IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY',
  keyPair: 'needs IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY',
  expiredToken: 'needs IMBURSE_EXPIRED_TOKEN',
  accountIds: 'needs IMBURSE_ACCOUNT_ID and IMBURSE_TENANT_ID',
  jwsManagementToken: 'needs a management token that is a signed JWT',
};

export interface NotReady {
  readonly verdict: 'skipped' | 'inconclusive';
  readonly reason: string;
}

/** The first need that the credentials at hand do not meet. */
export function missingNeed(needs: readonly Need[], credentials: Omit<Credentials, 'hmacPath'>): Need | undefined {
  const { managementToken, publicKey, privateKey, expiredToken, accountId, tenantId } = credentials;
  const met: Readonly<Record<Need, boolean>> = {
    credentials: managementToken !== undefined,
    keyPair: publicKey !== undefined && privateKey !== undefined,
    expiredToken: expiredToken !== undefined,
    accountIds: accountId !== undefined && tenantId !== undefined,
    jwsManagementToken: managementToken !== undefined && decodeJws(managementToken).ok,
  };
  return needs.find((need) => !met[need]);
}

/**
 * Whether a case can be sent: `undefined`, or the verdict it gets without being sent. A case counts only where its
 * control was accepted in the same run.
 *
 * @param awaited the cases that must have been accepted before
 * @param uses the one of them whose token or header this case carries
 * @param names the variables of its request
 * @param missing the first need that is not met
 * @param recall what is remembered of a case judged before
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
    if (remembered?.verdict === 'skipped') return { verdict: 'skipped', reason: remembered.because ?? `needs ${id}` };
    if (!remembered?.accepted) {
      const because = remembered?.because;
      // A control that itself waited in vain tells why: only the first of such a chain is worth a word.
      if (because && remembered.verdict === 'inconclusive') return { verdict: 'inconclusive', reason: because };
      return {
        verdict: 'inconclusive',
        reason: `${id} was not accepted${because ? `: ${because}` : ' in this run'}`,
      };
    }
  }
  if (missing) return { verdict: 'skipped', reason: needReasons[missing] };
  if (uses !== undefined && lacksCapture(names, recall(uses))) {
    return { verdict: 'inconclusive', reason: `${uses} was issued no token that could be used` };
  }
  return undefined;
}
