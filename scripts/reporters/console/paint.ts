import type { Style } from '../../lib/terminal-layout';
import type { Level, RunVerdict } from '../../report/types';
import { type Mark, signs } from '../../report/view/marks';

type Paint = 'green' | 'red' | 'yellow' | 'dim';

const markPaint: Readonly<Record<Mark, Paint>> = {
  passed: 'green',
  noted: 'yellow',
  failed: 'red',
  open: 'yellow',
  skipped: 'dim',
};

/** The colour of each level. */
export const levelPaint: Readonly<Record<Level, Paint>> = {
  violation: 'red',
  deviation: 'yellow',
  warning: 'yellow',
  client: 'red',
  observation: 'dim',
};

/** The colour of each verdict of a run. */
export const verdictPaint: Readonly<Record<RunVerdict, Paint>> = {
  held: 'green',
  broken: 'red',
  'no-verdict': 'yellow',
  'credentials-refused': 'yellow',
};

/** The sign of a mark in its colour. */
export function paintedSign(mark: Mark, { colours }: Style): string {
  return colours[markPaint[mark]](signs[mark]);
}
