import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { HeaderList, ReceivedResponse } from '../contract/exchange';
import { headerPairs, headerValue } from '../lib/headers';
import { excess, maxBodyBytes } from './bounds';

const bounded = { maxOutputLength: maxBodyBytes };
/** Accepts a body that was cut short, as Newman does: the received part is judged. */
const lenient = { ...bounded, finishFlush: constants.Z_SYNC_FLUSH };

/** How much longer a compressed body may be than the same body uncompressed. */
const compressionOverhead = 64 * 1024;

const decompressGzip = (bytes: Buffer): Buffer => gunzipSync(bytes, lenient);
const decompressors = new Map<string, (bytes: Buffer) => Buffer>([
  ['gzip', decompressGzip],
  ['x-gzip', decompressGzip],
  // Many servers leave out the two bytes of zlib (RFC 9110 §8.4.1.2).
  ['deflate', (bytes) => ((bytes[0]! & 15) === 8 ? inflateSync : inflateRawSync)(bytes, lenient)],
  ['br', (bytes) => brotliDecompressSync(bytes, bounded)],
]);
/** The most codings that are undone: each may multiply the work of the next. */
const mostCodings = 3;

/** The codings of a body in the order in which they were applied, without those that change nothing. */
const codingsOf = (value = ''): string[] =>
  value
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');

const isKnown = (codings: readonly string[]): boolean =>
  codings.length <= mostCodings && codings.every((coding) => decompressors.has(coding));

/** The value of `Content-Encoding` if it names a coding that is not undone. */
export const unknownCoding = (header: string | undefined): string | undefined =>
  isKnown(codingsOf(header)) ? undefined : header;

/**
 * A body without its content codings; one with a coding that is not known stays as it is.
 *
 * @throws an error of zlib, or one that says that the body is longer than what is read
 */
export function decompressed(bytes: Buffer, header: string | undefined): Buffer {
  const codings = codingsOf(header);
  const body = isKnown(codings)
    ? codings.reduceRight((rest, coding) => decompressors.get(coding)!(rest), bytes)
    : bytes;
  if (body.length > maxBodyBytes) throw excess('long-body');
  return body;
}

/** What is left to undo of a body that Newman received: it undoes a single coding of the usual ones itself. */
export const decompressedAfterNewman = (bytes: Buffer, header: string | undefined): Buffer =>
  ['gzip', 'deflate', 'br'].includes(header?.trim().toLowerCase() ?? '') ? bytes : decompressed(bytes, header);

/** undici gives raw headers as a flat list of buffers, with the blanks behind a value; Newman reads them as UTF-8 too. */
const headerList = (raw: readonly (Buffer | string)[]): HeaderList =>
  headerPairs(raw).map(([name, value]) => [name, value.replace(/[ \t]+$/, '')]);

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
    const bytes = decompressed(body, hasBody ? headerValue(headers, 'content-encoding') : undefined);
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
    if (this.#length > maxBodyBytes + compressionOverhead) controller.abort(excess('long-body'));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.onEnd();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.onError(error);
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
