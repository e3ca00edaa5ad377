import type { CredentialCheck } from '../credentials/credential-check-schema';
import type { RunReport } from '../report/types';
import type { Cause, FleetMode, PartnerExitCode, PartnerVerdict } from './types';

/** What one attempt at a partner came to. `report` is its own report, without secrets. */
export interface Outcome {
  readonly exitCode: PartnerExitCode;
  readonly cause?: Cause;
  readonly report?: CredentialCheck | RunReport;
}

/** From worst to best, as the exit codes rank where several apply. */
export const severity: readonly PartnerExitCode[] = [2, 4, 1, 3, 0];

/** The word for an exit code. */
export function verdictOf(exitCode: PartnerExitCode, mode: FleetMode): PartnerVerdict {
  const words = {
    0: mode === 'suite' ? 'held' : 'working',
    1: 'broken',
    2: 'settings-wrong',
    3: 'no-verdict',
    4: 'refused',
  } as const;
  return words[exitCode];
}

/** The end of a check that was not interrupted. */
export function outcomeOfCheck(report: CredentialCheck): Outcome {
  const { cause } = report;
  return {
    exitCode: report.exitCode as PartnerExitCode,
    ...(cause && { cause: { code: cause.code, title: cause.title, next: cause.remedy } }),
    report,
  };
}

/** What to do about an error of this tool. */
export const reportIt = 'report it, with the partner left out';

const suiteCauses = {
  1: ['contract-broken', 'take the findings of its report to those who run the target'],
  2: ['nothing-checked', 'see the reasons of the cases in its report'],
  3: ['no-verdict', 'see the reasons of the cases in its report, and run it again'],
  4: ['credentials-refused', 'check its credentials: run the fleet without --suite'],
} as const;

/** The end of a run of the suite that was not interrupted. */
export function outcomeOfRun(report: RunReport): Outcome {
  const exitCode = report.exitCode as PartnerExitCode;
  if (exitCode === 0) return { exitCode, report };
  if (report.error !== undefined)
    return {
      exitCode,
      cause: { code: 'internal-error', title: `An error of this tool: ${report.error}`, next: reportIt },
      report,
    };
  const [code, next] = suiteCauses[exitCode];
  const bad = report.cases.find(({ verdict }) => verdict === 'failed' || verdict === 'errored');
  const title =
    bad === undefined ? 'No case was checked' : `${bad.id}: ${bad.findings[0]?.message ?? bad.reason ?? bad.title}`;
  return { exitCode, cause: { code, title, next }, report };
}

/** A partner that cannot even be tried, or whose check broke off by a fault of this tool. */
export const outcomeWithout = (exitCode: 2 | 3, code: string, title: string, next: string): Outcome => ({
  exitCode,
  cause: { code, title, next },
});

/** Causes of no verdict that asking again does not mend. */
const lasting: readonly string[] = ['call-not-offered', 'exchange-not-offered', 'internal-error'];

/** Whether another attempt may come to a verdict: the network or the target was in the way, and perhaps not for long. */
export const isWorthRetrying = ({ exitCode, cause }: Pick<Outcome, 'exitCode' | 'cause'>): boolean =>
  exitCode === 3 && !lasting.includes(cause?.code ?? '');
