import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, type Dispatcher, request as send } from 'undici';
import type { Exchange, ExchangeFailure, HeaderList, ReceivedResponse } from '../contract/exchange';
import { type ResolvedRequest, resolveRequest } from '../contract/request';
import { headerValue } from '../lib/headers';
import { networkErrorKind } from '../lib/network-error';
import { packageInfo } from '../lib/package-root';
import type { Engine, PreparedRequest, SendOptions } from '../run/types';

/** No body is read further than this, in bytes after decoding. */
const longestBody = 1024 * 1024;

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
      throw Object.assign(new Error(`the body is longer than ${longestBody} bytes`), { code: 'HPE_BODY_TOO_LONG' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function exchangeWith(
  dispatcher: Dispatcher,
  { method, url, headers, body }: ResolvedRequest,
  { signal, timeoutMs }: SendOptions,
): Promise<ReceivedResponse | ExchangeFailure> {
  const started = performance.now();
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await send(url, {
      dispatcher,
      method: method as Dispatcher.HttpMethod,
      headers: headers.flat(),
      body: body ?? null,
      signal: AbortSignal.any([signal, limit]),
      responseHeaders: 'raw',
    });
    const received = headerList(response.headers);
    const bytes = await readBody(
      response.body,
      method === 'HEAD' ? undefined : headerValue(received, 'content-encoding'),
    );
    return {
      kind: 'response',
      status: response.statusCode,
      statusText: response.statusText,
      headers: received,
      body: bytes.toString('utf8'),
      validUtf8: isUtf8(bytes),
      receivedAt: Date.now(),
      durationMs: Math.round(performance.now() - started),
    };
  } catch (error) {
    if (signal.aborted) return { kind: 'failure', reason: 'aborted', message: 'the run ended' };
    if (limit.aborted)
      return { kind: 'failure', reason: 'timeout', message: `no complete response within ${timeoutMs} ms` };
    const { code, message } = error as NodeJS.ErrnoException;
    return { kind: 'failure', reason: networkErrorKind({ code, message }), message: code ?? message };
  }
}

/** Sends the same requests as the Newman engine, over undici. `close` lets go of its connections. */
export function directEngine(baseUrl: string, connections: number): Engine & { close(): Promise<void> } {
  const dispatcher = new Agent({ connections, pipelining: 1 });
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
      const outcome = await exchangeWith(dispatcher, request, options);
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
  return { name: 'direct', send: sendBatch, close: () => dispatcher.destroy() };
}
