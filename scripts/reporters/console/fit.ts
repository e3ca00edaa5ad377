import type { Style } from '../../lib/terminal-layout';
import { shorten } from '../../lib/text-layout';

/** A part of the output in several forms, the longest first. */
export type Forms = readonly (readonly string[])[];

/**
 * The parts one after the other, in at most `mostLines` if their shortest forms allow it. Repeatedly replaces the part
 * with the most lines by its next shorter form.
 */
export function fitLines(parts: readonly Forms[], mostLines: number): string[] {
  const chosen = parts.map(() => 0);
  const linesOf = (index: number): readonly string[] => parts[index]![chosen[index]!] ?? [];
  const total = (): number => parts.reduce((sum, _part, index) => sum + linesOf(index).length, 0);
  while (total() > mostLines) {
    const shrinkable = parts.flatMap((forms, index) => (chosen[index]! < forms.length - 1 ? [index] : []));
    const [largest] = shrinkable.sort((one, other) => linesOf(other).length - linesOf(one).length);
    if (largest === undefined) break;
    chosen[largest]! += 1;
  }
  return parts.flatMap((_part, index) => linesOf(index));
}

/** The most items of a list that is not shown completely. */
const mostItems = 40;

/** A list in shorter and shorter forms: all of it, then fewer items and, if `more` is given, how many are left out. */
export function shorterLists(
  items: readonly (readonly string[])[],
  { width }: Style,
  more?: (left: number) => string,
  least = 1,
): Forms {
  const forms = [items.flat()];
  for (let shown = Math.min(mostItems, items.length - 1); shown >= least; shown -= 1) {
    const rest = more ? [shorten(`  ${more(items.length - shown)}`, width)] : [];
    forms.push([...items.slice(0, shown).flat(), ...rest]);
  }
  return forms;
}
