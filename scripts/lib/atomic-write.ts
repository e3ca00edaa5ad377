import { randomBytes } from 'node:crypto';
import { constants, lstatSync, openSync, rmSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file completely or not at all: to a temporary file next to it, flushed, then renamed.
 *
 * @param mode who may read it, whatever the file in its place allowed
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, content, { flag: 'wx', flush: true, mode });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Opens a new file for writing in place of one with this name: what was there is not written into, so that a link leads
 * nowhere and another process keeps what it has open.
 *
 * @throws Error in plain words for a name that belongs to a link, a folder or a device
 */
export function openFresh(path: string): number {
  requireReplaceable(path);
  rmSync(path, { force: true });
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  return openSync(path, O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), 0o666);
}

/** @throws Error in plain words if a file of this name cannot be replaced: it is a link, a folder or a device */
export function requireReplaceable(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found || found.isFile()) return;
  const what = found.isSymbolicLink() ? 'a link' : found.isDirectory() ? 'a folder' : 'not a regular file';
  throw new Error(`${basename(path)} is ${what}`);
}
