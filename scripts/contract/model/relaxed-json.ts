/** Strings, comments, commas before a closing bracket, numbers that are not JSON, and bare names. */
const pieces =
  /"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*[}\]])|-?\b(?:NaN|Infinity|undefined)\b|\b[A-Za-z_$][\w$]*(?=\s*:)/g;

function strict(piece: string, single: string | undefined): string {
  if (piece.startsWith('"')) return piece;
  if (single !== undefined) return `"${single.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`;
  if (piece.startsWith('/') || piece === ',') return ' ';
  return /^-?(NaN|Infinity|undefined)$/.test(piece) ? 'null' : `"${piece}"`;
}

/**
 * The strict form of a text that is JSON with extensions that some parsers accept (RFC 8259 §9): comments, trailing
 * commas, single quotes, bare names, NaN. `undefined` for any other text.
 */
export function readRelaxedJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.replace(pieces, strict)) as unknown };
  } catch {
    return undefined;
  }
}
