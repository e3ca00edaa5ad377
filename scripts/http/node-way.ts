import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { ResolvedRequest } from '../contract/request';
import { boundRequest, maxHeadBytes } from './bounds';
import { openConnection } from './connection';
import { endpointOf } from './origin';
import { Receiver, receiveInto } from './response';
import type { Route } from './route';

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

/** How long the body is held back for a 100; then it is sent all the same, as other clients do (RFC 9110 §10.1.1). */
const continueTimeoutMs = 1000;

/** Sends a request over an open connection; with `expects`, the body once the server asks for it. */
function receive(
  socket: Socket,
  { method, url, headers, body = '', chunked = false, expects = false }: ClientRequest,
  now: () => number,
): Promise<Receiver> {
  const { host } = new URL(url);
  const length = chunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(Buffer.byteLength(body))];
  return new Promise((resolve, reject) => {
    const receiver = new Receiver(now, () => resolve(receiver), reject);
    const sent = httpRequest({
      ...{ method, path: requestTarget(url), maxHeaderSize: maxHeadBytes },
      headers: ['Host', host, ...headers.flat(), ...length],
      createConnection: () => socket,
    });
    let timer: NodeJS.Timeout | undefined;
    const sendBody = (): void => {
      clearTimeout(timer);
      if (!sent.writableEnded) sent.end(body);
    };
    if (expects) timer = setTimeout(sendBody, continueTimeoutMs);
    sent.on('continue', sendBody);
    boundRequest(sent);
    sent.on('response', (response) => {
      clearTimeout(timer);
      receiveInto(response, receiver);
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    if (expects) sent.flushHeaders();
    else sendBody();
  });
}

/** Whether undici cannot send a request as it is: one that waits for a 100, or that has an empty body in chunks. */
export const undiciCannotSend = ({ expects, chunked, body }: ClientRequest): boolean =>
  expects === true || (chunked === true && (body?.length ?? 0) === 0);

/** Sends one request by Node's own client, over a connection of its own. */
export function nodeClientWay(
  origin: string,
  route: Route,
  request: ClientRequest,
  timeoutMs: number,
  now: () => number,
): SendingWay {
  const connecting = new AbortController();
  let socket: Socket | undefined;
  return {
    receive: async () => {
      socket = await openConnection(endpointOf(origin), route, { timeoutMs, signal: connecting.signal });
      return receive(socket, request, now);
    },
    end: (because) => {
      connecting.abort();
      socket?.destroy(because);
    },
    hasMore: () => false,
    firstError: () => undefined,
  };
}
