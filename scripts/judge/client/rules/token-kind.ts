import { callOf } from '../../../contract/calls';
import type { Security } from '../../../contract/types';
import { isToken } from '../authorization';
import { claimsOf } from '../reading';
import type { ClientContext, ClientRule } from '../rule';
import type { ClientMismatch } from '../types';

/** What a token is for: known if it was seen being issued, else as far as its audience plainly says so. */
function kindOf(token: string, { history }: Pick<ClientContext, 'history'>): 'management' | 'payout' | undefined {
  const issuedBy = history.token(token)?.issuedBy;
  if (issuedBy !== undefined) return callOf(issuedBy).success.issues;
  const audience = String(claimsOf(token)?.aud ?? '');
  return audience === 'payout-api' ? 'payout' : audience === 'management-api' ? 'management' : undefined;
}

/** The mistake of sending the other token to a call, by what the call takes. */
const mistakes = {
  managementToken: {
    kind: 'payout',
    mismatch: {
      evidence: 'C2',
      kind: 'payout-token',
      message: 'The client sends a payout token where the management token belongs.',
      where: 'Authorization',
      expected: 'the management token',
      actual: 'a payout token',
    },
  },
  payoutToken: {
    kind: 'management',
    mismatch: {
      evidence: 'C8',
      kind: 'management-token',
      message: 'The client sends the management token where the payout token belongs.',
      where: 'Authorization',
      expected: 'the payout token',
      actual: 'a management token',
    },
  },
  hmac: undefined,
} as const satisfies Readonly<Record<Security, { kind: string; mismatch: ClientMismatch } | undefined>>;

export const clientTokenKind = {
  id: 'client-token-kind',
  title: 'The client sends the management token to get a payout token, and the payout token to get the options.',
  why: 'The two tokens are for different calls. A management token in an app lets its users act for the whole tenant.',
  remedy: 'Store the two tokens under different names. Only the payout token may leave your server.',
  evidence: ['C2', 'C8'],
  check({ reading, history }): ClientMismatch[] {
    const { security, token } = reading;
    const mistake = security && mistakes[security];
    if (token === undefined || !isToken(token) || mistake?.kind !== kindOf(token, { history })) return [];
    return mistake ? [mistake.mismatch] : [];
  },
} as const satisfies ClientRule;
