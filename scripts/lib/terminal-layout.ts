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
  const hang = displayWidth(indent + label);
  if (style.width - hang < leastBeside) return stacked(indent, label.trimEnd(), text, style.width, paint);
  const lead = indent + (paint?.(label) ?? label);
  return wrap(text, style.width - hang).map((line, index) => (index === 0 ? lead : ' '.repeat(hang)) + line);
}

function stacked(
  indent: string,
  label: string,
  text: string,
  width: number,
  paint: ((label: string) => string) | undefined,
): string[] {
  const short = shorten(label, width - indent.length);
  const below = wrap(text, width - 2).map((line) => `  ${line}`);
  return label === '' ? below : [indent + (paint?.(short) ?? short), ...below];
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
