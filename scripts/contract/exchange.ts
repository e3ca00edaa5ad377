import type { HeaderList } from '../lib/headers';
import { networkErrorKinds } from '../lib/network-error';

export type { HeaderList };

/** A request as it was sent, every variable resolved. Holds secrets, so only engines and rules see it. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  /** The body read as UTF-8; absent when none was sent. */
  readonly body?: string;
}

/** A response as it was received. Holds secrets, so only engines and rules see it. */
export interface ReceivedResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  /** The decoded body read as UTF-8, invalid sequences replaced. */
  readonly body: string;
  /** Whether the body's bytes are valid UTF-8. */
  readonly validUtf8: boolean;
  /** When the last byte arrived, in milliseconds since the Unix epoch by the local clock. */
  readonly receivedAt: number;
  /** From sending to the last byte, in milliseconds. */
  readonly durationMs: number;
}

/** Why no complete response came. */
export const failureKinds = [...networkErrorKinds, 'aborted'] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface ExchangeFailure {
  readonly kind: 'failure';
  readonly reason: FailureKind;
  readonly message: string;
}

/** One request and its outcome. `attempt` counts from 1. */
export interface Exchange {
  readonly caseId: string;
  readonly attempt: number;
  readonly request: SentRequest;
  readonly outcome: ReceivedResponse | ExchangeFailure;
}

/** An exchange with a response. */
export type AnsweredExchange = Exchange & { readonly outcome: ReceivedResponse };

export const isAnswered = (exchange: Exchange): exchange is AnsweredExchange => exchange.outcome.kind === 'response';

/** An exchange that passed through a proxy. Holds secrets. */
export interface PassedExchange extends Pick<Exchange, 'request' | 'outcome'> {
  /** When the head of the request was complete, in milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** From the head of the request to the end of the exchange. */
  readonly durationMs: number;
  /** From the head of the request to that of the response. */
  readonly waitMs?: number;
  readonly httpVersion: { readonly request: string; readonly response?: string };
  /** Bytes of the bodies as they passed, without the framing of chunks. */
  readonly size: { readonly request: number; readonly response?: number };
  /** Which body was not copied as a whole, and why; the exchange has nothing of it. */
  readonly missing?: { readonly part: 'request-body' | 'response-body'; readonly because: string };
}
