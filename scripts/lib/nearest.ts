/** The number of letters to change, add or remove to turn one word into another (Levenshtein distance). */
export function editDistance(one: string, other: string): number {
  let row = [...Array(other.length + 1).keys()];
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (letter === other[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length]!;
}

const longestWord = 100;

/** The known word that was probably meant: at most a third of its letters differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  const near = known
    .map((candidate) => ({ candidate, away: editDistance(word, candidate) }))
    .filter(({ candidate, away }) => away <= Math.max(1, Math.floor(candidate.length / 3)));
  return near.sort((one, other) => one.away - other.away)[0]?.candidate;
}
