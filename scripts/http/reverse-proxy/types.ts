import type { PassedExchange } from '../../contract/exchange';
import type { ProxyRefusal } from './refusal';

/** An exchange that passed, numbered from 1 in the order in which requests came. */
export interface ForwardedExchange extends PassedExchange {
  readonly number: number;
}

/** What a proxy tells its owner, after the bytes were forwarded. */
export interface ProxyListener {
  /** In the order in which exchanges end. */
  exchange(exchange: ForwardedExchange): void;
  /** A request that was not forwarded, or not to its end. */
  refused(refusal: ProxyRefusal): void;
}
