import { severity } from './outcome';
import type { FleetHeader, FleetReport, FleetSummary, PartnerExitCode, PartnerResult } from './types';

/** How a fleet ended. */
export interface FleetEnd {
  readonly durationMs: number;
  readonly stopped?: 'interrupted' | 'terminated';
}

const rank = ({ exitCode }: PartnerResult): number => severity.indexOf(exitCode);

/** The same on every machine: Partner 9 before Partner 10. */
const names = new Intl.Collator('en', { numeric: true });

/** Worst first, else by name. */
const byWorst = (one: PartnerResult, other: PartnerResult): number =>
  rank(one) - rank(other) || names.compare(one.name, other.name);

/** How many partners came to what. */
export function summarizeFleet(results: readonly PartnerResult[], partners: number): FleetSummary {
  const count = (exitCode: PartnerExitCode, verdict?: string): number =>
    results.filter((result) => result.exitCode === exitCode && (verdict === undefined || result.verdict === verdict))
      .length;
  return {
    partners,
    done: results.length,
    working: count(0, 'working'),
    held: count(0, 'held'),
    broken: count(1),
    settingsWrong: count(2),
    noVerdict: count(3),
    refused: count(4),
    requests: results.reduce((sum, { requests }) => sum + requests, 0),
  };
}

/** The worst exit code of all; partners that are missing have no verdict. */
function worstExitCode(results: readonly PartnerResult[], complete: boolean): PartnerExitCode {
  const found = new Set(results.map(({ exitCode }) => exitCode));
  if (!complete) found.add(3);
  return severity.find((exitCode) => found.has(exitCode)) ?? 0;
}

const signalCodes = { interrupted: 130, terminated: 143 } as const;

/** `fleet.json` from the results of those that are done, each once. */
export function fleetReport(header: FleetHeader, results: readonly PartnerResult[], end: FleetEnd): FleetReport {
  const { partners, ...run } = header;
  const complete = results.length === partners && end.stopped === undefined;
  return {
    ...run,
    ...end,
    complete,
    exitCode: end.stopped ? signalCodes[end.stopped] : worstExitCode(results, complete),
    summary: summarizeFleet(results, partners),
    partners: [...results].sort(byWorst),
  };
}
