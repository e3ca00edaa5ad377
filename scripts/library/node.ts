import { AssertionError } from 'node:assert';
import {
  type ContractExpectation,
  isPayoutToken,
  isUsedCorrectly,
  keepsContract,
  type Outcome,
  type Reporting,
  type TokenExpectation,
} from './expectations';
import type { ResponseLike } from './types';

export type { ContractExpectation, Reporting, TokenExpectation } from './expectations';

function assertHolds({ holds, message }: Outcome, stackStartFn: (...given: never[]) => unknown): void {
  // Without `actual` and `expected`, which node:test would print as a difference.
  if (holds !== true) throw new AssertionError({ message, operator: stackStartFn.name, stackStartFn });
}

/**
 * Asserts that a response keeps the contract of its call.
 *
 * @throws AssertionError with each finding and its evidence; also if the response was not judged
 */
export async function assertKeepsPayoutContract(
  response: ResponseLike,
  expectation: ContractExpectation = {},
): Promise<void> {
  assertHolds(await keepsContract(response, expectation), assertKeepsPayoutContract);
}

/**
 * Asserts that a text is a payout token that is valid now, with these references.
 *
 * @throws AssertionError with each finding and its evidence
 */
export function assertPayoutToken(token: unknown, expectation: TokenExpectation = {}): void {
  assertHolds(isPayoutToken(token, expectation), assertPayoutToken);
}

/**
 * Asserts that the clients of a sandbox made no mistake.
 *
 * @throws AssertionError with each mistake, its evidence and its remedy; also if no request came
 */
export async function assertUsedCorrectly(sandbox: Reporting): Promise<void> {
  assertHolds(await isUsedCorrectly(sandbox), assertUsedCorrectly);
}
