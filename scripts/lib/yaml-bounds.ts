import { type Document, isScalar, Lexer, visit } from 'yaml';

/** Levels of a file that people write. */
const deepest = 64;
/** Keys that are marked with `?`. The library compares the text of each with all that it holds. */
const mostMarkedKeys = 200;

/** What precedes the text of a scalar among the tokens. */
const scalarMark = '\u001f';

/** Whether a text may be too deep; quoted brackets count too, so that only few texts are looked at twice. */
function mayBeDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > deepest) return true;
  }
  return (
    new RegExp(`(?:[-?:][ \\t]+){${deepest}}`).test(text) || text.split('?', mostMarkedKeys + 1).length > mostMarkedKeys
  );
}

/**
 * Whether a YAML text is nested so deeply that the library would take minutes or gigabytes to read it: brackets, and
 * marks of lists and keys in one line.
 */
export function nestsTooDeeply(text: string): boolean {
  if (!mayBeDeep(text)) return false;
  let brackets = 0;
  let marks = 0;
  let markedKeys = 0;
  let isText = false;
  for (const token of new Lexer().lex(text)) {
    if (isText || token === scalarMark) {
      isText = !isText;
      continue;
    }
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token === '-' || token === '?' || token === ':') marks += 1;
    else if (token.includes('\n')) marks = 0;
    if (token === '?') markedKeys += 1;
    if (brackets > deepest || marks > deepest || markedKeys > mostMarkedKeys) return true;
  }
  return false;
}

/** Where each key begins that its map has already. The library compares each key with all others, which takes minutes. */
export function repeatedKeys(document: Document): number[] {
  const found: number[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) found.push(key.range?.[0] ?? 0);
        seen.add(key.value);
      }
    },
  });
  return found;
}
