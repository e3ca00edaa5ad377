import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib';

/** The most bytes of a body that are read, after decompression. */
export const maxBodyBytes = 1024 * 1024;

type Decompress = (bytes: Uint8Array, options: ZlibOptions) => Uint8Array;

/** A body that ends early: `kept` accepts the received part, as Newman does; `refused` throws, for what may have been cut since. */
type EarlyEnd = 'kept' | 'refused';

const bounded = { maxOutputLength: maxBodyBytes };
const options: Readonly<Record<EarlyEnd, ZlibOptions>> = {
  kept: { ...bounded, finishFlush: constants.Z_SYNC_FLUSH },
  refused: bounded,
};

const decompressors = new Map<string, Decompress>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  // Many servers leave out the two bytes of zlib (RFC 9110 §8.4.1.2).
  ['deflate', (bytes, how) => ((bytes[0]! & 15) === 8 ? inflateSync : inflateRawSync)(bytes, how)],
  ['br', (bytes) => brotliDecompressSync(bytes, bounded)],
]);
/** The error that zlib throws for a body that is longer after decompression. */
const tooLong = (): RangeError =>
  Object.assign(new RangeError(`longer than ${maxBodyBytes} bytes`), { code: 'ERR_BUFFER_TOO_LARGE' });

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
 * @throws an error of zlib; also ERR_BUFFER_TOO_LARGE, for a body longer than what is read
 */
export function decompressed(bytes: Uint8Array, header: string | undefined, earlyEnd: EarlyEnd = 'kept'): Buffer {
  const codings = codingsOf(header);
  const body = isKnown(codings)
    ? codings.reduceRight<Uint8Array>((rest, coding) => decompressors.get(coding)!(rest, options[earlyEnd]), bytes)
    : bytes;
  if (body.length > maxBodyBytes) throw tooLong();
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/** What is left to undo of a body that Newman received: it undoes a single coding of the usual ones itself. */
export const decompressedAfterNewman = (bytes: Buffer, header: string | undefined): Buffer =>
  ['gzip', 'deflate', 'br'].includes(header?.trim().toLowerCase() ?? '') ? bytes : decompressed(bytes, header);
