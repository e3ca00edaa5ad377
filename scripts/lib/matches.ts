/**
 * All matches of a global pattern, of which none is empty. Unlike `matchAll`, it makes no pattern and no iterator of its
 * own for each text.
 */
export function matches(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) found.push(match);
  return found;
}
