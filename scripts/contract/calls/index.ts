import type { ApiCall, Security } from '../types';
import { managementToken } from './management-token/call';
import { payoutOptions } from './payout-options/call';
import { payoutToken } from './payout-token/call';

/** Every call of the contract. */
export const calls = [managementToken, payoutToken, payoutOptions] as const satisfies readonly ApiCall[];

/** The call with this id. */
export function callOf(id: string): ApiCall {
  const call: ApiCall | undefined = calls.find((each) => each.id === id);
  if (!call) throw new Error(`The contract has no call "${id}". Add it to contract/calls/index.ts.`);
  return call;
}

/** The credential that a call takes. */
export const securityOf = (id: string): Security => callOf(id).security;

/** The scheme of the Authorization header of a call, as the documentation writes it. */
export const schemeOf = (id: string): 'Bearer' | 'Hmac' => (securityOf(id) === 'hmac' ? 'Hmac' : 'Bearer');
