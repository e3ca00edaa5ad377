import { severity } from './outcome';
import type { FleetReport, PartnerResult } from './types';

/** The place of a result from worst to best. */
export const rank = ({ exitCode }: PartnerResult): number => severity.indexOf(exitCode);

function changeOf(result: PartnerResult, before: FleetReport, earlier: PartnerResult | undefined) {
  // A fleet of selected partners, or one that was interrupted, says nothing about the others.
  if (!earlier) return before.complete && before.selectedFrom === undefined ? 'new' : undefined;
  if (result.exitCode === 0) return earlier.exitCode === 0 ? undefined : 'mended';
  return rank(result) < rank(earlier) ? 'worse' : undefined;
}

/** Says of each result how it differs from that of an earlier fleet. */
export function withChanges(results: readonly PartnerResult[], before: FleetReport | undefined): PartnerResult[] {
  const earlier = new Map(before?.partners.map((partner) => [partner.name, partner]));
  return results.map(({ change: _, ...result }) => {
    const change = before && changeOf(result, before, earlier.get(result.name));
    return { ...result, ...(change && { change }) };
  });
}
