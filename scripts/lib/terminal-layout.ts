import type { Colors } from 'picocolors/types';
import { displayWidth, pad, shorten, wrap } from './text-layout';

/** How text is laid out; the width is infinite if the output has none. */
export interface Style {
  readonly colours: Colors;
  readonly width: number;
}

/** Text with less room than this next to its label goes below it. */
const leastBeside = 16;

/** Text after an indented label, wrapped, with its further lines under the first; `paint` colours the label. */
export function labelled(
  indent: string,
  label: string,
  text: string,
  style: Style,
  paint?: (label: string) => string,
): string[] {
  const painted = (shown: string): string => indent + (paint?.(shown) ?? shown);
  const hang = displayWidth(indent + label);
  if (style.width - hang >= leastBeside) {
    const lines = wrap(text, style.width - hang);
    return lines.map((line, index) => (index === 0 ? painted(label) : ' '.repeat(hang)) + line);
  }
  const alone = label.trimEnd();
  const below = wrap(text, style.width - 2).map((line) => `  ${line}`);
  return alone === '' ? below : [painted(shorten(alone, style.width - indent.length)), ...below];
}

/** Rows of a label and a text, the texts in one column. */
export function rowLines(rows: readonly (readonly [string, string])[], indent: string, style: Style): string[] {
  const width = Math.max(8, ...rows.map(([label]) => label.length));
  return rows.flatMap(([label, text]) => labelled(indent, `${pad(label, width)}  `, text, style, style.colours.dim));
}

/** The line above a part of the output. */
export function heading(text: string, style: Style): string[] {
  return labelled('', '', text, style).map(style.colours.bold);
}
