import { maxBodyBytes } from '../lib/content-coding';
import { decodedBody, type RecordedBody } from '../run/traffic/read/body';

interface Readable {
  readonly bodyUsed?: unknown;
  readonly clone?: unknown;
  readonly arrayBuffer?: unknown;
}

type Cloneable = { clone(): { arrayBuffer(): Promise<ArrayBuffer> } };

function bounded<Body extends string | Uint8Array>(body: Body, whose: string): Body {
  if (body.length > maxBodyBytes)
    throw new RangeError(`the body of the ${whose} is longer than 1 MiB: that is not judged`);
  return body;
}

const bytesBody = (bytes: Uint8Array, whose: string): RecordedBody => decodedBody(bounded(bytes, whose));
const textBody = (text: string, whose: string): RecordedBody => ({ text: bounded(text, whose), validUtf8: true });

/** A body that is at hand; what JSON was parsed to is written as JSON again. */
export function bodyOf(value: unknown, whose: string): RecordedBody {
  if (value === undefined || value === null) return textBody('', whose);
  if (typeof value === 'string') return textBody(value, whose);
  if (ArrayBuffer.isView(value))
    return bytesBody(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), whose);
  // Test runners run each file in a realm of its own, where ArrayBuffer is another class.
  if (Object.prototype.toString.call(value) === '[object ArrayBuffer]')
    return bytesBody(new Uint8Array(value as ArrayBuffer), whose);
  if (Object.prototype.toString.call(value) === '[object URLSearchParams]') return textBody(String(value), whose);
  if (typeof value === 'object' && ('pipe' in value || 'getReader' in value))
    throw new TypeError(`the body of the ${whose} is a stream: read it first, and give its text as body`);
  return textBody(JSON.stringify(value) ?? '', whose);
}

/** Whether an object reads its body itself, as a `Response`, a `Request` or undici's body does. */
export const readsItself = (value: unknown): value is Readable =>
  typeof value === 'object' && value !== null && 'arrayBuffer' in value && typeof value.arrayBuffer === 'function';

/**
 * Reads a body without taking it from its owner, if it can be cloned.
 *
 * @throws TypeError if it was read before
 */
export async function readBody(source: Readable, whose: string): Promise<RecordedBody> {
  if (source.bodyUsed === true)
    throw new TypeError(
      `the body of the ${whose} was read before: check the ${whose} first, or give { status, headers, body } with the text`,
    );
  const copy = typeof source.clone === 'function' ? (source as Cloneable).clone() : source;
  return bytesBody(new Uint8Array(await (copy as { arrayBuffer(): Promise<ArrayBuffer> }).arrayBuffer()), whose);
}
