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

/** What `expect.extend` takes. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What a test framework passes as `this`. */
interface MatcherContext {
  readonly isNot?: boolean;
}

/** What could not be judged passes neither way. */
const resultOf = ({ holds, message }: Outcome, isNot: boolean | undefined): MatcherResult => ({
  pass: holds ?? isNot === true,
  message: () => message,
});

/** The matchers, for the `expect.extend` of Jest, Vitest and others. */
export const matchers = {
  /** The response keeps the contract of its call. Asynchronous: write `await expect(…)`. */
  async toKeepPayoutContract(
    this: MatcherContext,
    response: ResponseLike,
    expectation?: ContractExpectation,
  ): Promise<MatcherResult> {
    return resultOf(await keepsContract(response, expectation), this.isNot);
  },
  /** The text is a payout token that is valid now, with these references. */
  toBePayoutToken(this: MatcherContext, token: unknown, expectation?: TokenExpectation): MatcherResult {
    return resultOf(isPayoutToken(token, expectation), this.isNot);
  },
  /** The clients of the sandbox made no mistake. Asynchronous: write `await expect(…)`. */
  async toHaveBeenUsedCorrectly(this: MatcherContext, sandbox: Reporting): Promise<MatcherResult> {
    return resultOf(await isUsedCorrectly(sandbox), this.isNot);
  },
};

/** The matchers as they are called on the result of `expect`. */
export interface PayoutMatchers<R = unknown> {
  /** The response keeps the contract of its call. Asynchronous: write `await expect(…)`. */
  toKeepPayoutContract(expectation?: ContractExpectation): Promise<R>;
  /** The text is a payout token that is valid now, with these references. */
  toBePayoutToken(expectation?: TokenExpectation): R;
  /** The clients of the sandbox made no mistake. Asynchronous: write `await expect(…)`. */
  toHaveBeenUsedCorrectly(): Promise<R>;
}

export type { ContractExpectation, Reporting, TokenExpectation } from './expectations';
