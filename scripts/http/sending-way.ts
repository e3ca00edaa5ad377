import type { ResolvedRequest } from '../contract/request';
import type { Receiver } from './response';

/** A request as this client sends it. */
export interface ClientRequest extends ResolvedRequest {
  /** The body is sent in chunks, without its length. */
  readonly chunked?: boolean;
  /** The connection is kept after a HEAD. By default it is closed, because some servers send a body all the same. */
  readonly keepsConnection?: boolean;
  /** The body is sent once the server asks for it; `Expect` is among the headers. */
  readonly expects?: boolean;
}

/** How one request is sent and its response received. */
export interface SendingWay {
  /** Resolves with the response once it is complete. */
  receive(): Promise<Receiver>;
  /** Ends what is under way. */
  end(because: Error): void;
  /** Whether more came than the response: a second response, or bytes that are not HTTP. */
  hasMore(): boolean;
  /** The first error of the socket; a client may report only how the connection ended. */
  firstError(): Error | undefined;
}

/** The path and query of a URL, as they are written: `URL` would take dot segments out. It escapes what must be. */
export function requestTarget(url: string): string {
  const plain = /^https?:\/\/[^/?#]+(\/[!"$-~]*)$/.exec(url);
  if (plain) return plain[1]!;
  const { pathname, search } = new URL(url);
  return pathname + search;
}
