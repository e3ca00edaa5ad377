import { causeStep } from '../credentials/cause-step';
import type { CredentialCheck, ReportedDiagnosis } from '../credentials/credential-check-schema';
import { isGuid } from '../lib/guid';
import type { RunReport } from '../report/types';
import { failing } from '../report/view/finding-text';
import type { FleetMode, PartnerCause, PartnerExitCode, PartnerResult, PartnerVerdict } from './types';

/** What one attempt at a partner came to. `report` is its own report, without secrets. */
export interface PartnerOutcome extends Pick<PartnerResult, 'warnings' | 'publicKey' | 'identity'> {
  readonly exitCode: PartnerExitCode;
  readonly cause?: PartnerCause;
  readonly report?: CredentialCheck | RunReport;
}

/** Exit codes from worst to best. */
export const severity: readonly PartnerExitCode[] = [2, 4, 1, 3, 0];

/** The verdict that an exit code stands for. */
export function verdictOf(exitCode: PartnerExitCode, mode: FleetMode): PartnerVerdict {
  const verdicts = {
    0: mode === 'suite' ? 'held' : 'working',
    1: 'broken',
    2: 'settings-wrong',
    3: 'no-verdict',
    4: 'refused',
  } as const;
  return verdicts[exitCode];
}

/** In characters. All of it is in the partner's own report. */
const longestSeen = 500;

/** The outcome of a credential check that was not interrupted. */
export function outcomeOfCheck(report: CredentialCheck): PartnerOutcome {
  const { cause, identity } = report;
  const seen = causeStep(report)?.seen[0]?.slice(0, longestSeen);
  const causeFrom = ({ code, title, remedy }: ReportedDiagnosis): PartnerCause => ({ code, title, next: remedy });
  const warnings = report.warnings.map(causeFrom);
  const key = report.settings.find(({ name }) => name === 'IMBURSE_PUBLIC_KEY')?.value;
  return {
    exitCode: report.exitCode as PartnerExitCode,
    ...(cause && { cause: { ...causeFrom(cause), ...(seen && { seen }) } }),
    ...(warnings.length > 0 && { warnings }),
    ...(key !== undefined && isGuid(key) && { publicKey: key }),
    ...(identity && { identity }),
    report,
  };
}

/** What to do about an internal error. */
export const reportIt = 'report it as a bug of payout-contract, and leave the partner out until then';

const suiteCauses = {
  1: ['contract-broken', 'report the findings to the operator of the target'],
  2: ['nothing-checked', 'see why the cases were skipped in its report'],
  3: ['no-verdict', 'see the reasons of the cases in its report, then run it again'],
  4: ['credentials-refused', 'check its credentials: run the fleet without --suite'],
} as const;

/** The outcome of a suite run that was not interrupted. */
export function outcomeOfRun(report: RunReport): PartnerOutcome {
  const exitCode = report.exitCode as PartnerExitCode;
  if (exitCode === 0) return { exitCode, report };
  if (report.error !== undefined)
    return { ...outcomeWithout(exitCode, 'internal-error', `Internal error: ${report.error}`, reportIt), report };
  const [code, next] = suiteCauses[exitCode];
  const bad = report.cases.find(({ verdict }) => verdict === 'failed' || verdict === 'errored');
  const [found] = bad ? failing(bad.findings, report.strict) : [];
  const title = bad === undefined ? 'No case was checked' : `${bad.id}: ${found?.message ?? bad.reason ?? bad.title}`;
  return { ...outcomeWithout(exitCode, code, title, next), report };
}

/** The outcome of an attempt that has no report. */
export const outcomeWithout = (
  exitCode: PartnerExitCode,
  code: string,
  title: string,
  next: string,
): PartnerOutcome => ({ exitCode, cause: { code, title, next } });

/** Causes of a missing verdict that another attempt does not change. */
const permanent: readonly string[] = [
  'call-not-offered',
  'exchange-not-offered',
  'retry-after-too-long',
  'internal-error',
];

/** Whether another attempt may bring a verdict: the network or the target failed, perhaps for a short time only. */
export const isWorthRetrying = ({ exitCode, cause }: Pick<PartnerOutcome, 'exitCode' | 'cause'>): boolean =>
  exitCode === 3 && !permanent.includes(cause?.code ?? '');
