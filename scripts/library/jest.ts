import type {} from 'expect';
import { extend } from './extend';
import type { PayoutMatchers } from './matchers';

export type { ContractExpectation, MatcherResult, PayoutMatchers, Reporting, TokenExpectation } from './matchers';
export { matchers } from './matchers';

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: the parameters are those of the interface that it adds to
    interface Matchers<R, T = {}> extends PayoutMatchers<R> {}
  }
}

// The types of @jest/globals, and of Jest itself, which has the package `expect` in every version since 28.
declare module 'expect' {
  interface Matchers<R> extends PayoutMatchers<R> {}
}

/** The `expect` of Jest: a global, unless `injectGlobals` is false. */
function jestExpect(): unknown {
  const { expect: found } = globalThis as { readonly expect?: unknown };
  if (found !== undefined) return found;
  try {
    return (require('@jest/globals') as { readonly expect: unknown }).expect;
  } catch {
    return undefined;
  }
}

extend(jestExpect(), 'import payout-contract/jest in a test of Jest, or name it in setupFilesAfterEnv');
