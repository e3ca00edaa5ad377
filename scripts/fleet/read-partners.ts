import { isAlias, isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { UserError } from '../lib/user-error';
import { formProblem, isObject } from './partner-form';
import type { Partner } from './types';

/** More than thousands of partners need. */
const longestFile = 32 * 1024 * 1024;
/** Aliases that a file may unfold to: enough for shared keys, too few to fill the memory. */
const mostAliases = 10_000;

type Where = (path: readonly (string | number)[]) => string;

/** Follows a path as far as there are nodes; a key that is missing is looked for at what should hold it. */
function lineFinder(file: string, contents: unknown, lines: LineCounter): Where {
  return (path) => {
    let node = contents as Node | null;
    for (const key of path) {
      const next: unknown = isMap(node) || isSeq(node) ? node.get(key, true) : undefined;
      if (!next || isAlias(next)) break;
      node = next as Node;
    }
    const offset = node?.range?.[0];
    return offset === undefined ? file : `${file}:${lines.linePos(offset).line}`;
  };
}

function parse(text: string, file: string): { value: unknown; where: Where } {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) {
      // The library's own message quotes the text, which may be a secret in the wrong place.
      const what = problem.code.toLowerCase().replaceAll('_', ' ');
      throw new UserError(
        `${file}:${lines.linePos(problem.pos[0]).line}: is not valid YAML (${what})`,
        'mend that line; indent with spaces, and put texts with special characters in quotes',
      );
    }
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return { value, where: lineFinder(file, document.contents, lines) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof ReferenceError && error.message.startsWith('Unresolved alias'))
      throw new UserError(`${file}: an alias in it names nothing`, 'set its anchor (&name) above it');
    throw new UserError(`${file}: its aliases or its nesting make it too large to read`, 'write the partners out');
  }
}

/**
 * Reads the text of a `partners.yaml`.
 *
 * @param file its name, for messages
 * @throws UserError with file and line, for what is no YAML, has another form, or names a partner twice; quotes no value
 */
export function readPartners(text: string, file: string): Partner[] {
  if (text.length > longestFile) throw new UserError(`${file} is longer than 32 MiB`, 'split it into several fleets');
  const { value, where } = parse(text, file);
  const usage = 'it holds partners: with a list of entries, and target: if they share one';
  if (!isObject(value) || !Array.isArray(value.partners))
    throw new UserError(`${where([])}: holds no list of partners`, usage);
  if (value.partners.length === 0) throw new UserError(`${where(['partners'])}: the list of partners is empty`, usage);
  if (Object.keys(value).some((key) => key !== 'target' && key !== 'partners'))
    throw new UserError(`${where([])}: holds something else than partners and target`, usage);
  if (value.target !== undefined && typeof value.target !== 'string')
    throw new UserError(`${where(['target'])}: target is no text`, 'give sandbox, production, or a base URL');
  const seen = new Map<string, number>();
  return value.partners.map((entry: unknown, index) => {
    const filled = isObject(entry) && value.target !== undefined ? { target: value.target, ...entry } : entry;
    const problem = formProblem(filled);
    if (problem) {
      const name = isObject(entry) && typeof entry.name === 'string' ? `"${entry.name.slice(0, 60)}"` : index + 1;
      const at = where(['partners', index, ...problem.at]);
      throw new UserError(`${at}: partner ${name}: ${problem.says}`, problem.next);
    }
    const partner = filled as Partner;
    const alike = partner.name.normalize('NFC').trim();
    const before = seen.get(alike);
    if (before !== undefined) {
      const first = where(['partners', before]).slice(file.length + 1);
      throw new UserError(
        `${where(['partners', index])}: partner "${partner.name.slice(0, 60)}" is in line ${first} already`,
        'give each partner a name of its own',
      );
    }
    seen.set(alike, index);
    return partner;
  });
}
