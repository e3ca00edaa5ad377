import type { CaseResult, RunVerdict, StopReason } from './types';

/** What the verdict of a run follows from. */
export interface RunOutcome {
  readonly cases: readonly Pick<CaseResult, 'verdict' | 'findings' | 'flaky'>[];
  /** The target refused the user's credentials in at least one case that proves them. */
  readonly credentialsRefused: boolean;
  /** Every planned case has its result. */
  readonly complete: boolean;
  readonly stopped?: StopReason;
  /** An internal error kept something from being judged. */
  readonly error?: string;
  /** Flaky cases break the run. */
  readonly failOnFlaky?: boolean;
  /** The target differs from the accepted record. */
  readonly drifted?: boolean;
  /** An entry of the quarantine file is past its date. */
  readonly quarantineExpired?: boolean;
}

/** The exit code that tells a verdict. */
export const verdictExitCodes: Readonly<Record<RunVerdict, number>> = {
  held: 0,
  broken: 1,
  'no-verdict': 3,
  'credentials-refused': 4,
};

/** Stopped from outside: the exit code says so, whatever was found. */
const signalExitCodes: Readonly<Partial<Record<StopReason, number>>> = { interrupted: 130, terminated: 143 };

/** The verdict of a run and the exit code of its command. Nothing checked, or not all of it, is never `held`. */
export function runVerdict(outcome: RunOutcome): { readonly verdict: RunVerdict; readonly exitCode: number } {
  const verdict = verdictOf(outcome);
  const signal = outcome.stopped && signalExitCodes[outcome.stopped];
  return { verdict, exitCode: signal ?? verdictExitCodes[verdict] };
}

function verdictOf(outcome: RunOutcome): RunVerdict {
  const { cases, credentialsRefused, complete, stopped, error } = outcome;
  if (credentialsRefused) return 'credentials-refused';
  if (cases.some(isBroken) || outcome.drifted || outcome.quarantineExpired) return 'broken';
  if (outcome.failOnFlaky && cases.some(({ flaky }) => flaky)) return 'broken';
  if (!complete || stopped !== undefined || error !== undefined) return 'no-verdict';
  if (cases.some(({ verdict }) => verdict === 'errored' || verdict === 'inconclusive')) return 'no-verdict';
  return cases.some(({ verdict }) => verdict === 'passed') ? 'held' : 'no-verdict';
}

/** A violation counts even where something else kept its case from a verdict, but not without an accepted control. */
function isBroken({ verdict, findings }: RunOutcome['cases'][number]): boolean {
  return (
    verdict === 'failed' ||
    (verdict === 'errored' && findings.some(({ level, quarantined }) => level === 'violation' && !quarantined))
  );
}
