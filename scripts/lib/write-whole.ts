import { writeSync } from 'node:fs';

/** Writes all of a content to an open file, at its end or at a position in bytes. A single write may take only part of it. */
export function writeWhole(file: number, content: string | Uint8Array, position?: number): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let written = 0; written < bytes.length; ) {
    const at = position === undefined ? position : position + written;
    written += writeSync(file, bytes, written, bytes.length - written, at);
  }
}
