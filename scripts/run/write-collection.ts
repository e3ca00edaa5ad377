import { lstatSync, readdirSync, rmdirSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../lib/atomic-write';
import { outputProblemText } from '../lib/file-problem';
import { makeFolders } from '../lib/make-folders';
import type { Files } from '../lib/postman/types';
import { UserError } from '../lib/user-error';

const exists = (shown: string): UserError =>
  new UserError(`${shown} exists, and nothing is overwritten without --force`, 'add --force, or choose another name');

function cannotWrite(shown: string, error: unknown): UserError {
  return new UserError(
    `${shown} cannot be written: ${outputProblemText(error)}`,
    'choose a folder that you can write to',
  );
}

/** What is there; `undefined` if nothing is. */
function found(path: string, shown: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw cannotWrite(shown, error);
  }
}

/**
 * Writes a file and the folders that it needs.
 *
 * @param shown its path as the user wrote it
 */
export async function writeNewFile(path: string, text: string, force: boolean, shown: string): Promise<void> {
  const present = found(path, shown);
  if (present && !force) throw exists(shown);
  if (present && !present.isFile()) throw new UserError(`${shown} is not a file`, 'choose another name');
  try {
    makeFolders(dirname(path));
    await writeFileAtomic(path, text);
  } catch (error) {
    throw cannotWrite(shown, error);
  }
}

/** Files that make a v3 collection; everything else in its folder belongs to someone else. */
const ofCollection = /\.(?:request|example)\.ya?ml$|^definition\.ya?ml$|^only-in-2\.1\.json$/i;

/** The files of a v3 collection in a folder. Links are not followed. */
function collectionFiles(folder: string, below = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return collectionFiles(join(folder, entry.name), path);
    return entry.isFile() && ofCollection.test(entry.name) ? [path] : [];
  });
}

/** Removes files that are not to be there, and folders that are empty without them. */
function removeOthers(root: string, wanted: Files): void {
  for (const path of collectionFiles(root)) {
    if (wanted.has(path)) continue;
    rmSync(join(root, path));
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      if (readdirSync(join(root, folder)).length > 0) break;
      rmdirSync(join(root, folder));
    }
  }
}

/** Refuses to write through a link: it may lead out of the folder. */
function checkFolders(root: string, path: string, shown: string): void {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const present = found(join(root, folder), `${shown}/${folder}`);
    if (present && !present.isDirectory()) {
      throw new UserError(`${shown}/${folder} is not a folder`, 'remove it, or choose another folder');
    }
  }
}

/**
 * Writes a v3 collection into a folder. With `force`, one that is there is replaced; files of other kinds stay.
 *
 * @param shown its path as the user wrote it
 */
export function writeCollectionFolder(root: string, files: Files, force: boolean, shown: string): void {
  const present = found(root, shown);
  if (present && !present.isDirectory()) throw new UserError(`${shown} is not a folder`, 'choose another name');
  if (present && !force && readdirSync(root).length > 0) throw exists(shown);
  for (const path of files.keys()) checkFolders(root, path, shown);
  try {
    if (present) removeOthers(root, files);
    for (const [path, text] of files) {
      makeFolders(dirname(join(root, path)));
      // A new file in its place: what is there may be a link.
      rmSync(join(root, path), { force: true });
      writeFileSync(join(root, path), text, { flag: 'wx' });
    }
  } catch (error) {
    throw cannotWrite(shown, error);
  }
}
