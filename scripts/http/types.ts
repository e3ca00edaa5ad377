import type { Exchange } from '../contract/exchange';
import type { TargetKind } from '../contract/hosts';
import type { ContractCase } from '../contract/types';
import type { VariableValues } from '../contract/variables';

/** A case's request, ready to be sent. The values of its variables are new for each attempt. */
export interface PreparedRequest {
  readonly contractCase: ContractCase;
  readonly attempt: number;
  readonly values: VariableValues;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Sends requests and returns their exchanges, in any order. Does not judge, and does not follow redirects. */
export interface Engine {
  readonly name: string;
  /** The best number of requests for one call of `send`. */
  readonly batchSize: number;
  send(batch: readonly PreparedRequest[], options: SendOptions): AsyncIterable<Exchange>;
  /** Closes its connections. */
  close?(): Promise<void>;
}

/** Where requests go. */
export interface Target {
  readonly name: string;
  readonly kind: TargetKind;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** What was given at the end of the base URL and is not part of it: the path of a call, or a slash. */
  readonly cut?: string;
}
