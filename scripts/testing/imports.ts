import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import ts from 'typescript';

/** One import of a file; paths are relative to `scripts/`, with slashes. */
export interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const scripts = join(__dirname, '..');

/** Whether a file may import anything: tests, and helpers that only tests use. */
export const isFree = (path: string): boolean => /\.test\.ts$|(^|\/)testing(\/|$)/.test(path);

/** Every file of code under `scripts/`. */
export const codeFiles = (): string[] =>
  readdirSync(scripts, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => /\.[cm]?[jt]s$/.test(path));

/** The text of a file under `scripts/`. */
export const textOf = (path: string): string => readFileSync(join(scripts, path), 'utf8');

const parsed = new Map<string, ts.SourceFile>();

/** A source text as a tree, without its comments. Several tests read the tree of every file. */
export function parse(text: string): ts.SourceFile {
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  const tree = parsed.get(text) ?? ts.createSourceFile('', text, options, true);
  parsed.set(text, tree);
  return tree;
}

const importsByTree = new WeakMap<ts.SourceFile, Omit<Import, 'from'>[]>();

/** The imports of a source text: `import`, `export … from`, `import()`, `require()` and types by `import('…')`. */
export function importsOf(from: string, text: string): Import[] {
  const tree = parse(text);
  const found = importsByTree.get(tree) ?? importsIn(tree);
  importsByTree.set(tree, found);
  return found.map((each) => ({ from, ...each }));
}

function importsIn(tree: ts.SourceFile): Omit<Import, 'from'>[] {
  const found: Omit<Import, 'from'>[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ specifier: specifier.text, typeOnly });
  };
  const allTypes = (elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]) =>
    elements.length > 0 && elements.every((element) => element.isTypeOnly);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const named = clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings : undefined;
      const onlyTypes = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(node.moduleSpecifier, onlyTypes || (!clause?.name && named !== undefined && allTypes(named.elements)));
    } else if (ts.isExportDeclaration(node)) {
      const named = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause : undefined;
      add(node.moduleSpecifier, node.isTypeOnly || (named !== undefined && allTypes(named.elements)));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    } else if (ts.isCallExpression(node)) {
      const dynamic = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      const required = ts.isIdentifier(node.expression) && node.expression.text === 'require';
      if (dynamic || required) add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The file that a relative specifier names, or the path that it would have. */
function resolveImport({ from, specifier }: Pick<Import, 'from' | 'specifier'>): string {
  const path = posix.join(posix.dirname(from), specifier);
  return ['', '.ts', '/index.ts'].map((end) => path + end).find((each) => isFile(each)) ?? path;
}

const isFile = (path: string): boolean => /\.\w+$/.test(path) && existsSync(join(scripts, path));

/** Which files each file imports. */
export function importGraph(files: readonly string[], withTypes: boolean): Map<string, readonly string[]> {
  const wanted = ({ specifier, typeOnly }: Import): boolean => specifier.startsWith('.') && (withTypes || !typeOnly);
  return new Map(files.map((path) => [path, importsOf(path, textOf(path)).filter(wanted).map(resolveImport)]));
}

/** A file and everything that it imports, directly or indirectly. */
export function reachable(graph: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
  const seen = new Set([from]);
  for (const path of seen) for (const next of graph.get(path) ?? []) seen.add(next);
  return seen;
}

/** The files that import themselves indirectly, grouped by circle. */
export function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const reach = new Map([...graph.keys()].map((path) => [path, reachable(graph, path)]));
  const grouped = new Set<string>();
  const circles: string[][] = [];
  for (const path of graph.keys()) {
    if (grouped.has(path)) continue;
    const others = [...reach.get(path)!].filter((other) => other !== path && reach.get(other)?.has(path));
    const circle = others.length > 0 || graph.get(path)!.includes(path) ? [path, ...others].sort() : [];
    for (const each of circle) grouped.add(each);
    if (circle.length > 0) circles.push(circle);
  }
  return circles;
}

const nodeGlobals = new Set([
  ...['Buffer', 'process', 'performance', 'console', 'fetch', 'crypto', 'global', 'globalThis', 'structuredClone'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask'],
  ...['AbortController', 'AbortSignal', 'TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'Intl', '__dirname'],
]);

/** The globals of a text that need Node, a clock or random numbers. */
export function impureGlobals(text: string): string[] {
  const source = parse(text);
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    const { parent } = node;
    if (ts.isIdentifier(node)) {
      const named = parent && 'name' in parent && parent.name === node;
      const shorthand = named && ts.isShorthandPropertyAssignment(parent);
      const ofObject = named && (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent));
      if (named && !shorthand && !ofObject) declared.add(node.text);
      else if ((!named || shorthand) && nodeGlobals.has(node.text)) used.add(node.text);
    }
    if (ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random)$/.test(node.getText(source)))
      used.add(node.getText(source));
    if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date' && !node.arguments?.length)
      used.add('new Date()');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...used].filter((name) => !declared.has(name)).sort();
}

const writing = new Set(['set', 'add', 'delete', 'clear', 'push', 'pop', 'shift', 'unshift', 'splice', 'fill']);
const { FirstAssignment, LastAssignment, PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;

/** The expression that a node changes: the left side of an assignment, or the object of a method such as `set`. */
function changedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return writing.has(node.expression.name.text) ? node.expression.expression : undefined;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= FirstAssignment && kind <= LastAssignment ? node.left : undefined;
  }
  if (ts.isDeleteExpression(node)) return node.expression;
  const counts = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
  return counts && (node.operator === PlusPlusToken || node.operator === MinusMinusToken) ? node.operand : undefined;
}

/** The name at the start of an expression: `a` of `a.b[c]`. */
function rootName(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  const isPart = ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression);
  return isPart || ts.isNonNullExpression(expression) ? rootName(expression.expression) : undefined;
}

/**
 * The variables at the top of a text that the text changes: they live as long as the process. What is kept in a WeakMap
 * lives as long as its key, so it is not among them.
 */
export function processState(text: string): string[] {
  const source = parse(text);
  const changed = new Set<string>();
  const visit = (node: ts.Node): void => {
    const expression = changedBy(node);
    const name = expression && rootName(expression);
    if (name !== undefined) changed.add(name);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const isWeak = (made: ts.Expression | undefined): boolean =>
    made !== undefined && ts.isNewExpression(made) && /^Weak(Map|Set)$/.test(rootName(made.expression) ?? '');
  return source.statements
    .filter(ts.isVariableStatement)
    .filter(({ modifiers }) => !modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword))
    .flatMap(({ declarationList }) => declarationList.declarations)
    .filter(({ initializer }) => !isWeak(initializer))
    .flatMap(({ name }) => (ts.isIdentifier(name) && changed.has(name.text) ? [name.text] : []));
}
