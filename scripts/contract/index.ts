import { managementToken } from './calls/management-token/call';
import { exchangedTokenCases, managementTokenCases } from './calls/management-token/cases';
import { payoutOptions } from './calls/payout-options/call';
import { payoutOptionsCases } from './calls/payout-options/cases';
import { payoutToken } from './calls/payout-token/call';
import { allowedReferenceCases, documentedCases, equivalentCases } from './calls/payout-token/cases-accept';
import { authorizationCases, correlationCases } from './calls/payout-token/cases-auth';
import { mediaTypeCases, methodCases, refusedBodyCases, refusedReferenceCases } from './calls/payout-token/cases-input';
import type { ApiCall, CallId, ContractCase } from './types';

/** The calls of the contract. */
export const calls = {
  'management-token': managementToken,
  'payout-token': payoutToken,
  'payout-options': payoutOptions,
} as const satisfies Record<CallId, ApiCall>;

/** Every case, each after the cases that it depends on: the order of the collection. */
export const cases: readonly ContractCase[] = [
  ...managementTokenCases,
  ...exchangedTokenCases,
  ...documentedCases,
  ...allowedReferenceCases,
  ...equivalentCases,
  ...payoutOptionsCases,
  ...authorizationCases,
  ...correlationCases,
  ...refusedReferenceCases,
  ...refusedBodyCases,
  ...mediaTypeCases,
  ...methodCases,
];
