import { accessSync, constants, lstatSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { outputProblemText } from '../lib/file-problem';
import { makeFolders } from '../lib/make-folders';
import { UserError } from '../lib/user-error';

/** The folder that a run writes to. */
export interface OutDir {
  readonly path: string;
  /** The same for people: relative if it is below the working folder. */
  readonly shown: string;
  /** `reports/latest` points to it. */
  readonly isLatest: boolean;
}

/** The name of a folder for a run: sorts by time, and is valid on every system. */
export const folderName = (target: string, time: Date): string =>
  `${time.toISOString().replace(/[:.]/g, '-')}-${target.replace(/[^\w.-]+/g, '-').slice(0, 80)}`;

/**
 * Makes the folder of a run and checks that it is writable, before anything is sent. Without `--out` it is
 * `reports/<UTC time>-<target>`, and `reports/latest` (of a fleet, `reports/latest-fleet`) points to it.
 *
 * @throws UserError if the folder cannot be made or written to
 */
export function makeOutDir(
  option: string | undefined,
  cwd: string,
  target: string,
  now: Date,
  latest: 'latest' | 'latest-fleet' = 'latest',
): OutDir {
  const path = option === undefined ? join(cwd, 'reports', folderName(target, now)) : resolve(cwd, option);
  try {
    makeFolders(path);
    requireOwnLink(path);
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new UserError(
      `${shownAs(path, cwd)} cannot be used for the reports: ${outputProblemText(error)}`,
      'choose another folder with --out',
    );
  }
  const isLatest = option === undefined && pointLatestTo(path, latest);
  return { path, shown: shownAs(path, cwd), isLatest };
}

function shownAs(path: string, cwd: string): string {
  const shown = relative(cwd, path);
  return shown === '' || shown.startsWith('..') ? path : shown;
}

/** Where several users can write, such as `/tmp`, a link of another user leads to where they want. */
function requireOwnLink(path: string): void {
  const stats = lstatSync(path);
  const me = process.getuid?.();
  if (stats.isSymbolicLink() && me !== undefined && stats.uid !== me)
    throw new Error(`${path} is a link of another user`);
}

/** A convenience: if links are not allowed, the run goes on without it. */
function pointLatestTo(path: string, name: string): boolean {
  const link = join(dirname(path), name);
  try {
    const before = lstatSync(link, { throwIfNoEntry: false });
    // Anything but a link is the user's own.
    if (before && !before.isSymbolicLink()) return false;
    if (before) rmSync(link);
    symlinkSync(basename(path), link, 'junction');
    return true;
  } catch {
    // The name of the folder is printed anyway.
    return false;
  }
}
