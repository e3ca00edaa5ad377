import { failsRun } from './own-assertions';
import type { CaseResult, RunReport, RunVerdict, StopReason } from './types';

type JudgedCase = Pick<
  CaseResult,
  'verdict' | 'findings' | 'flaky' | 'credentialsRefused' | 'dependencyOnly' | 'assertions'
>;

/** What the verdict of a run follows from. */
export interface RunOutcome
  extends Pick<
    RunReport,
    'complete' | 'stopped' | 'error' | 'failOnFlaky' | 'drift' | 'quarantine' | 'collection' | 'thresholds'
  > {
  readonly cases: readonly JudgedCase[];
}

/** The exit code for each verdict. */
const verdictExitCodes = {
  held: 0,
  broken: 1,
  'no-verdict': 3,
  'credentials-refused': 4,
} as const satisfies Record<RunVerdict, number>;

/** A run that was stopped by a signal always ends with that signal's exit code. */
const signalExitCodes: Readonly<Partial<Record<StopReason, 130 | 143>>> = { interrupted: 130, terminated: 143 };

/** The verdict of a run and the exit code of its command. A run that checked nothing, or not everything, is never `held`. */
export function runVerdict(outcome: RunOutcome): Pick<RunReport, 'verdict' | 'exitCode'> {
  const verdict = verdictOf(outcome);
  const signal = outcome.stopped && signalExitCodes[outcome.stopped];
  return { verdict, exitCode: signal ?? exitCodeOf({ ...outcome, verdict }) };
}

/** The exit code for a verdict, also where a report is shown again: 130 and 143 are of the run that was interrupted. */
export function exitCodeOf({ verdict, cases }: Pick<RunOutcome, 'cases'> & Pick<RunReport, 'verdict'>): 0 | 1 | 3 | 4 {
  // Refused credentials explain other failures; a run without a verdict explains nothing.
  const ownFailed = verdict !== 'credentials-refused' && cases.some(({ assertions = [] }) => assertions.some(failsRun));
  return ownFailed ? verdictExitCodes.broken : verdictExitCodes[verdict];
}

function verdictOf({
  cases,
  complete,
  stopped,
  error,
  failOnFlaky,
  drift,
  quarantine,
  collection,
  thresholds,
}: RunOutcome): RunVerdict {
  if (cases.some(({ credentialsRefused }) => credentialsRefused)) return 'credentials-refused';
  const differs = Boolean(drift?.length || quarantine?.expired.length);
  if (differs || cases.some(isBroken)) return 'broken';
  if (thresholds?.some(({ exceeded }) => exceeded)) return 'broken';
  if (failOnFlaky && cases.some(({ flaky }) => flaky)) return 'broken';
  if (!complete || stopped !== undefined || error !== undefined) return 'no-verdict';
  if (cases.some(({ verdict }) => verdict === 'errored' || verdict === 'inconclusive')) return 'no-verdict';
  // The case that fetches the token for a collection says nothing about the collection.
  const counts = ({ dependencyOnly }: JudgedCase): boolean => collection === undefined || dependencyOnly !== true;
  return cases.some((each) => isHeld(each) && counts(each)) ? 'held' : 'no-verdict';
}

/** A violation counts even if its case is errored, but not if its control was not accepted. */
function isBroken({ verdict, findings }: JudgedCase): boolean {
  if (verdict === 'failed') return true;
  return verdict === 'errored' && findings.some(({ level, quarantined }) => level === 'violation' && !quarantined);
}

/** A case of the client's mistakes says nothing about the target, even if they do not count. */
function isHeld({ verdict, findings }: JudgedCase): boolean {
  return verdict === 'passed' && findings.every(({ level }) => level !== 'client');
}
