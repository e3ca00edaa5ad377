import ts from 'typescript';
import { seededRandom } from '../../lib/seeded-random';

/** A piece of a text, from its first character to the one after its last. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** One small mistake in a source text: a piece of it, and its replacement. */
export interface SourceMutant extends Span {
  /** Its line and column, as in `12:5`. */
  readonly at: string;
  readonly from: string;
  readonly to: string;
  /** The expression with the mistake. */
  readonly within: Span;
}

const { SyntaxKind } = ts;

/** The replacements of each operator: its opposite and, for a comparison, the other boundary. */
const replacements: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '+=': ['-='],
  '-=': ['+='],
};

const isText = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) ||
  ts.isTemplateExpression(node) ||
  (ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right)));

/** The mutants of a source text: comparisons and their boundaries, signs, arithmetic and booleans. */
export function mutantsOf(text: string): SourceMutant[] {
  const source = ts.createSourceFile('', text, ts.ScriptTarget.Latest, true);
  const found: SourceMutant[] = [];
  const add = (within: ts.Node, start: number, end: number, ...instead: readonly string[]): void => {
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    const at = `${line + 1}:${character + 1}`;
    const expression = { start: within.getStart(source), end: within.end };
    for (const to of instead) found.push({ start, end, at, from: text.slice(start, end), to, within: expression });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken;
      const joins = operator.kind === SyntaxKind.PlusToken && isText(node);
      if (!joins) add(node, operator.getStart(source), operator.end, ...(replacements[operator.getText(source)] ?? []));
    } else if (ts.isPrefixUnaryExpression(node)) {
      const { operator, operand } = node;
      const sign = operator === SyntaxKind.MinusToken || operator === SyntaxKind.ExclamationToken;
      if (sign) add(node, node.getStart(source), operand.getStart(source), '');
    } else if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword) {
      add(node, node.getStart(source), node.end, node.kind === SyntaxKind.TrueKeyword ? 'false' : 'true');
    } else if (ts.isPropertyAccessExpression(node) && /^Math\.(min|max)$/.test(node.getText(source))) {
      add(node, node.name.getStart(source), node.name.end, node.name.text === 'min' ? 'max' : 'min');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The text with the mistake in it. */
export const withMutant = (text: string, { start, end, to }: SourceMutant): string =>
  text.slice(0, start) + to + text.slice(end);

/** The name of the expression that a mutant changes. */
export const placeOf = (path: string, { start, end }: Span): string => `${path} ${start} ${end}`;

/** The text in which each expression of a mutant runs the code that `probe` returns for it first. */
export function withProbes(text: string, mutants: readonly SourceMutant[], probe: (within: Span) => string): string {
  const spans = new Map(mutants.map(({ within }) => [`${within.start} ${within.end}`, within]));
  const opening = (at: number): string =>
    [...spans.values()]
      .filter(({ start }) => start === at)
      .sort((a, b) => b.end - a.end)
      .map((span) => `(${probe(span)}, `)
      .join('');
  const closing = (at: number): string => ')'.repeat([...spans.values()].filter(({ end }) => end === at).length);
  const cuts = [...new Set([...spans.values()].flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const pieces = cuts.map((cut, index) => closing(cut) + opening(cut) + text.slice(cut, cuts[index + 1]));
  return text.slice(0, cuts[0]) + pieces.join('');
}

/** As many items as asked for, at random and each at most once; the same seed draws the same. */
export function sampleOf<T>(items: readonly T[], count: number, seed: number): T[] {
  const random = seededRandom(seed);
  const drawn = items.map((item) => [random(), item] as const).sort(([a], [b]) => a - b);
  return drawn.slice(0, count).map(([, item]) => item);
}
