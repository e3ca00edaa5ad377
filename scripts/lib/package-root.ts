import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of package.json: two levels above both `scripts/lib` and `dist/lib`. */
export const packageRoot = join(__dirname, '..', '..');

/** Name and version of this package. */
export function packageInfo(): { readonly name: string; readonly version: string } {
  const { name, version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return { name, version };
}
