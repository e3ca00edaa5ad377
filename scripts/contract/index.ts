import { exchangedTokenCases, managementTokenCases } from './calls/management-token/cases';
import { payoutOptionsCases } from './calls/payout-options/cases';
import { allowedReferenceCases, documentedCases, equivalentCases } from './calls/payout-token/cases-accept';
import { authorizationCases, correlationCases } from './calls/payout-token/cases-auth';
import { mediaTypeCases, methodCases, refusedBodyCases, refusedReferenceCases } from './calls/payout-token/cases-input';
import type { ContractCase } from './types';

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
