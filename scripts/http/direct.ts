import { isUtf8 } from 'node:buffer';
import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';
import type { Exchange, ExchangeFailure, HeaderList, ReceivedResponse } from '../contract/exchange';
import { type ResolvedRequest, resolveRequest } from '../contract/request';
import { headerValue } from '../lib/headers';
import { type ErrorLike, NetworkError, networkErrorKind, networkErrorText } from '../lib/network-error';
import { packageInfo } from '../lib/package-root';
import { headTooLong, moreThanOneResponse, switched, tooLate, unasked } from './bounds';
import { hasMore, type Line, Lines } from './direct-clients';
import { Receiver, unpacked } from './direct-receiver';
import type { Route } from './route';
import type { Engine, PreparedRequest, SendOptions } from './types';

/** Names an error of undici's that concerns a bound. Of interim responses it does not stand the 100. */
function named(error: ErrorLike): ErrorLike {
  if (error.code === 'UND_ERR_HEADERS_OVERFLOW' || error.code === 'HPE_HEADER_OVERFLOW') return headTooLong();
  if (error.message === 'bad upgrade') return switched();
  return error.message === 'bad response' ? unasked() : error;
}

/** The path and query of a URL as they are sent. Most have nothing in them that would be written otherwise. */
function pathOf(url: string): string {
  const plain = /^https?:\/\/[^/?#]+(\/[\w/-]*)$/.exec(url);
  if (plain) return plain[1]!;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** Resolves with the response once it is complete. */
function receive(line: Line, { method, url, headers, body }: ResolvedRequest): Promise<Receiver> {
  return new Promise((resolve, reject) => {
    const receiver = new Receiver(() => resolve(receiver), reject);
    line.client.dispatch(
      { path: pathOf(url), method: method as Dispatcher.HttpMethod, headers: headers.flat(), body: body ?? null },
      receiver,
    );
  });
}

async function exchangeWith(
  line: Line,
  request: ResolvedRequest,
  { signal, timeoutMs }: SendOptions,
): Promise<ReceivedResponse | ExchangeFailure> {
  const started = performance.now();
  let ended: NetworkError | undefined;
  // The client, not only its request: of a request it cannot let go before it is connected.
  const hangUp = (because: NetworkError): void => {
    ended ??= because;
    void line.client.destroy(because);
  };
  const limit = setTimeout(() => hangUp(tooLate(timeoutMs)), timeoutMs);
  const stop = (): void => hangUp(new NetworkError('other', 'the run ended'));
  signal.addEventListener('abort', stop);
  try {
    const { status, statusText, headers, body } = await receive(line, request);
    const hasBody = request.method !== 'HEAD' && status !== 204 && status !== 304;
    const coding = hasBody ? headerValue(headers, 'content-encoding') : undefined;
    const bytes = await unpacked(body, coding);
    if (ended) throw ended;
    const durationMs = Math.round(performance.now() - started);
    if (hasMore(line)) throw moreThanOneResponse();
    return {
      ...{ kind: 'response', status, statusText, headers, body: bytes.toString('utf8'), validUtf8: isUtf8(bytes) },
      receivedAt: Date.now(),
      durationMs,
    };
  } catch (error) {
    if (signal.aborted) return { kind: 'failure', reason: 'aborted', message: 'the run ended' };
    const first = (error as ErrorLike).code === 'UND_ERR_SOCKET' ? line.firstError : undefined;
    const cause = ended ?? named(first ?? (error as ErrorLike));
    return { kind: 'failure', reason: networkErrorKind(cause), message: networkErrorText(cause) };
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', stop);
  }
}

/** Sends the same requests as the Newman engine, over undici. `close` lets go of its connections. */
export function directEngine(baseUrl: string, route: Route = {}): Engine & { close(): Promise<void> } {
  const lines = new Lines(new URL(baseUrl).origin, route);
  const own: HeaderList = [
    ['User-Agent', `${packageInfo().name}/${packageInfo().version}`],
    ['Accept', '*/*'],
    ['Accept-Encoding', 'gzip, deflate, br'],
  ];
  async function* sendBatch(batch: readonly PreparedRequest[], options: SendOptions): AsyncIterable<Exchange> {
    // One listener for each request that is under way, however many those are.
    setMaxListeners(0, options.signal);
    for (const { contractCase, attempt, values } of batch) {
      if (options.signal.aborted) return;
      const resolved = resolveRequest(contractCase.request, baseUrl, values);
      const request = { ...resolved, headers: [...resolved.headers, ...own] };
      const line = lines.take(options.timeoutMs);
      const outcome = await exchangeWith(line, request, options);
      if (outcome.kind === 'response') lines.giveBack(line);
      else lines.drop(line);
      const { method, url, headers, body } = request;
      const text = typeof body === 'string' ? body : body && Buffer.from(body).toString('utf8');
      yield {
        caseId: contractCase.id,
        attempt,
        request: { method, url, headers, ...(text !== undefined && { body: text }) },
        outcome,
      };
    }
  }
  return { name: 'direct', batchSize: 1, send: sendBatch, close: () => lines.close() };
}
