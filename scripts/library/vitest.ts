import { extend } from './extend';

export type { ContractExpectation, MatcherResult, PayoutMatchers, Reporting, TokenExpectation } from './matchers';
export { matchers } from './matchers';

// Vitest is an ES module, and vitest.mjs imports its expect; what is required can only see a global one.
extend(
  (globalThis as { readonly expect?: unknown }).expect,
  'import payout-contract/vitest with "import", or set globals to true in the configuration of Vitest',
);
