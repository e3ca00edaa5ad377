import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { type buildConnector, Client, type Dispatcher } from 'undici';
import type { Exchange, ExchangeFailure, HeaderList, ReceivedResponse } from '../contract/exchange';
import type { ResolvedRequest } from '../contract/request';
import { endsIdleConnection } from '../contract/transient-statuses';
import { countDown } from '../lib/count-down';
import { headerValue } from '../lib/headers';
import { type ErrorLike, excessOf, type NetworkError } from '../lib/network-error';
import { packageInfo } from '../lib/package-root';
import { excess, failureOf, failureOutcome, maxHeadBytes, runEnded, timedOut } from './bounds';
import { openConnection, type RequestLimits } from './connection';
import { passOverInterim } from './interim';
import { type ClientRequest, nodeClientWay, requestTarget, type SendingWay, undiciCannotSend } from './node-way';
import { endpointOf, refuseOtherOrigin } from './origin';
import { Receiver } from './response';
import type { Route } from './route';
import { sentBody } from './sent-body';

/** A response, and the local times at which its request was sent and its headers came. */
export type TimedResponse = ReceivedResponse & { readonly sentAt: number; readonly answeredAt: number };

/** Why there is no response. */
export type SendFailure = ExchangeFailure & { readonly error: NetworkError };

/** The outcome of a request. */
export type SendOutcome = TimedResponse | SendFailure;

/** Sends requests to one origin, over connections of its own. Follows no redirect and repeats only what an idle connection lost. */
export interface HttpClient {
  send(request: ClientRequest, limits: RequestLimits): Promise<SendOutcome>;
  close(): Promise<void>;
}

const clientHeaders: HeaderList = [
  ['User-Agent', `${packageInfo().name}/${packageInfo().version}`],
  ['Accept', '*/*'],
  ['Accept-Encoding', 'gzip, deflate, br'],
];

/** The headers of a request, and after them those that every request of ours carries unless it has its own. */
export const withClientHeaders = (headers: HeaderList): HeaderList => [
  ...headers,
  ...clientHeaders.filter(([name]) => headerValue(headers, name) === undefined),
];

const withoutError = ({ kind, reason, message }: ExchangeFailure): ExchangeFailure => ({ kind, reason, message });

/** A request that was sent, and how it ended, as rules see it. */
export function sentExchange(
  caseId: string,
  attempt: number,
  { method, url, headers, body }: ResolvedRequest,
  outcome: SendOutcome,
): Exchange {
  const text = sentBody(body);
  const request = { method, url, headers, ...(text !== undefined && { body: text }) };
  return { caseId, attempt, request, outcome: outcome.kind === 'response' ? outcome : withoutError(outcome) };
}

/** A connection that serves one request at a time. */
interface Line {
  readonly client: Client;
  /** Ends what is connecting. */
  readonly connecting: AbortController;
  /** The time limit of the request that uses the line, or used it last. */
  timeoutMs: number;
  socket: Socket | undefined;
  /** Responses that came over the present connection. */
  served: number;
  /** The first error of the socket; undici may report only how the connection ended. */
  firstError: Error | undefined;
}

const failed = (error: NetworkError): SendFailure => ({ ...failureOutcome(error), error });

/** Whether more came over a line than the response to its request: a second response, or bytes that are not HTTP. */
function hasMore({ socket }: Line): boolean {
  const error: ErrorLike = socket?.errored ?? {};
  return String(error.code ?? '').startsWith('HPE_') || excessOf(error) === 'second-response';
}

/**
 * Whether the server closed an idle connection just as it was used again (RFC 9112 §9.3.1): the request was not read. Some
 * servers say so first, by a 408.
 */
function wasLostWhenIdle({ served, socket }: Line, outcome: SendOutcome, bytesBefore: number | undefined): boolean {
  if (served === 0) return false;
  if (outcome.kind === 'response') return endsIdleConnection(outcome.status, outcome.headers);
  return outcome.reason === 'reset' && socket?.bytesRead === bytesBefore;
}

/** Resolves with the response once it is complete. */
function receive(
  { client }: Line,
  { method, url, headers, body, chunked, keepsConnection }: ClientRequest,
  now: () => number,
): Promise<Receiver> {
  // undici sends a stream in chunks.
  const content = chunked && body !== undefined ? Readable.from([Buffer.from(body)]) : (body ?? null);
  return new Promise((resolve, reject) => {
    const receiver = new Receiver(now, () => resolve(receiver), reject);
    client.dispatch(
      {
        path: requestTarget(url),
        method: method as Dispatcher.HttpMethod,
        headers: headers.flat(),
        body: content,
        ...(keepsConnection && { reset: false }),
      },
      receiver,
    );
  });
}

