import type { Colors } from 'picocolors/types';
import { displayWidth, shorten, wrap } from '../../lib/text-layout';
import type { CaseVerdict, Level, RunHeader } from '../../report/types';

/** How text is laid out: `width` is infinite where nobody said how wide the output is. */
export interface Style {
  readonly colours: Colors;
  readonly width: number;
}

type Paint = 'green' | 'red' | 'yellow' | 'cyan' | 'dim';

/** The sign before a case's line. */
export const marks: Readonly<Record<CaseVerdict, { readonly symbol: string; readonly paint: Paint }>> = {
  passed: { symbol: '✓', paint: 'green' },
  failed: { symbol: '✗', paint: 'red' },
  errored: { symbol: '!', paint: 'yellow' },
  inconclusive: { symbol: '?', paint: 'yellow' },
  skipped: { symbol: '-', paint: 'dim' },
};

export const levelPaint: Readonly<Record<Level, Paint>> = {
  violation: 'red',
  deviation: 'yellow',
  warning: 'yellow',
  observation: 'dim',
};

/** Text with less room than this beside its label is put below it. */
const leastBeside = 16;

/** Text after an indented label, wrapped, its further lines under the first; `paint` is for the label. */
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

/** The line above a part of the report. */
export function heading(text: string, style: Style): string[] {
  return labelled('', '', text, style).map(style.colours.bold);
}

/** A target's name with its URL; the URL alone where it says the same. */
export function targetText({ name, baseUrl }: RunHeader['target'], join = (url: string) => `(${url})`): string {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
  return name === baseUrl || name === host ? baseUrl : `${name} ${join(baseUrl)}`;
}

/** `340 ms`, `2.1 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
