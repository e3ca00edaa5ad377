const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The value of each character of the alphabet, by its code; -1 for others. */
const values = Array.from({ length: 128 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)));
/** Each byte as `decodeURIComponent` reads it. */
const written = Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
);

/** The bytes of an unpadded base64url text, or `undefined` if it is malformed. */
export function base64urlBytes(text: string): number[] | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const value = values[text.charCodeAt(index)] ?? -1;
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 0xff);
    }
  }
  return bytes;
}

/** The bytes of a padded base64 text. Throws on a text that is not base64. */
export function base64Bytes(text: string): Uint8Array {
  const bytes = base64urlBytes(
    text
      .replace(/={1,2}$/, '')
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  );
  if (!bytes) throw new Error(`Not base64: ${text}`);
  return Uint8Array.from(bytes);
}

/** Base64, padded or not, as base64url without padding. */
export const base64urlOf = (base64: string): string =>
  base64.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');

/** Unpadded base64url as padded base64. */
export function base64OfUrl(base64url: string): string {
  const text = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** As many arguments as every JavaScript host takes. */
const portion = 4096;

function asciiText(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += portion) text += String.fromCharCode(...bytes.slice(at, at + portion));
  return text;
}

/** The UTF-8 text in an unpadded base64url text, or `undefined` if it is malformed. */
export function base64urlDecode(text: string): string | undefined {
  const bytes = base64urlBytes(text);
  if (!bytes) return undefined;
  try {
    if (bytes.every((byte) => byte < 0x80)) return asciiText(bytes);
    // The only strict UTF-8 decoder that every JavaScript host has.
    return decodeURIComponent(bytes.map((byte) => written[byte]).join(''));
  } catch {
    return undefined;
  }
}

/** A text with a character for each byte of its UTF-8 form. */
function oneByteEach(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  return encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The unpadded base64url form of a text's UTF-8 bytes. Throws a URIError on a lone surrogate. */
export function base64urlEncode(text: string): string {
  const bytes = oneByteEach(text);
  let encoded = '';
  let bits = 0;
  let count = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    bits = ((bits << 8) | bytes.charCodeAt(index)) & 0xffff;
    for (count += 8; count >= 6; ) {
      count -= 6;
      encoded += alphabet[(bits >> count) & 63];
    }
  }
  return count > 0 ? encoded + alphabet[(bits << (6 - count)) & 63] : encoded;
}
