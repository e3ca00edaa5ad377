import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import { UserError } from '../user-error';
import { nestsTooDeeply, repeatedKeys } from '../yaml-bounds';
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

/** Whether there is a value: empty YAML is none. */
export const isFilled = (tree: Tree | undefined): tree is Tree =>
  tree !== undefined && !(tree.kind === 'scalar' && tree.value === null);

export interface Entry {
  readonly key: string;
  readonly at: Place;
  readonly value: Tree;
}

/** How many values one file may have. Aliases can name a value again and again. */
const mostNodes = 500_000;
const deepest = 100;

/** How many values all files of a collection may have: reading one takes time and memory. */
export class Budget {
  private left = 4_000_000;

  /** @throws UserError if the values are too many */
  spend(count: number, at: Place): void {
    this.left -= count;
    if (count > mostNodes) throw errorAt(at, 'the file has too many values', 'split it');
    if (this.left < 0) throw errorAt(at, 'the collection has too many values', 'split it into several collections');
  }
}

/** About how many values a text has, at most: what could begin one is counted, also where it is part of a text. */
function valuesIn(text: string): number {
  let count = 1;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (',[{'.includes(character)) count += 1;
    else if ('-:?'.includes(character) && ' \t\r\n'.includes(text[index + 1] ?? '\n')) count += 1;
  }
  return count;
}

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
    `not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`,
    'indent with spaces, and put values with special characters in single quotes',
  );
}

/** What each alias stands for, found in one pass: the library searches the document for each. */
function aliasTargets(document: Document): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/** Turns the library's nodes into a tree, with limits. */
class Growing {
  private nodes = 0;

  constructor(
    private readonly targets: ReadonlyMap<Alias, Node>,
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
      const target = this.targets.get(node);
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
export function yamlTree(text: string, file: string, budget: Budget = new Budget()): Tree {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const start = { file, line: 1, column: 1 };
  budget.spend(valuesIn(text), start);
  let document: Document;
  let targets: ReadonlyMap<Alias, Node>;
  const tooDeep = () => errorAt(start, 'the values are too deep', 'write fewer levels');
  if (nestsTooDeeply(text)) throw tooDeep();
  try {
    document = parseDocument(text, {
      ...{ lineCounter: lines, prettyErrors: false, version: '1.2', logLevel: 'silent', uniqueKeys: false },
    });
    targets = aliasTargets(document);
  } catch {
    throw tooDeep();
  }
  const problems = [
    ...document.errors.map(({ pos: [offset], code }) => ({ offset, code: code as string })),
    ...repeatedKeys(document).map((offset) => ({ offset, code: 'DUPLICATE_KEY' })),
  ];
  const [problem] = problems.sort((one, other) => one.offset - other.offset);
  if (problem) throw syntaxError(text, place(problem.offset), problem.code);
  return new Growing(targets, (node) => place(node?.range?.[0] ?? 0), text).tree(document.contents, start);
}

/** The plain value of a tree: safe for keys such as `__proto__`. */
export function plainValue(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plainValue);
  // Entries are defined, not assigned.
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plainValue(value)]));
}
