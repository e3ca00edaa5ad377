import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Dispatcher, request as send } from 'undici';
import type { Exchange, ExchangeFailure, HeaderList, ReceivedResponse } from '../contract/exchange';
import { type ResolvedRequest, resolveRequest } from '../contract/request';
import { headerValue } from '../lib/headers';
import { type ErrorLike, networkErrorKind, networkErrorText } from '../lib/network-error';
import { packageInfo } from '../lib/package-root';
import type { Route } from '../lib/route';
import type { Engine, PreparedRequest, SendOptions } from '../run/types';
import {
  bodyTooLong,
  headTooLong,
  longestBody,
  moreThanOneResponse,
  mostInterim,
  switched,
  tooLate,
  tooManyInterim,
  unasked,
} from './bounds';
import { hasMore, type Line, Lines } from './direct-clients';

/** Takes what there is of a stream that is cut short, as Newman does: its text is judged then. */
const lenient = { finishFlush: constants.Z_SYNC_FLUSH };

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: () => createGunzip(lenient),
  'x-gzip': () => createGunzip(lenient),
  deflate: () => createInflate(lenient),
  br: createBrotliDecompress,
};

/** undici gives raw headers as a flat list of buffers; UTF-8 is how Newman reads them too. */
function headerList(raw: unknown): HeaderList {
  const flat = (raw as (Buffer | string)[]).map(String);
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index]!, flat[2 * index + 1]!] as const);
}

/** The body, decoded; throws where it is longer than anything that the contract knows. */
async function readBody(body: Readable, encoding: string | undefined): Promise<Buffer> {
  const decoder = decoders[encoding?.trim().toLowerCase() ?? ''];
  const decoded = decoder ? body.pipe(decoder()) : body;
  body.on('error', (error) => (decoded as Readable).destroy(error));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of decoded as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) {
      body.destroy();
      throw bodyTooLong();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Counts interim responses, and raises a signal where there are too many. */
function interimLimit(): { readonly signal: AbortSignal; readonly onInfo: () => void } {
  const controller = new AbortController();
  let interim = 0;
  const onInfo = (): void => {
    interim += 1;
    if (interim > mostInterim) controller.abort(tooManyInterim());
  };
  return { signal: controller.signal, onInfo };
}

/** Names an error of undici's that concerns a bound. Of interim responses it does not stand the 100. */
function named(error: ErrorLike): ErrorLike {
  if (error.code === 'UND_ERR_HEADERS_OVERFLOW' || error.code === 'HPE_HEADER_OVERFLOW') return headTooLong();
  if (error.message === 'bad upgrade') return switched();
  return error.message === 'bad response' ? unasked() : error;
}

async function exchangeWith(
  line: Line,
  { method, url, headers, body }: ResolvedRequest,
  { signal, timeoutMs }: SendOptions,
): Promise<ReceivedResponse | ExchangeFailure> {
  const started = performance.now();
  const limit = AbortSignal.timeout(timeoutMs);
  const interim = interimLimit();
  const ended = AbortSignal.any([signal, limit, interim.signal]);
  // undici hears of a signal only once it is connected.
  const hangUp = (): void => void line.client.destroy(ended.reason);
  ended.addEventListener('abort', hangUp);
  try {
    const response = await send(url, {
      dispatcher: line.client,
      method: method as Dispatcher.HttpMethod,
      headers: headers.flat(),
      body: body ?? null,
      signal: ended,
      onInfo: interim.onInfo,
      responseHeaders: 'raw',
    });
    const received = headerList(response.headers);
    const bytes = await readBody(
      response.body,
      method === 'HEAD' ? undefined : headerValue(received, 'content-encoding'),
    );
    const durationMs = Math.round(performance.now() - started);
    if (hasMore(line)) throw moreThanOneResponse();
    return {
      kind: 'response',
      status: response.statusCode,
      statusText: response.statusText,
      headers: received,
      body: bytes.toString('utf8'),
      validUtf8: isUtf8(bytes),
      receivedAt: Date.now(),
      durationMs,
    };
  } catch (error) {
    if (signal.aborted) return { kind: 'failure', reason: 'aborted', message: 'the run ended' };
    const first = (error as ErrorLike).code === 'UND_ERR_SOCKET' ? line.firstError : undefined;
    const cause = limit.aborted ? tooLate(timeoutMs) : named(first ?? (error as ErrorLike));
    return { kind: 'failure', reason: networkErrorKind(cause), message: networkErrorText(cause) };
  } finally {
    ended.removeEventListener('abort', hangUp);
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
