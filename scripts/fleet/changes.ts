import { severity } from './outcome';
import type { FleetReport, PartnerResult } from './types';

/** The rank of a result: the smaller, the worse. */
export const rank = ({ exitCode }: PartnerResult): number => severity.indexOf(exitCode);

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
