import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { decodeText } from './decode-text';

/** Why an input file is not read. A `code` of Node is the reason if the system refused. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';

  constructor(readonly code: 'not-a-file' | 'too-large' | 'exposed' | (string & {})) {
    super(code);
  }
}

/** Whether other users can read a file: the one rule for everything that holds secrets. */
const isExposed = ({ mode }: Stats): boolean => process.platform !== 'win32' && (mode & 0o077) !== 0;

/**
 * Reads a regular file of a bounded size. A pipe or a device is refused before it is read, and a file that is too large
 * before memory is taken for it.
 *
 * @param limit in bytes
 * @param secret other users must not be able to read it
 * @throws InputProblem, or Node's error
 */
export function readInput(path: string, limit: number, secret = false): Buffer {
  // Without O_NONBLOCK, opening a named pipe waits for a writer.
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw new InputProblem('not-a-file');
    if (secret && isExposed(stats)) throw new InputProblem('exposed');
    if (stats.size > limit) throw new InputProblem('too-large');
    const bytes = Buffer.alloc(stats.size);
    let read = 0;
    for (let got = 1; got > 0 && read < bytes.length; read += got)
      got = readSync(handle, bytes, read, bytes.length - read, read);
    return bytes.subarray(0, read);
  } finally {
    closeSync(handle);
  }
}

/**
 * Reads a text file as `readInput` does: in UTF-8 or UTF-16, for editors and PowerShell on Windows, without its byte order
 * mark.
 */
export const readInputText = (path: string, limit: number): string => decodeText(readInput(path, limit)).text;
