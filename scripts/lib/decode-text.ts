/** The text of a file in UTF-8 or UTF-16, without its byte order mark. */
export function decodeText(bytes: Uint8Array): { readonly encoding: 'UTF-8' | 'UTF-16'; readonly text: string } {
  const [first, second] = bytes;
  // Without a mark, a text in UTF-16 begins with an ASCII character, one byte of which is zero.
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined);
  if (!isLittle && !isBig) return { encoding: 'UTF-8', text: new TextDecoder().decode(bytes) };
  // Half a character at the end says nothing.
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return { encoding: 'UTF-16', text: new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(whole) };
}
