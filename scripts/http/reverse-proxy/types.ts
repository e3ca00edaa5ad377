import type { Exchange } from '../../contract/exchange';
import type { ProxyRefusal } from './refusal';

/** An exchange that passed through a proxy. Holds secrets. */
export interface ForwardedExchange extends Pick<Exchange, 'request' | 'outcome'> {
  /** From 1, in the order in which requests came. */
  readonly number: number;
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

/** What a proxy tells its owner, after the bytes were forwarded. */
export interface ProxyListener {
  /** In the order in which exchanges end. */
  exchange(exchange: ForwardedExchange): void;
  /** A request that was not forwarded, or not to its end. */
  refused(refusal: ProxyRefusal): void;
}
