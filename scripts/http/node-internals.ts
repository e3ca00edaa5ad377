import type { ClientRequest, Agent as HttpAgent } from 'node:http';
import type { Socket } from 'node:net';

/*
 * What Node has no public way to: everything here relies on how Node works inside, and `node-internals.test.ts` fails if
 * a version works differently. Newman makes its requests itself and takes only agents, and an agent is told of a request
 * in public only when a connection is used again. The diagnostics channel of requests names those of the whole process,
 * and on Node 20 only once they are being sent.
 */

/** What every agent has, but Node's types do not declare: `http.request` hands it each request. */
interface Receiving {
  addRequest(request: ClientRequest, options: object): void;
}

/**
 * Calls a listener with each request that an agent is given, before it is connected.
 *
 * @throws if this version of Node has no such method
 */
export function onEachRequest(agent: HttpAgent, listener: (request: ClientRequest) => void): void {
  const inside = agent as HttpAgent & Partial<Receiving>;
  const { addRequest } = inside;
  if (addRequest === undefined) throw new Error(`Node ${process.version} has no Agent.addRequest.`);
  inside.addRequest = (request, options) => {
    listener(request);
    addRequest.call(agent, request, options);
  };
}

/** Sets the most bytes of a response's head, which `http.request` takes as an option only. Before it is connected. */
export function limitHead(request: ClientRequest, bytes: number): void {
  (request as { maxHeaderSize?: number }).maxHeaderSize = bytes;
}

/** Takes what a connection receives, and passes it on or not. `null` is its end. */
export type Push = (chunk: Buffer | null, encoding?: BufferEncoding) => boolean;

/**
 * Lets a function see what a connection receives before its reader does. A stream in between would do in public, but
 * undici asks a connection for more than a stream has, and it would cost each response another copy.
 */
export function interceptPush(socket: Socket, around: (push: Push) => Push): void {
  socket.push = around(socket.push.bind(socket));
}
