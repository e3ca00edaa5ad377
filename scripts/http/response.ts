import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { HeaderList } from '../contract/exchange';
import { excess, maxBodyBytes, maxInterim } from './bounds';

const bounded = { maxOutputLength: maxBodyBytes };
/** Accepts a body that was cut short, as Newman does: the received part is judged. */
const lenient = { ...bounded, finishFlush: constants.Z_SYNC_FLUSH };

/** How much longer a compressed body may be than the same body uncompressed. */
const compressionOverhead = 64 * 1024;

const decompressGzip = (bytes: Buffer): Promise<Buffer> => promisify(gunzip)(bytes, lenient);
const decompressors = new Map<string, (bytes: Buffer) => Promise<Buffer>>([
  ['gzip', decompressGzip],
  ['x-gzip', decompressGzip],
  ['deflate', (bytes) => promisify(inflate)(bytes, lenient)],
  ['br', (bytes) => promisify(brotliDecompress)(bytes, bounded)],
]);

/** A body without its content coding. Throws if it cannot be decompressed, or is longer than what is read. */
export async function decompressed(bytes: Buffer, coding: string | undefined): Promise<Buffer> {
  const decompress = decompressors.get(coding?.trim().toLowerCase() ?? '');
  if (decompress) return decompress(bytes);
  if (bytes.length > maxBodyBytes) throw excess('long-body');
  return bytes;
}

/** undici gives raw headers as a flat list of buffers; Newman reads them as UTF-8 too. */
function headerList(raw: readonly (Buffer | string)[]): HeaderList {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([String(raw[index]), String(raw[index + 1])]);
  return headers;
}

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
  #interim = 0;

  constructor(
    readonly now: () => number,
    readonly onEnd: () => void,
    readonly onError: (error: Error) => void,
  ) {}

  /** The body as it was received, still compressed. */
  get body(): Buffer {
    return this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
  }

  /** Without this method, undici treats the object as a handler of its older form. */
  onRequestStart(): void {}

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusText?: string,
  ): void {
    if (status < 200) {
      this.#interim += 1;
      if (this.#interim > maxInterim) controller.abort(excess('interim'));
      return;
    }
    this.answeredAt = this.now();
    this.status = status;
    this.statusText = statusText ?? '';
    this.headers = headerList(controller.rawHeaders as Buffer[]);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
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
