import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { HeaderList } from '../contract/exchange';
import type { ErrorLike } from '../lib/network-error';
import { bodyTooLong, longestBody, mostInterim, tooManyInterim } from './bounds';

const bounded = { maxOutputLength: longestBody };
/** Takes what there is of a body that is cut short, as Newman does: its text is judged then. */
const lenient = { ...bounded, finishFlush: constants.Z_SYNC_FLUSH };

/** What a packed body may be longer than the same unpacked: nobody packs badly by more. */
const packing = 64 * 1024;

const unpackGzip = (bytes: Buffer): Promise<Buffer> => promisify(gunzip)(bytes, lenient);
const unpackers = new Map<string, (bytes: Buffer) => Promise<Buffer>>([
  ['gzip', unpackGzip],
  ['x-gzip', unpackGzip],
  ['deflate', (bytes) => promisify(inflate)(bytes, lenient)],
  ['br', (bytes) => promisify(brotliDecompress)(bytes, bounded)],
]);

/** A body without its content coding. Throws where it cannot be unpacked, or is longer than anything that is read. */
export async function unpacked(bytes: Buffer, coding: string | undefined): Promise<Buffer> {
  const unpack = unpackers.get(coding?.trim().toLowerCase() ?? '');
  if (!unpack) {
    if (bytes.length > longestBody) throw bodyTooLong();
    return bytes;
  }
  try {
    return await unpack(bytes);
  } catch (error) {
    throw (error as ErrorLike).code === 'ERR_BUFFER_TOO_LARGE' ? bodyTooLong() : error;
  }
}

/** undici gives raw headers as a flat list of buffers; UTF-8 is how Newman reads them too. */
function headerList(raw: readonly (Buffer | string)[]): HeaderList {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([String(raw[index]), String(raw[index + 1])]);
  return headers;
}

/**
 * Takes one response off a connection, within bounds. undici's own `request` makes a stream of each body, and an
 * abort signal of each limit: a third of the time of an exchange, for bodies of some hundred bytes.
 */
export class Receiver implements Dispatcher.DispatchHandler {
  status = 0;
  statusText = '';
  headers: HeaderList = [];
  #chunks: Buffer[] = [];
  #length = 0;
  #interim = 0;

  constructor(
    readonly onEnd: () => void,
    readonly onError: (error: Error) => void,
  ) {}

  /** As it came: still packed. */
  get body(): Buffer {
    return this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
  }

  /** By this undici knows handlers of this form. */
  onRequestStart(): void {}

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusText?: string,
  ): void {
    if (status < 200) {
      this.#interim += 1;
      if (this.#interim > mostInterim) controller.abort(tooManyInterim());
      return;
    }
    this.status = status;
    this.statusText = statusText ?? '';
    this.headers = headerList(controller.rawHeaders as Buffer[]);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > longestBody + packing) controller.abort(bodyTooLong());
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.onEnd();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.onError(error);
  }
}
