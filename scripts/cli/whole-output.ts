import { fstatSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { writeWhole } from '../lib/write-whole';

/**
 * Makes output to a file arrive whole, or fail. Node's own stream for files takes no notice if a write took only a part, as
 * on a disk that has little space left.
 */
export function writeWholly(output: Writable & { readonly fd: number }): void {
  if (!fstatSync(output.fd).isFile()) return;
  output._write = (chunk: Uint8Array, _encoding, done) => {
    try {
      writeWhole(output.fd, chunk);
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  };
}
