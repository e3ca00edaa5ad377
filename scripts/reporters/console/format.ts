import type { Colors } from 'picocolors/types';
import { displayWidth, wrap } from '../../lib/text-layout';
import type { CaseVerdict, Level } from '../../verdict/types';

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

/** Text after an indented label, wrapped, its further lines under the first; `paint` is for the label. */
export function labelled(
  indent: string,
  label: string,
  text: string,
  style: Style,
  paint?: (label: string) => string,
): string[] {
  const hang = displayWidth(indent + label);
  const lead = indent + (paint?.(label) ?? label);
  return wrap(text, Math.max(16, style.width - hang)).map(
    (line, index) => (index === 0 ? lead : ' '.repeat(hang)) + line,
  );
}

/** `340 ms`, `2.1 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
