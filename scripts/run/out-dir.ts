import { accessSync, constants, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { makeFolders } from '../lib/make-folders';
import { messageOf, UserError } from '../lib/user-error';

/** Where a run writes. */
export interface OutDir {
  readonly path: string;
  /** As the user would like to read it. */
  readonly shown: string;
}

/** The name of a folder for what was done at a target: sorts by time, and no system minds it. */
export const folderName = (target: string, time: Date): string =>
  `${time.toISOString().replace(/[:.]/g, '-')}-${target.replace(/[^\w.-]+/g, '-').slice(0, 80)}`;

/**
 * Makes the folder of a run and checks that it can be written to, before anything is sent. Without `--out` it is
 * `reports/<UTC time>-<target>`, and `reports/latest` points to it.
 *
 * @throws UserError where the folder cannot be made or written to
 */
export function makeOutDir(option: string | undefined, cwd: string, target: string, now: Date): OutDir {
  const path = option === undefined ? join(cwd, 'reports', folderName(target, now)) : resolve(cwd, option);
  try {
    makeFolders(path);
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new UserError(
      `the reports cannot be written: ${messageOf(error)}`,
      'choose a folder that can be written with --out',
    );
  }
  if (option === undefined) pointLatestTo(path);
  const shown = relative(cwd, path);
  return { path, shown: shown === '' || shown.startsWith('..') ? path : shown };
}

/** A convenience: where links are not allowed, the run goes on without it. */
function pointLatestTo(path: string): void {
  const link = join(dirname(path), 'latest');
  try {
    rmSync(link, { force: true });
    symlinkSync(basename(path), link, 'junction');
  } catch {
    // The folder's own name is printed in any case.
  }
}
