import type { CaseResult } from '../types';

/** The cases of one theme, in the order of the plan. */
export interface Theme {
  readonly name: string;
  readonly cases: readonly CaseResult[];
}

/** The cases by theme, in the order in which the themes first appear in the plan. */
export function byTheme(cases: readonly CaseResult[]): Theme[] {
  const themes = new Map<string, CaseResult[]>();
  for (const result of cases) {
    const theme = themes.get(result.theme);
    if (theme === undefined) themes.set(result.theme, [result]);
    else theme.push(result);
  }
  return [...themes].map(([name, members]) => ({ name, cases: members }));
}
