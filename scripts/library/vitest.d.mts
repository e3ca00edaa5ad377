import type { PayoutMatchers } from './matchers.js';

export type { ContractExpectation, MatcherResult, PayoutMatchers, Reporting, TokenExpectation } from './matchers.js';
export { matchers } from './matchers.js';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the parameters are those of the interface that it adds to
  interface Matchers<T = any> extends PayoutMatchers<T> {}
}
