import { type AgentOptions, type ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { endsIdleConnection } from '../contract/transient-statuses';
import { NetworkError } from '../lib/network-error';
import { boundRequest, excess, failureOf, maxHeadBytes, timedOut } from './bounds';
import { openConnection } from './connection';
import { limitHead, onEachRequest } from './node-internals';
import { withoutBrackets } from './origin';
import type { Route } from './route';
import type { SendOptions } from './types';

/** Agents that hold each request to this time limit. */
export interface NewmanAgents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  readonly limits: Pick<SendOptions, 'timeoutMs'>;
  /** The same without a connection: for what an idle connection lost. */
  readonly renewed: () => NewmanAgents;
}

/** The errors of requests that got nothing over a connection that had served others but its end: the server had closed it. */
const lostWhenIdle = new WeakSet<Error>();

/** Whether a request failed because the server closed an idle connection just as it was used again. */
export const wasLostWhenIdle = (error: Error | null): boolean => error !== null && lostWhenIdle.has(error);

/**
 * Fails a request whose response is the last word of a server on an idle connection, before anyone else sees that response.
 */
function failOnLastWord(request: ClientRequest, response: IncomingMessage): void {
  const { statusCode = 0, headers } = response;
  if (!request.reusedSocket || !endsIdleConnection(statusCode, [['connection', headers.connection ?? '']])) return;
  const lost = new NetworkError('reset', `the server closed an idle connection (${statusCode})`);
  lostWhenIdle.add(lost);
  request.emit('error', lost);
  request.destroy();
}

/** Fails a request if more came than its response: the rest must not answer the next request. */
function failOnMore(request: ClientRequest, response: IncomingMessage): void {
  const { socket } = response;
  response.prependOnceListener('end', () => {
    // Node closes a connection over which more came than was asked for, and reports nothing.
    const cutOff = request.shouldKeepAlive && socket.destroyed && !socket.readableEnded;
    if (response.complete && cutOff) request.emit('error', excess('second-response'));
  });
}

/** Holds a request to its bounds, from before it is connected to the last byte of its response. */
function bound(request: ClientRequest, timeoutMs: number): void {
  limitHead(request, maxHeadBytes);
  const deadline = setTimeout(() => {
    request.destroy(timedOut(timeoutMs));
    // A request that was destroyed before emits no error of its own, and Newman would wait for it forever.
    if (request.closed) request.emit('error', timedOut(timeoutMs));
  }, timeoutMs);
  const settled = (): void => clearTimeout(deadline);
  request.once('error', settled);
  let bytesBefore: number | undefined;
  request.once('socket', (socket) => {
    bytesBefore = socket.bytesRead;
  });
  request.prependOnceListener('error', (error) => {
    const reset = failureOf(error).kind === 'reset';
    if (reset && request.reusedSocket && request.socket?.bytesRead === bytesBefore) lostWhenIdle.add(error);
  });
  boundRequest(request);
  request.once('response', (response) => {
    response.once('close', settled);
    failOnLastWord(request, response);
    failOnMore(request, response);
  });
}

function destroy(this: Socket): void {
  this.destroy();
}

/** Closes an idle connection when bytes arrive: Node would take them for the answer to the next request. */
function closeOnStrayBytes(agent: HttpAgent): void {
  const reuse = agent.reuseSocket.bind(agent);
  agent.on('free', (socket: Socket) => socket.once('data', destroy).resume());
  agent.reuseSocket = (socket, request) => {
    socket.off('data', destroy);
    reuse(socket, request);
  };
}

/** Makes an agent connect as the direct engine does, and hold each request to its bounds. */
function bounded<T extends HttpAgent>(agent: T, secure: boolean, route: Route, limits: NewmanAgents['limits']): T {
  closeOnStrayBytes(agent);
  const { signal } = new AbortController();
  onEachRequest(agent, (request) => bound(request, limits.timeoutMs));
  agent.createConnection = ({ host, port }, created) => {
    const endpoint = { host: withoutBrackets(host ?? ''), port: Number(port), secure };
    openConnection(endpoint, route, { timeoutMs: limits.timeoutMs, signal }).then(
      (socket) => created?.(null, socket),
      // Node uses the socket only without an error.
      (error: Error) => (created as (error: Error) => void)(error),
    );
    return undefined;
  };
  return agent;
}

/**
 * Agents for Newman, which has no option for most bounds. Each request that goes through them has a deadline, bounded
 * headers and few interim responses, and is connected by the route.
 */
export function newmanAgents(route: Route, limits: NewmanAgents['limits']): NewmanAgents {
  const options: AgentOptions = { keepAlive: true };
  return {
    http: bounded(new HttpAgent(options), false, route, limits),
    https: bounded(new HttpsAgent(options), true, route, limits),
    limits,
    renewed: () => newmanAgents(route, limits),
  };
}

/** Closes the connections of agents. */
export function closeAgents({ http, https }: NewmanAgents): void {
  http.destroy();
  https.destroy();
}
