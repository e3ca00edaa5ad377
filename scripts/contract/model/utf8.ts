/** The number of bytes after a first byte, and the smallest code point for that length. */
function sequence(first: number): readonly [more: number, least: number, bits: number] | undefined {
  if (first < 0x80) return [0, 0, first];
  if (first >= 0xc2 && first < 0xe0) return [1, 0x80, first & 0x1f];
  if (first >= 0xe0 && first < 0xf0) return [2, 0x800, first & 0x0f];
  if (first >= 0xf0 && first < 0xf5) return [3, 0x10000, first & 0x07];
  return undefined;
}

/** One character of UTF-8 bytes and its length; `undefined` if none begins there. */
function characterAt(bytes: Uint8Array, index: number): readonly [text: string, length: number] | undefined {
  const start = sequence(bytes[index] ?? 0);
  if (!start) return undefined;
  const [more, least] = start;
  let point = start[2];
  for (let step = 1; step <= more; step += 1) {
    const next = bytes[index + step];
    if (next === undefined || (next & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (next & 0x3f);
  }
  if (point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return undefined;
  return [String.fromCodePoint(point), more + 1];
}

/** The text of bytes as UTF-8, each invalid byte replaced by U+FFFD. A byte order mark is kept. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly valid: boolean } {
  const parts: string[] = [];
  let valid = true;
  for (let index = 0; index < bytes.length; ) {
    const [character, length] = characterAt(bytes, index) ?? [undefined, 1];
    parts.push(character ?? '\ufffd');
    valid &&= character !== undefined;
    index += length;
  }
  return { text: parts.join(''), valid };
}

/** The UTF-8 bytes of a text; half a character becomes U+FFFD, as `Buffer.from` writes it. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let end = 0;
  const add = (byte: number): void => {
    bytes[end] = byte;
    end += 1;
  };
  for (let index = 0; index < text.length; index += 1) {
    const read = text.codePointAt(index) ?? 0;
    const point = read >= 0xd800 && read < 0xe000 ? 0xfffd : read;
    if (point < 0x80) add(point);
    else if (point < 0x800) {
      add(0xc0 | (point >> 6));
      add(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
      add(0xe0 | (point >> 12));
      add(0x80 | ((point >> 6) & 0x3f));
      add(0x80 | (point & 0x3f));
    } else {
      add(0xf0 | (point >> 18));
      add(0x80 | ((point >> 12) & 0x3f));
      add(0x80 | ((point >> 6) & 0x3f));
      add(0x80 | (point & 0x3f));
      // A pair of surrogates is one character.
      index += 1;
    }
  }
  return bytes.slice(0, end);
}
