/** The text of a file in UTF-8 or UTF-16, without its byte order mark. */
export function decodeText(bytes: Uint8Array): { readonly encoding: 'UTF-8' | 'UTF-16'; readonly text: string } {
  const [first, second] = bytes;
  // Without a mark, a text in UTF-16 begins with an ASCII character, one byte of which is zero.
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined);
  const text = new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(bytes);
  return { encoding: isLittle || isBig ? 'UTF-16' : 'UTF-8', text };
}
