import { checkerWith } from './checker';
import type { Checker, CheckOptions, CheckResult, ExchangeInput } from './types';

export type { CallName } from './names';
export type {
  Checker,
  CheckOptions,
  CheckResult,
  ExchangeInput,
  Finding,
  HeadersLike,
  KnownCredentials,
  Level,
  Prediction,
  References,
  RequestLike,
  ResponseLike,
  Verdict,
} from './types';

/** A checker of exchanges in turn: it remembers tokens, nonces and the form of error bodies. */
export const createChecker = (options: CheckOptions = {}): Checker => checkerWith(options, Date.now);

/** What one exchange means for the contract. */
export const checkExchange = (exchange: ExchangeInput, options: CheckOptions = {}): Promise<CheckResult> =>
  createChecker(options).check(exchange);
