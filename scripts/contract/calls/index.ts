import type { ApiCall } from '../types';
import { managementToken } from './management-token/call';
import { payoutOptions } from './payout-options/call';
import { payoutToken } from './payout-token/call';

/** Every call of the contract. */
export const calls: readonly ApiCall[] = [managementToken, payoutToken, payoutOptions];

/** The call with this id. */
export function callOf(id: string): ApiCall {
  const call = calls.find((each) => each.id === id);
  if (!call) throw new Error(`The contract has no call "${id}". Add it to contract/calls/index.ts.`);
  return call;
}

/** The scheme of the Authorization header of a call, as the documentation writes it. */
export const schemeOf = (id: string): 'Bearer' | 'Hmac' => (callOf(id).security === 'hmac' ? 'Hmac' : 'Bearer');
