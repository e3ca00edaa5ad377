import type { CaseResult, RunReport } from './types';

/** The cases of a run to send again: those that failed, have no verdict, or were not sent because the run ended. */
export function notPassed({ cases, failOnFlaky }: Pick<RunReport, 'cases' | 'failOnFlaky'>): CaseResult[] {
  return cases.filter(({ verdict, flaky, unfinished }) => {
    if (verdict === 'passed') return failOnFlaky === true && flaky === true;
    return verdict !== 'skipped' || unfinished !== undefined;
  });
}
