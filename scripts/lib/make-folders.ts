import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Creates a folder and its missing parents, one by one: on Node 20, `mkdir` with `recursive` never returns below a folder
 * such as `/proc` that answers ENOENT.
 *
 * @throws Node's error if a folder cannot be created
 */
export function makeFolders(path: string): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolders(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!isFolder(path)) throw error;
  }
}
