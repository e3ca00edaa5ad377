import type { CaseResult, OwnAssertion, RunReport } from './types';

/** Whether an assertion of the user's own fails the run: it failed, or its script threw. */
export const failsRun = ({ result }: OwnAssertion): boolean => result === 'failed' || result === 'threw';

/** The counts of the user's own assertions; `undefined` for a run without any. */
export function ownAssertions(cases: readonly Pick<CaseResult, 'assertions'>[]): RunReport['assertions'] | undefined {
  const all = cases.flatMap(({ assertions = [] }) => assertions);
  if (all.length === 0) return undefined;
  const having = (result: OwnAssertion['result']) => all.filter((each) => each.result === result).length;
  const threw = having('threw');
  return { total: all.length - threw, failed: having('failed'), skipped: having('skipped'), threw };
}
