import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Dispatcher } from 'undici';
import type { HeaderList, ReceivedResponse } from '../contract/exchange';
import { decompressed } from '../lib/content-coding';
import { headerPairs, listedValue } from '../lib/headers';
import { type ErrorLike, excessOf, NetworkError } from '../lib/network-error';
import { excess, failureOf, maxPackedBytes } from './bounds';

/** undici gives raw headers as a flat list of buffers, with the blanks behind a value. They are read as UTF-8. */
const headerList = (raw: readonly (Buffer | string)[]): HeaderList =>
  headerPairs(raw).map(([name, value]) => [name, value.replace(/[ \t]+$/, '')]);

/** @throws NetworkError that names the coding, which may be one that nobody has asked for */
function decoded(body: Buffer, coding: string | undefined): Buffer {
  try {
    return decompressed(body, coding);
  } catch (error) {
    const { kind, message, code = '' } = failureOf(error as ErrorLike);
    const named = excessOf({ code: (error as ErrorLike).code })
      ? message
      : `${message}; its Content-Encoding is ${coding}`;
    throw new NetworkError(kind, named, { code });
  }
}

/** What a receiver needs of what it receives from. */
type Source = Pick<Dispatcher.DispatchController, 'rawHeaders' | 'abort'>;

/**
 * Receives one response within its bounds. undici's own `request` makes a stream of each body and an abort signal of
 * each limit, which takes a third of the time of a small exchange.
 */
export class Receiver implements Dispatcher.DispatchHandler {
  status = 0;
  statusText = '';
  headers: HeaderList = [];
  /** When the headers came. */
  answeredAt = 0;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(
    readonly now: () => number,
    readonly onEnd: () => void,
    readonly onError: (error: Error) => void,
  ) {}

  /** The body as it was received, still compressed. */
  get body(): Buffer {
    return this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
  }

  /** What was received, without its content codings. */
  read(method: string): Omit<ReceivedResponse, 'receivedAt' | 'durationMs'> {
    const { status, statusText, headers, body } = this;
    const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
    const bytes = decoded(body, hasBody ? listedValue(headers, 'content-encoding') : undefined);
    return {
      ...{ kind: 'response', status, statusText, headers },
      ...{ body: bytes.toString('utf8'), validUtf8: isUtf8(bytes) },
    };
  }

  /** Without this method, undici treats the object as a handler of its older form. */
  onRequestStart(): void {}

  onResponseStart(controller: Source, status: number, _headers: unknown, statusText?: string): void {
    this.answeredAt = this.now();
    this.status = status;
    this.statusText = statusText ?? '';
    this.headers = headerList(controller.rawHeaders as Buffer[]);
  }

  onResponseData(controller: Source, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > maxPackedBytes) controller.abort(excess('long-body'));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.onEnd();
  }

  onResponseError(_controller: unknown, error: Error): void {
    // A 304 may tell the length of a body that it does not have (RFC 9110 §8.6), and undici misses that body.
    const isWhole = this.status === 304 && (error as ErrorLike).code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
    if (isWhole) this.onEnd();
    else this.onError(error);
  }
}

/** Passes the parts of a response to a request of Node's own client to a receiver. */
export function receiveInto(response: IncomingMessage, receiver: Receiver): void {
  const controller = {
    rawHeaders: response.rawHeaders.map((text) => Buffer.from(text, 'latin1')),
    abort: (error: Error) => response.destroy(error),
  };
  receiver.onResponseStart(controller, response.statusCode ?? 0, {}, response.statusMessage);
  response.on('data', (chunk: Buffer) => receiver.onResponseData(controller, chunk));
  response.on('end', () => receiver.onResponseEnd());
  response.on('error', (error) => receiver.onResponseError(controller, error));
}
