import { type ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { longestHead, moreThanOneResponse, mostInterim, switched, tooLate, tooManyInterim } from './bounds';
import { type Route, tlsOptions } from './route';
import { openTunnel } from './tunnel';

/** Agents that hold each request to this time in milliseconds. */
export interface NewmanAgents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  readonly timeoutMs: number;
}

/** What every agent has, and Node's types do not name. */
type WithAddRequest = HttpAgent & { addRequest(request: ClientRequest, options: object): void };

/** Sees that a response ends where it says it does: what follows is nobody's, and must not answer the next request. */
function endExactly(request: ClientRequest, response: IncomingMessage): void {
  const { socket } = response;
  response.prependOnceListener('end', () => {
    // Node ends a connection over which more came than was asked for, and says nothing.
    const cutOff = request.shouldKeepAlive && socket.destroyed && !socket.readableEnded;
    if (response.complete && cutOff) request.emit('error', moreThanOneResponse());
  });
}

/** Holds a request to its bounds, from before it is connected to the last byte of its response. */
function bound(request: ClientRequest, timeoutMs: number): void {
  (request as { maxHeaderSize?: number }).maxHeaderSize = longestHead;
  const deadline = setTimeout(() => {
    request.destroy(tooLate(timeoutMs));
    // One that is destroyed already, and never said so, would be waited for for ever.
    if (request.closed) request.emit('error', tooLate(timeoutMs));
  }, timeoutMs);
  const settled = (): void => clearTimeout(deadline);
  request.once('error', settled);
  let interim = 0;
  request.on('information', () => {
    interim += 1;
    if (interim > mostInterim) request.destroy(tooManyInterim());
  });
  // Without a listener, Node would end the connection and say nothing.
  request.once('upgrade', (_response, socket) => {
    socket.destroy();
    request.emit('error', switched());
  });
  request.once('response', (response) => {
    response.once('close', settled);
    endExactly(request, response);
  });
}

function hangUp(this: Socket): void {
  this.destroy();
}

/** Ends an idle connection over which something comes: Node would take it as the answer to the next request. */
function refuseStrays(agent: HttpAgent): void {
  const reuse = agent.reuseSocket.bind(agent);
  agent.on('free', (socket: Socket) => socket.once('data', hangUp).resume());
  agent.reuseSocket = (socket, request) => {
    socket.off('data', hangUp);
    reuse(socket, request);
  };
}

function bounded<T extends HttpAgent>(agent: T, timeoutMs: number): T {
  refuseStrays(agent);
  const inside = agent as unknown as WithAddRequest;
  const addRequest = inside.addRequest.bind(agent);
  inside.addRequest = (request, options) => {
    bound(request, timeoutMs);
    addRequest(request, options);
  };
  return agent;
}

/** Reaches its hosts through the proxy of a route, where there is one. */
class RouteAgent extends HttpsAgent {
  constructor(
    readonly route: Route,
    readonly timeoutMs: number,
  ) {
    super({ keepAlive: true, ...tlsOptions(route) });
  }

  override createConnection(
    options: RequestOptions,
    created: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const { proxy } = this.route;
    if (!proxy) return super.createConnection(options, created);
    openTunnel(proxy, options.host ?? '', Number(options.port), this.timeoutMs, (error, socket) => {
      // Node looks at the socket only where there is no error.
      if (!socket) return (created as (error: Error | null) => void)(error);
      created(null, connectTls({ ...(options as ConnectionOptions), socket }));
    });
    return undefined;
  }
}

/**
 * Agents for Newman, which has no option for most bounds: each request that goes through them has a deadline for all of
 * it, bounded headers and few interim responses; TLS is verified, and a proxy asked, as the route says.
 */
export function newmanAgents(route: Route, timeoutMs: number): NewmanAgents {
  const http = bounded(new HttpAgent({ keepAlive: true }), timeoutMs);
  return { http, https: bounded(new RouteAgent(route, timeoutMs), timeoutMs), timeoutMs };
}
