/** A piece of a text; `differs` if the other text does not have it. */
export interface TextPiece {
  readonly text: string;
  readonly differs: boolean;
}

/** Longer texts are not compared word by word: it would take too long. */
const mostWords = 400;

/** Both texts in pieces, word by word, by their longest common sequence. */
export function wordDifferences(one: string, other: string): [TextPiece[], TextPiece[]] {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.length > mostWords || b.length > mostWords) {
    const differs = one !== other;
    return [[{ text: one, differs }], [{ text: other, differs }]];
  }
  const lengths = commonLengths(a, b);
  const at = (i: number, j: number): number => lengths[i * (b.length + 1) + j] ?? 0;
  const left: TextPiece[] = [];
  const right: TextPiece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      left.push({ text: a[i++]!, differs: false });
      right.push({ text: b[j++]!, differs: false });
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      left.push({ text: a[i++]!, differs: true });
    } else right.push({ text: b[j++]!, differs: true });
  }
  return [joined(left), joined(right)];
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/** For each pair of ends, how long their common sequence is. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const below = (i + 1) * width + j;
      lengths[i * width + j] =
        a[i] === b[j] ? lengths[below + 1]! + 1 : Math.max(lengths[below]!, lengths[i * width + j + 1]!);
    }
  }
  return lengths;
}

/** Neighbours of one kind as one piece; white space between two that differ belongs to them. */
function joined(pieces: readonly TextPiece[]): TextPiece[] {
  const out: { text: string; differs: boolean }[] = [];
  for (const [index, { text, differs }] of pieces.entries()) {
    const bridged = !differs && /^\s+$/.test(text) && pieces[index - 1]?.differs && pieces[index + 1]?.differs;
    const last = out.at(-1);
    if (last && last.differs === (differs || bridged === true)) last.text += text;
    else out.push({ text, differs: differs || bridged === true });
  }
  return out;
}
