import { groupBy } from '../../lib/group-by';
import type { CaseResult } from '../types';

/** The cases of one theme, in the order of the plan. */
export interface Theme {
  readonly name: string;
  readonly cases: readonly CaseResult[];
}

/** The cases by theme, in the order in which the themes first appear in the plan. */
export const byTheme = (cases: readonly CaseResult[]): Theme[] =>
  [...groupBy(cases, ({ theme }) => theme)].map(([name, members]) => ({ name, cases: members }));
