import type { Exchange } from '../contract/exchange';
import type { ContractCase } from '../contract/types';
import type { VariableValues } from '../contract/variables';

/** A case's request, about to be sent: the values of its variables are fresh for each attempt. */
export interface PreparedRequest {
  readonly contractCase: ContractCase;
  readonly attempt: number;
  readonly values: VariableValues;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Sends requests and gives back what came of each, in any order. Judges nothing, follows no redirect. */
export interface Engine {
  readonly name: string;
  /** So many requests at a time are best handed over: starting may be dear, and waiting for others is. */
  readonly batchSize: number;
  send(batch: readonly PreparedRequest[], options: SendOptions): AsyncIterable<Exchange>;
  /** Lets go of its connections. */
  close?(): Promise<void>;
}

/** Where requests go. */
export interface Target {
  readonly name: string;
  readonly kind: 'embedded' | 'sandbox' | 'production' | 'custom';
  /** Without a slash at its end. */
  readonly baseUrl: string;
}
