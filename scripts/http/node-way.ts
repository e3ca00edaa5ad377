import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { boundRequest } from './bound-request';
import { maxHeadBytes } from './bounds';
import { openConnection } from './connection';
import { endpointOf } from './origin';
import { Receiver, receiveInto } from './response';
import type { Route } from './route';
import { type ClientRequest, requestTarget, type SendingWay } from './sending-way';

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
