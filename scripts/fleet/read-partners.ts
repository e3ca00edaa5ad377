import { isAlias, isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { isPartnersFile } from '../../schemas/compiled/inputs';
import { defined } from '../lib/defined';
import { isJsonObject } from '../lib/json';
import { problemLine, problemSummary, type SchemaProblem, schemaProblems } from '../lib/schema-problems';
import { secretShape } from '../lib/secret-shape';
import { UserError } from '../lib/user-error';
import type { Partner, PartnersFile } from './types';

const longestFile = 32 * 1024 * 1024;
/** More aliases could fill the memory. */
const mostAliases = 10_000;
const longestShown = 60;

type Where = (path: readonly (string | number)[]) => string;

/** Follows a path as far as there are nodes; a missing key has the line of the object that should hold it. */
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
        'correct that line: indent with spaces, and put strings with special characters in quotes',
      );
    }
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return { value, where: lineFinder(file, document.contents, lines) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof ReferenceError && error.message.startsWith('Unresolved alias'))
      throw new UserError(`${file}: an alias in it has no anchor`, 'define the anchor (&name) above the alias');
    throw new UserError(`${file}: too many aliases or levels to read`, 'write the partners without aliases');
  }
}

const remedy = 'see docs/fleet.md for the format; a secret is named there, never written';

/** What the schema cannot express of a single partner. */
function partnerProblems({ target, ...partner }: PartnersFile['partners'][number]): SchemaProblem[] {
  const missing = target === undefined ? [{ path: ['target'], text: 'is missing, here and for the whole file' }] : [];
  const inline = (['publicKey', 'accountId', 'tenantId'] as const).filter((key) => {
    const value = partner[key];
    return typeof value === 'string' && secretShape(value);
  });
  return [
    ...missing,
    ...inline.map((key) => ({ path: [key], text: 'looks like a secret; refer to it by {env: NAME} or {file: path}' })),
  ];
}

/** What the schema cannot express: also names that look the same. */
function fileProblems(partners: PartnersFile['partners'], where: Where): SchemaProblem[] {
  const seen = new Map<string, number>();
  return partners.flatMap((partner, index) => {
    const path = ['partners', `${index}`];
    const name = partner.name.normalize('NFC').trim();
    const first = seen.get(name) ?? index;
    seen.set(name, first);
    const again = first < index ? [{ path, text: `has the name of the partner at ${where(['partners', first])}` }] : [];
    return [...partnerProblems(partner).map((problem) => ({ ...problem, path: [...path, ...problem.path] })), ...again];
  });
}

/** Whether a value is a partner: also one that came by a queue. */
export const isPartner = (value: unknown): value is Partner =>
  isPartnersFile({ partners: [value] }) && partnerProblems(value as Partner).length === 0;

/** A problem with file, line and the partner's name. */
function lineOf({ path, text }: SchemaProblem, value: unknown, where: Where): string {
  const [top, index, ...rest] = path;
  const entry =
    isJsonObject(value) && Array.isArray(value.partners) && index !== undefined
      ? value.partners[Number(index)]
      : undefined;
  const at = where(path.map((key) => (/^\d+$/.test(key) ? Number(key) : key)));
  if (top !== 'partners' || index === undefined) return `${at}: ${problemLine({ path, text })}`;
  const name =
    isJsonObject(entry) && typeof entry.name === 'string' && entry.name !== ''
      ? `partner "${entry.name.slice(0, longestShown)}"`
      : `partner ${Number(index) + 1}`;
  return `${at}: ${name}: ${problemLine({ path: rest, text }, 'the entry')}`;
}

/**
 * Reads the text of a `partners.yaml`.
 *
 * @param file its name, for messages
 * @throws UserError with file and line of the first few mistakes; quotes no value
 */
export function readPartners(text: string, file: string): Partner[] {
  if (text.length > longestFile) throw new UserError(`${file} is longer than 32 MiB`, 'split it into several files');
  const { value, where } = parse(text, file);
  const fail = (problems: readonly SchemaProblem[]): UserError =>
    new UserError(problemSummary(problems.map((problem) => lineOf(problem, value, where))), remedy);
  if (!isPartnersFile(value)) throw fail(schemaProblems(isPartnersFile, value));
  const { target, partners } = value;
  const filled = partners.map((partner) => ({ ...defined({ target }), ...partner }));
  const problems = fileProblems(filled, where);
  if (problems.length > 0) throw fail(problems);
  return filled as Partner[];
}
