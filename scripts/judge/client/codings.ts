import { base64urlBytes, base64urlOf } from '../../lib/base64url';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as padded base64. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [one = 0, two, three] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    const bits = (one << 16) | ((two ?? 0) << 8) | (three ?? 0);
    text += letters[bits >> 18]! + letters[(bits >> 12) & 63]!;
    text += two === undefined ? '=' : letters[(bits >> 6) & 63]!;
    text += three === undefined ? '=' : letters[bits & 63]!;
  }
  return text;
}

/** Bytes as unpadded base64url. */
export const toBase64url = (bytes: Uint8Array): string => base64urlOf(toBase64(bytes));

export const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bytes of a base64 or base64url text; other characters are skipped, as forgiving decoders do. */
export function bytesOfBase64(text: string): Uint8Array {
  const clean = base64urlOf(text).replace(/[^A-Za-z0-9_-]/g, '');
  return Uint8Array.from(base64urlBytes(clean.length % 4 === 1 ? clean.slice(0, -1) : clean) ?? []);
}

/** The bytes of a hex text, up to the first character that is not hex, as Node decodes it. */
export function bytesOfHex(text: string): Uint8Array {
  const digits = /^(?:[0-9a-f]{2})*/i.exec(text)?.[0] ?? '';
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
