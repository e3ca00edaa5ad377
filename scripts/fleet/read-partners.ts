import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { isPartnersFile } from '../../schemas/compiled/inputs';
import { defined } from '../lib/defined';
import { isJsonObject, type JsonObject } from '../lib/json';
import { problemLine, type SchemaProblem, schemaProblems } from '../lib/schema-problems';
import { secretShape } from '../lib/secret-shape';
import { cut } from '../lib/text-layout';
import { UserError } from '../lib/user-error';
import { nestsTooDeeply, repeatedKeys } from '../lib/yaml-bounds';
import type { Partner, PartnersFile } from './types';

/** More aliases could fill the memory. */
const mostAliases = 10_000;
const longestShown = 60;
const mostListed = 200;

/** What is wrong with the target of a partner, as a sentence, and what to do; `undefined` if it can be used. */
export type TargetCheck = (target: string) => { readonly text: string; readonly next: string } | undefined;

/** A mistake of the file. */
interface Mistake extends SchemaProblem {
  /** What to do, if the text is a sentence of its own. */
  readonly next?: string;
}

/** The place of a path, or of a key of the object there, as `file:line:column`. */
type Where = (path: readonly (string | number)[], key?: string) => string;

/** Follows a path as far as there are nodes; a missing key has the place of the object that should hold it. */
function placeFinder(file: string, contents: unknown, lines: LineCounter): Where {
  return (path, key) => {
    let node = contents as Node | null;
    for (const step of path) {
      const next: unknown = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
      if (!next || isAlias(next)) break;
      node = next as Node;
    }
    const own = isMap(node)
      ? node.items.map((item) => item.key).find((each) => isScalar(each) && each.value === key)
      : undefined;
    const offset = (isScalar(own) ? own : node)?.range?.[0];
    return offset === undefined ? file : `${file}:${placeOf(lines, offset)}`;
  };
}

function placeOf(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${line}:${col}`;
}

/** Mistakes of a file, one per line if there are several. To find the line of each takes long where there are many. */
function mistakes<T>(file: string, all: readonly T[], lineFor: (mistake: T) => string, next: string): UserError {
  const lines = all.slice(0, mostListed).map(lineFor);
  if (all.length === 1) return new UserError(lines.join(''), next);
  const more = all.length > mostListed ? `\n  and ${all.length - mostListed} more` : '';
  return new UserError(`${file} has ${all.length} mistakes${lines.map((line) => `\n  ${line}`).join('')}${more}`, next);
}

/** Where each alias begins that stands before its anchor, or has none: the library only throws for the first. */
function unresolvedAliases(document: Document): number[] {
  const anchors = new Set<string>();
  const found: number[] = [];
  visit(document, {
    Alias: (_key, { source, range }) => {
      if (!anchors.has(source)) found.push(range?.[0] ?? 0);
    },
    Value: (_key, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
  });
  return found;
}

function parse(text: string, file: string): { value: unknown; where: Where } {
  const lines = new LineCounter();
  const tooDeep = (): UserError =>
    new UserError(
      `${file}: too many aliases or levels to read`,
      'write the file without YAML aliases and deep nesting',
    );
  if (nestsTooDeeply(text)) throw tooDeep();
  try {
    const document = parseDocument(text, {
      ...{ lineCounter: lines, prettyErrors: false, version: '1.2', uniqueKeys: false },
    });
    const problems = [
      ...[...document.errors, ...document.warnings].map(({ code, pos: [offset] }) => ({
        code: code as string,
        offset,
      })),
      ...repeatedKeys(document).map((offset) => ({ code: 'DUPLICATE_KEY', offset })),
    ];
    if (problems.length > 0)
      throw mistakes(
        file,
        problems,
        // The library's own message quotes the text, which may be a secret in the wrong place.
        ({ code, offset }) =>
          `${file}:${placeOf(lines, offset)}: not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`,
        'indent with spaces, and put strings with special characters in quotes',
      );
    const unresolved = unresolvedAliases(document);
    if (unresolved.length > 0)
      throw mistakes(
        file,
        unresolved,
        (offset) => `${file}:${placeOf(lines, offset)}: the alias has no anchor above it`,
        'define the anchor (&name) above the alias',
      );
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return { value, where: placeFinder(file, document.contents, lines) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw tooDeep();
  }
}

const remedy = 'see docs/fleet.md for the format; the file refers to secrets, and never contains them';

/** What the schema cannot express of a single partner. */
function partnerProblems({ target, ...partner }: JsonObject): SchemaProblem[] {
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

/** What the schema cannot express, as far as the file has the right form: also names that look the same. */
function fileProblems(value: unknown, where: Where, allows: TargetCheck | undefined): Mistake[] {
  if (!isJsonObject(value) || !Array.isArray(value.partners)) return [];
  const seen = new Map<string, number>();
  return value.partners.flatMap((entry: unknown, index): Mistake[] => {
    if (!isJsonObject(entry)) return [];
    const path = ['partners', `${index}`];
    const partner: JsonObject = { ...defined({ target: value.target }), ...entry };
    const name = typeof partner.name === 'string' ? partner.name.normalize('NFC').trim() : '';
    const first = name === '' ? index : (seen.get(name) ?? index);
    if (name !== '') seen.set(name, first);
    const again = first < index ? [{ path, text: `has the name of the partner at ${where(['partners', first])}` }] : [];
    const refused = typeof partner.target === 'string' ? allows?.(partner.target) : undefined;
    return [
      ...partnerProblems(partner).map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
      ...(refused ? [{ path: [...path, 'target'], ...refused }] : []),
      ...again,
    ];
  });
}

/** Whether a value is a partner: also one that came by a queue. */
export const isPartner = (value: unknown): value is Partner =>
  isPartnersFile({ partners: [value] }) && partnerProblems(value as Partner).length === 0;

/** A problem with its place and the partner's name. */
function lineOf({ path, text, property, next }: Mistake, value: unknown, where: Where): string {
  const [top, index, ...rest] = path;
  const entry =
    isJsonObject(value) && Array.isArray(value.partners) && index !== undefined
      ? value.partners[Number(index)]
      : undefined;
  const at = where(
    path.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
    property,
  );
  if (top !== 'partners' || index === undefined) return `${at}: ${problemLine({ path, text })}`;
  const name =
    isJsonObject(entry) && typeof entry.name === 'string' && entry.name !== ''
      ? `partner "${cut(entry.name, longestShown)}"`
      : `partner ${Number(index) + 1}`;
  return `${at}: ${name}: ${next === undefined ? problemLine({ path: rest, text }, 'the entry') : text}`;
}

/**
 * Reads the text of a `partners.yaml`.
 *
 * @param file its name, for messages
 * @throws UserError with every mistake and its line and column; quotes no value
 */
export function readPartners(text: string, file: string, allows?: TargetCheck): Partner[] {
  const { value, where } = parse(text, file);
  const problems: Mistake[] = [...schemaProblems(isPartnersFile, value), ...fileProblems(value, where, allows)];
  if (problems.length > 0) {
    const [first, ...others] = new Set(problems.map(({ next = remedy }) => next));
    const lineFor = (problem: Mistake): string => {
      const line = lineOf(problem, value, where);
      return others.length > 0 && problem.next !== undefined ? `${line}; ${problem.next}` : line;
    };
    throw mistakes(file, problems, lineFor, others.length > 0 ? remedy : first!);
  }
  const { target, partners } = value as PartnersFile;
  return partners.map((partner) => ({ ...defined({ target }), ...partner })) as Partner[];
}
