import { isToken } from '../authorization';
import { claimsOf } from '../reading';
import type { ClientContext, ClientRule } from '../rule';
import type { ClientMismatch } from '../types';

/** What a token is for: known if it was seen being issued, else as far as its audience plainly says so. */
function kindOf(token: string, { history }: Pick<ClientContext, 'history'>): 'management' | 'payout' | undefined {
  const issuedBy = history.token(token)?.issuedBy;
  if (issuedBy !== undefined) return issuedBy === 'management-token' ? 'management' : 'payout';
  const audience = String(claimsOf(token)?.aud ?? '');
  return audience === 'payout-api' ? 'payout' : audience === 'management-api' ? 'management' : undefined;
}

export const clientTokenKind = {
  id: 'client-token-kind',
  title: 'The client sends the management token to get a payout token, and the payout token to get the options.',
  why: 'The two tokens are for different calls. A management token in an app lets its users act for the whole tenant.',
  remedy: 'Store the two tokens under different names. Only the payout token may leave your server.',
  evidence: ['C2', 'C8'],
  check({ reading, history }): ClientMismatch[] {
    const { call, token } = reading;
    if (token === undefined || !isToken(token)) return [];
    const kind = kindOf(token, { history });
    if (call === 'payout-token' && kind === 'payout')
      return [
        {
          evidence: 'C2',
          message: 'The client sends a payout token where the management token belongs.',
          where: 'Authorization',
          expected: 'the management token',
          actual: 'a payout token',
        },
      ];
    if (call === 'payout-options' && kind === 'management')
      return [
        {
          evidence: 'C8',
          message: 'The client sends the management token where the payout token belongs.',
          where: 'Authorization',
          expected: 'the payout token',
          actual: 'a management token',
        },
      ];
    return [];
  },
} as const satisfies ClientRule;