function wayOf(line: Line, request: ClientRequest, now: () => number): SendingWay {
  return {
    receive: () => receive(line, request, now),
    // Destroys the client, because undici cannot cancel a request before it is connected.
    end: (because) => {
      line.connecting.abort();
      void line.client.destroy(because);
    },
    hasMore: () => hasMore(line),
    firstError: () => line.firstError,
  };
}

async function exchange(
  way: SendingWay,
  request: ClientRequest,
  { signal, timeoutMs }: RequestLimits,
  now: () => number,
): Promise<SendOutcome> {
  const started = performance.now();
  let ended: NetworkError | undefined;
  const end = (because: NetworkError): void => {
    ended ??= because;
    way.end(because);
  };
  const stopCounting = countDown(timeoutMs, () => end(timedOut(timeoutMs)));
  const stop = (): void => end(runEnded());
  signal.addEventListener('abort', stop);
  try {
    const sentAt = now();
    const receiver = await way.receive();
    const read = receiver.read(request.method);
    if (ended) throw ended;
    const durationMs = Math.round(performance.now() - started);
    if (way.hasMore()) throw excess('second-response');
    // undici takes a reset for the end of a body without a length, but then nobody knows whether it is complete.
    const cut: ErrorLike | undefined = way.firstError();
    if (cut?.code === 'ECONNRESET') throw cut;
    return { ...read, sentAt, answeredAt: receiver.answeredAt, receivedAt: now(), durationMs };
  } catch (thrown) {
    if (signal.aborted) return { ...failed(runEnded()), reason: 'aborted' };
    const first = (thrown as ErrorLike).code === 'UND_ERR_SOCKET' ? way.firstError() : undefined;
    const reported = first ?? (thrown as ErrorLike);
    return failed(ended ?? failureOf(reported));
  } finally {
    stopCounting();
    signal.removeEventListener('abort', stop);
  }
}

function openLine(origin: string, route: Route, lines: Set<Line>): Line {
  const endpoint = endpointOf(origin);
  const connect: buildConnector.connector = (_options, callback) => {
    const limits = { timeoutMs: line.timeoutMs, signal: line.connecting.signal };
    openConnection(endpoint, route, limits).then(
      (socket) => {
        line.socket = socket;
        line.served = 0;
        line.firstError = undefined;
        passOverInterim(socket, () => line.served);
        socket.once('error', (error) => {
          line.firstError = error;
        });
        callback(null, socket);
      },
      (error: Error) => callback(error, null),
    );
  };
  const options = { connect, pipelining: 1, maxHeaderSize: maxHeadBytes, headersTimeout: 0, bodyTimeout: 0 };
  const line: Line = {
    client: new Client(origin, options),
    connecting: new AbortController(),
    timeoutMs: 0,
    socket: undefined,
    served: 0,
    firstError: undefined,
  };
  lines.add(line);
  return line;
}

function closeLine({ client, connecting }: Line): Promise<void> {
  connecting.abort();
  return client.destroy();
}

/**
 * Makes a client for one origin. Each request has a connection to itself: undici's own pool does not tell which request
 * a connection was serving when it broke.
 */
export function httpClient(baseUrl: string, route: Route = {}, now: () => number = Date.now): HttpClient {
  const { origin } = new URL(baseUrl);
  const lines = new Set<Line>();
  const idle: Line[] = [];
  return {
    send: async (request, limits) => {
      const refusal = refuseOtherOrigin(request.url, origin);
      if (refusal) return failed(refusal);
      const over = async (line: Line): Promise<{ outcome: SendOutcome; lost: boolean }> => {
        line.timeoutMs = limits.timeoutMs;
        const bytesBefore = line.socket?.bytesRead;
        const outcome = await exchange(wayOf(line, request, now), request, limits, now);
        const lost = wasLostWhenIdle(line, outcome, bytesBefore);
        if (outcome.kind === 'response') {
          line.served += 1;
          idle.push(line);
        } else {
          // What still comes over it belongs to no request.
          lines.delete(line);
          void closeLine(line);
        }
        return { outcome, lost };
      };
      if (undiciCannotSend(request)) {
        const way = nodeClientWay(origin, route, request, limits.timeoutMs, now);
        return exchange(way, request, limits, now).finally(() => way.end(runEnded()));
      }
      const { outcome, lost } = await over(idle.pop() ?? openLine(origin, route, lines));
      return lost && !limits.signal.aborted ? (await over(openLine(origin, route, lines))).outcome : outcome;
    },
    close: async () => {
      await Promise.all([...lines].map(closeLine));
    },
  };
}
