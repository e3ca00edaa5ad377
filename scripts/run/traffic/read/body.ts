import type { HeaderList } from '../../../contract/exchange';
import { decompressed, maxBodyBytes, unknownCoding } from '../../../lib/content-coding';
import { listedValue } from '../../../lib/headers';
import { cutMark } from '../../../lib/json-scanner';

/** A body as it was recorded. */
export interface RecordedBody {
  readonly text: string;
  /** Its bytes, if they are known. */
  readonly bytes?: Uint8Array;
  readonly validUtf8: boolean;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a body. */
export function decodedBody(bytes: Uint8Array): RecordedBody {
  try {
    return { text: strict.decode(bytes), bytes, validUtf8: true };
  } catch {
    return { text: lenient.decode(bytes), bytes, validUtf8: false };
  }
}

/** Whether bytes are text that needs no decoding any more: recorders differ in whether they decode before they write. */
const looksDecoded = (bytes: Uint8Array): boolean => {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart();
  return start === '' || (/^[[{"<\w-]/.test(start) && !/[\0-\x08\x0e-\x1f]/.test(start));
};

/**
 * The body that a recording holds as base64; `undefined` if it was cut, is still in a coding that cannot be undone, or
 * is larger than what is read.
 */
export function base64Body(text: string, headers: HeaderList): RecordedBody | undefined {
  if (text.endsWith(cutMark)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  const coding = listedValue(headers, 'content-encoding');
  if (looksDecoded(bytes)) return bytes.length > maxBodyBytes ? undefined : decodedBody(bytes);
  if (unknownCoding(coding) !== undefined) return undefined;
  try {
    // A recorder may have cut it.
    return decodedBody(decompressed(bytes, coding, 'refused'));
  } catch {
    return undefined;
  }
}

/** The body that a recording holds as text; `undefined` if it was cut or is larger than what is read. */
export function textBody(text: string): RecordedBody | undefined {
  if (text.endsWith(cutMark) || Buffer.byteLength(text) > maxBodyBytes) return undefined;
  // The recorder has decoded it; an invalid byte would show as a replaced character.
  return { text, validUtf8: true };
}

/** Whether a text is a part only of a body of this size: a whole JSON text is whole, whatever size is written. */
export function isPart(text: string, size: number | undefined): boolean {
  if (size === undefined || Buffer.byteLength(text) >= size) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}
