import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whether a path leads to a folder. What keeps it from being looked at, whoever opens it is told. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * Creates a folder and its missing parents, one by one: on Node 20, `mkdir` with `recursive` never returns below a folder
 * such as `/proc` that answers ENOENT.
 *
 * @throws Node's error if a folder cannot be created
 */
export function makeFolders(path: string): void {
  const above = dirname(path);
  try {
    makeFolder(path);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' && above !== path && !isFolder(above);
    if (!isMissing) throw error;
    makeFolders(above);
    makeFolder(path);
  }
}

function makeFolder(path: string): void {
  if (isFolder(path)) return;
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!isFolder(path)) throw error;
  }
}
