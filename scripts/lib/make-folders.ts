import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Makes a folder, and those above it that are missing. One by one: `mkdir` with `recursive` never returns on Node 20
 * where a folder that is there takes no further one and says ENOENT, as below `/proc`.
 *
 * @throws Node's error where a folder cannot be made, or a file is in the way
 */
export function makeFolders(path: string): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolders(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else may just have made it.
    if (!isFolder(path)) throw error;
  }
}
