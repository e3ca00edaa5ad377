/** A block or step of a declarative Jenkinsfile: its name, its arguments as they are written, and what its braces hold. */
export interface JenkinsNode {
  readonly name: string;
  readonly args: string;
  readonly children?: readonly JenkinsNode[];
}

const token = /\s+|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|\d+|[{}()[\],:=*.]/y;

/** Splits a Jenkinsfile into its tokens, with line breaks; throws on any other character and on an open string. */
function tokens(text: string): string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const [piece] = token.exec(text) ?? [];
    if (piece === undefined) throw new Error(`unexpected ${JSON.stringify(text.slice(at, at + 20))}`);
    if (piece.includes('\n')) found.push('\n');
    else if (piece.trim() !== '' && !piece.startsWith('//')) found.push(piece);
  }
  return found;
}

/** Reads the statements up to the closing brace, or the end: a name, arguments up to the end of the line, and a block. */
function statements(left: string[], inside: boolean): JenkinsNode[] {
  const nodes: JenkinsNode[] = [];
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    if (next === '\n') continue;
    if (next === '}' && inside) return nodes;
    if (!/^[A-Za-z_]/.test(next)) throw new Error(`unexpected ${next}`);
    const args: string[] = [];
    while (left.length > 0 && !['\n', '{', '}'].includes(left[0]!)) args.push(left.shift()!);
    const open = args.filter((each) => '(['.includes(each)).length;
    if (open !== args.filter((each) => ')]'.includes(each)).length) throw new Error(`${next}: brackets do not match`);
    const block = left[0] === '{';
    if (block) left.shift();
    nodes.push({ name: next, args: args.join(' '), ...(block && { children: statements(left, true) }) });
  }
  if (inside) throw new Error('a brace is not closed');
  return nodes;
}

/** The statements of a declarative Jenkinsfile; throws if its brackets, strings or lines are not in order. */
export const parseJenkinsfile = (text: string): JenkinsNode[] => statements(tokens(text), false);
