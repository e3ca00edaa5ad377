import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isGlob, matchesGlob } from '../lib/glob';
import { UserError } from '../lib/user-error';

/** Whether a part of a pattern fits a name. Hidden names must be named. */
const fits = (part: string, name: string): boolean =>
  matchesGlob(part, name) && (part.startsWith('.') || !name.startsWith('.'));

function entriesOf(folder: string): { readonly name: string; isDirectory(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** Every path below `cwd` that the parts of a pattern fit; `**` is any number of folders. Follows no links for `**`. */
function* matches(cwd: string, base: string, [part, ...rest]: readonly string[]): Generator<string> {
  if (part === undefined) {
    yield base;
    return;
  }
  const next = (name: string): string => (base === '' ? name : join(base, name));
  if (part === '**') {
    yield* matches(cwd, base, rest);
    const folders = entriesOf(resolve(cwd, base)).filter((each) => each.isDirectory() && !each.name.startsWith('.'));
    for (const { name } of folders) if (name !== 'node_modules') yield* matches(cwd, next(name), [part, ...rest]);
  } else if (isGlob(part)) {
    for (const { name } of entriesOf(resolve(cwd, base))) if (fits(part, name)) yield* matches(cwd, next(name), rest);
  } else if (existsSync(resolve(cwd, base, part))) yield* matches(cwd, next(part), rest);
}

/**
 * Replaces names with `*`, `?` or `**` by the files that they fit: cmd.exe, PowerShell, and pipelines that quote their
 * arguments leave this to the program.
 *
 * @throws UserError for a pattern that fits nothing
 */
export function expandPatterns(names: readonly string[], cwd: string): string[] {
  return names.flatMap((name) => {
    if (!isGlob(name) || existsSync(resolve(cwd, name))) return [name];
    const parts = (process.platform === 'win32' ? name.replaceAll('\\', '/') : name).split('/');
    const absolute = parts[0] === '' || /^[a-z]:$/i.test(parts[0]!);
    const found = absolute
      ? matches(cwd, `${parts[0]}/`, parts.slice(1))
      : matches(
          cwd,
          '',
          parts.filter((part) => part !== '' && part !== '.'),
        );
    const files = [...new Set(found)];
    if (files.length === 0) throw new UserError(`no file matches ${name}`, 'check the folder, or name each file');
    return files;
  });
}
