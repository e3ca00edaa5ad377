import { groupBy } from '../lib/group-by';
import { severity } from './outcome';
import type { FleetHeader, FleetReport, FleetSummary, PartnerExitCode, PartnerResult } from './types';

/** The rank of a result: the smaller, the worse. */
const rank = ({ exitCode }: PartnerResult): number => severity.indexOf(exitCode);

function changeOf(result: PartnerResult, before: FleetReport, earlier: PartnerResult | undefined) {
  // An earlier fleet that was interrupted, or had only selected partners, may have left this one out.
  if (!earlier) return before.complete && before.selectedFrom === undefined ? 'new' : undefined;
  if (result.exitCode === 0) return earlier.exitCode === 0 ? undefined : 'fixed';
  return rank(result) < rank(earlier) ? 'worse' : undefined;
}

/** Adds to each result how it differs from an earlier fleet. */
export function withChanges(results: readonly PartnerResult[], before: FleetReport | undefined): PartnerResult[] {
  const earlier = new Map(before?.partners.map((partner) => [partner.name, partner]));
  return results.map(({ change: _, ...result }) => {
    const change = before && changeOf(result, before, earlier.get(result.name));
    return { ...result, ...(change && { change }) };
  });
}

/** How a fleet ended. */
export type FleetEnd = Pick<FleetReport, 'durationMs' | 'stopped' | 'unverified'>;

/** The same order on every machine: Partner 9 before Partner 10. */
const names = new Intl.Collator('en', { numeric: true });

const byWorst = (one: PartnerResult, other: PartnerResult): number =>
  rank(one) - rank(other) ||
  names.compare(one.cause?.code ?? '', other.cause?.code ?? '') ||
  names.compare(one.name, other.name);

/** Warns of keys that several partners use. */
function withSharedKeys(results: readonly PartnerResult[]): PartnerResult[] {
  const users = groupBy(results, ({ publicKey }) => publicKey);
  return results.map((result) => {
    const { name, publicKey } = result;
    const others = publicKey === undefined ? [] : users.get(publicKey)!.filter((user) => user.name !== name);
    if (others.length === 0) return result;
    const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
    const warning = {
      code: 'key-used-twice',
      title: `Its key is also the key of ${others[0]!.name}${more}`,
      next: 'give each partner a Tenant API key of its own',
    };
    // A resumed fleet has the warning already.
    const before = (result.warnings ?? []).filter(({ code }) => code !== warning.code);
    return { ...result, warnings: [...before, warning] };
  });
}

/** Counts results by verdict. */
export function summarizeFleet(results: readonly PartnerResult[], partners: number): FleetSummary {
  const count = (verdict: PartnerResult['verdict']): number =>
    results.filter((result) => result.verdict === verdict).length;
  return {
    partners,
    done: results.length,
    working: count('working'),
    held: count('held'),
    broken: count('broken'),
    settingsWrong: count('settings-wrong'),
    noVerdict: count('no-verdict'),
    refused: count('refused'),
    requests: results.reduce((sum, { requests }) => sum + requests, 0),
  };
}

/** The worst exit code. A missing partner counts as one without a verdict. */
function worstExitCode(results: readonly PartnerResult[], complete: boolean): PartnerExitCode {
  const found = new Set(results.map(({ exitCode }) => exitCode));
  if (!complete) found.add(3);
  return severity.find((exitCode) => found.has(exitCode)) ?? 0;
}

const signalCodes = { interrupted: 130, terminated: 143 } as const;

/**
 * Builds `fleet.json` from the results, one for each finished partner.
 *
 * @param before the fleet to compare with
 */
export function fleetReport(
  header: FleetHeader,
  results: readonly PartnerResult[],
  end: FleetEnd,
  before?: FleetReport,
): FleetReport {
  const { partners, ...run } = header;
  const complete = results.length === partners && end.stopped === undefined;
  return {
    ...run,
    ...end,
    complete,
    exitCode: end.stopped ? signalCodes[end.stopped] : worstExitCode(results, complete),
    summary: summarizeFleet(results, partners),
    ...(before && { comparedWith: before.startedAt }),
    partners: withChanges(withSharedKeys(results), before).sort(byWorst),
  };
}
