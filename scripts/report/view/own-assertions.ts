import { plural } from '../../lib/plural';
import { failsRun } from '../own-assertions';
import type { CaseResult, OwnAssertion, RunReport } from '../types';

/** What became of the user's own assertions, in one sentence: they say nothing about the contract. */
export function ownAssertionsText({ assertions }: Pick<RunReport, 'assertions'>): string | undefined {
  if (assertions === undefined) return undefined;
  const { total, failed, threw } = assertions;
  const scripts = threw === 0 ? [] : [`${plural(threw, 'script')} of your own ended with an error`];
  if (total === 0) return scripts.join();
  const own = total === 1 ? 'your own assertion' : `your own ${total} assertions`;
  const all = total === 1 ? 'Your own assertion passed' : `All of ${own} passed`;
  const said = failed === 0 ? all : total === 1 ? 'Your own assertion failed' : `${failed} of ${own} failed`;
  return [said, ...scripts].join('; ');
}

/** An assertion of the user's own that fails the run. */
export interface FailedAssertion extends OwnAssertion {
  readonly case: CaseResult;
}

/** The assertions of the user's own that fail the run, in order. */
export const failedAssertions = ({ cases }: Pick<RunReport, 'cases'>): FailedAssertion[] =>
  cases.flatMap((result) =>
    (result.assertions ?? []).filter(failsRun).map((assertion) => ({ ...assertion, case: result })),
  );
