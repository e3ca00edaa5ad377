import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { UserError } from '../user-error';
import type { PostmanWarning } from './types';

/** A place in a file; line and column from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A YAML value with its place. Maps keep their order, and no key of one has a special meaning. */
export type Tree =
  | { readonly kind: 'map'; readonly at: Place; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly at: Place; readonly items: readonly Tree[] }
  /** `source` is the text as written: `0123` for a number that was to be a string. */
  | { readonly kind: 'scalar'; readonly at: Place; readonly value: unknown; readonly source: string };

export interface Entry {
  readonly key: string;
  readonly at: Place;
  readonly value: Tree;
}

/** What YAML may grow to: aliases can name a value again and again. */
const mostNodes = 500_000;
const deepest = 100;

const quoteRemedy = 'put it in single quotes';

const shown = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

/** An error at a place in a file. */
export const errorAt = (at: Place, what: string, remedy: string): UserError =>
  new UserError(`${shown(at)}: ${what}`, remedy);

/** A warning at a place in a file. */
export const warningAt = (at: Place, message: string): PostmanWarning => ({ ...at, message });

/** The key or list entry on this line that begins with an unquoted variable. */
const unquotedVariable = /(?::|-|\?)[ \t]+\{\{/;

function syntaxError(text: string, at: Place, code: string): UserError {
  const lines = text.split('\n');
  // The parser may notice the mistake on the next line.
  for (const line of [at.line, at.line - 1]) {
    const column = unquotedVariable.exec(lines[line - 1] ?? '');
    if (column) {
      const place = { ...at, line, column: column.index + column[0].length - 1 };
      return errorAt(place, 'a value begins with {{, which YAML reads as a map', quoteRemedy);
    }
  }
  // The library's own message quotes the text, which may be a secret.
  return errorAt(
    at,
    `is not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`,
    'correct that line: indent with spaces, and put values with special characters in single quotes',
  );
}

/** Turns the library's nodes into a tree, with limits. */
class Growing {
  private nodes = 0;

  constructor(
    private readonly document: Document,
    private readonly placeOf: (node: Node | null | undefined) => Place,
    private readonly text: string,
  ) {}

  tree(node: unknown, above: Place, depth = 0): Tree {
    this.nodes += 1;
    const at = (node as Node | null)?.range ? this.placeOf(node as Node) : above;
    if (this.nodes > mostNodes)
      throw errorAt(at, 'the file has too many values', 'split it, and write it without aliases');
    if (depth > deepest) throw errorAt(at, 'the values are too deep', 'write fewer levels');
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (!target) throw errorAt(at, 'an alias has no anchor', 'define the anchor (&name) above the alias');
      return this.tree(target, at, depth + 1);
    }
    if (isMap(node)) {
      return { kind: 'map', at, entries: node.items.map((pair) => this.entry(pair as Pair, at, depth)) };
    }
    if (isSeq(node)) return { kind: 'list', at, items: node.items.map((item) => this.tree(item, at, depth + 1)) };
    if (!isScalar(node)) return { kind: 'scalar', at, value: null, source: '' };
    const [start, end] = node.range ?? [0, 0];
    return { kind: 'scalar', at, value: node.value, source: node.source ?? this.text.slice(start, end) };
  }

  private entry(pair: Pair, above: Place, depth: number): Entry {
    const key = this.tree(pair.key, above, depth + 1);
    if (key.kind !== 'scalar') throw errorAt(key.at, 'a value begins with {{, which YAML reads as a map', quoteRemedy);
    return {
      key: typeof key.value === 'string' ? key.value : key.source,
      at: key.at,
      value: this.tree(pair.value, key.at, depth + 1),
    };
  }
}

/**
 * Reads one YAML document.
 *
 * @param file its path, for messages
 * @throws UserError with file, line and column if it is not YAML, or if it grows too large
 */
export function yamlTree(text: string, file: string): Tree {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  let document: Document;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', logLevel: 'silent' });
  } catch {
    throw errorAt({ file, line: 1, column: 1 }, 'the values are too deep', 'write fewer levels');
  }
  const [problem] = document.errors;
  if (problem) throw syntaxError(text, place(problem.pos[0]), problem.code);
  const start = { file, line: 1, column: 1 };
  return new Growing(document, (node) => place(node?.range?.[0] ?? 0), text).tree(document.contents, start);
}

/** The plain value of a tree: safe for keys such as `__proto__`. */
export function plainValue(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plainValue);
  // Entries are defined, not assigned.
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plainValue(value)]));
}
