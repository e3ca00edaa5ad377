import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of package.json: two levels above both `scripts/lib` and `dist/lib`. */
export const packageRoot = join(__dirname, '..', '..');

/**
 * The folder of the code, `scripts` or `dist`. Files that are read or started are found from here: a module that is
 * joined with others into one file does not know where it was.
 */
export const codeRoot = join(__dirname, '..');

/** Name and version of this package. */
export function packageInfo(): { readonly name: string; readonly version: string } {
  const { name, version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return { name, version };
}
