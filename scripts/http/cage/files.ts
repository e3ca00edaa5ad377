import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** A file that a request sends is held in memory. */
const longestFile = 64 * 1024 * 1024;

/** What a collection gets for a path; without both fields, there is no such file. */
export interface GivenFile {
  readonly bytes?: Uint8Array;
  readonly refused?: string;
}

/**
 * Reads a file for a collection: regular files in its folder only, wherever links lead, and none that is hidden or holds
 * a secret of the run.
 */
export function readForCollection(path: string, folder: string, holdsSecret: (text: string) => boolean): GivenFile {
  const shown = `"${path}"`;
  let real: string;
  let root: string;
  try {
    root = realpathSync(folder);
    real = realpathSync(resolve(root, path));
  } catch {
    return {};
  }
  const inside = relative(root, real);
  if (inside === '' || isAbsolute(inside) || inside.split(sep)[0] === '..')
    return { refused: `${shown} is outside of the folder ${folder}, so it is not sent; --working-dir names another` };
  if (inside.split(sep).some((part) => part.startsWith('.')))
    return { refused: `${shown} is a hidden file, so it is not sent` };
  let descriptor: number | undefined;
  try {
    // Not to wait for the other end of a pipe.
    descriptor = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const { size } = fstatSync(descriptor);
    if (!fstatSync(descriptor).isFile()) return { refused: `${shown} is not a file` };
    if (size > longestFile) return { refused: `${shown} is longer than ${longestFile} bytes` };
    const bytes = readFileSync(descriptor);
    return holdsSecret(bytes.toString('latin1'))
      ? { refused: `${shown} holds a secret of this run, so it is not sent` }
      : { bytes };
  } catch {
    return { refused: `${shown} cannot be read` };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
