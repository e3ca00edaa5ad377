/** Whether a text is a pattern: `*` stands for any characters, `?` for one, also beyond the basic plane. */
export const isGlob = (text: string): boolean => /[*?]/.test(text);

/** Whether a text matches a pattern, or equals it. */
export function matchesGlob(glob: string, whole: string): boolean {
  if (!isGlob(glob)) return glob === whole;
  const [pattern, text] = [[...glob], [...whole]];
  // Greedy, with one place to go back to, so that no pattern takes long.
  let [at, inPattern] = [0, 0];
  let star: { readonly inPattern: number; at: number } | undefined;
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = { inPattern, at };
      inPattern += 1;
    } else if (inPattern < pattern.length && (pattern[inPattern] === '?' || pattern[inPattern] === text[at])) {
      at += 1;
      inPattern += 1;
    } else if (star) {
      star.at += 1;
      at = star.at;
      inPattern = star.inPattern + 1;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
