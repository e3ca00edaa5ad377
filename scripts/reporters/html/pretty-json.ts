import { parseJson } from '../../lib/json';

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;
/** Deeper levels are not indented further, so that a few brackets cannot make a page of spaces. */
const deepest = 8;

/** JSON text with a line for each member, its tokens unchanged; any other text as it is. */
export function prettyJson(text: string): string {
  if (!parseJson(text).ok) return text;
  let depth = 0;
  let last = '';
  let out = '';
  const line = (): string => `\n${'  '.repeat(Math.min(depth, deepest))}`;
  for (const [piece] of text.matchAll(token)) {
    const closes = piece === '}' || piece === ']';
    const opened = last === '{' || last === '[';
    if (closes) depth -= 1;
    if (closes ? !opened : opened || last === ',') out += line();
    out += piece === ':' ? ': ' : piece;
    if (piece === '{' || piece === '[') depth += 1;
    last = piece;
  }
  return out;
}
