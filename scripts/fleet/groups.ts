import { ownerParts } from '../credentials/token-claims';
import { defined } from '../lib/defined';
import { groupBy } from '../lib/group-by';
import { plural } from '../lib/plural';
import type { FleetReport, PartnerExitCode, PartnerResult } from './types';

/** Partners with the same cause. */
export interface CauseGroup {
  /** Absent for the partners that are OK. */
  readonly code?: string;
  /** The title of the cause, if it is the same for all partners. */
  readonly title?: string;
  /** What to do, if it is the same for all partners. */
  readonly next?: string;
  readonly exitCode: PartnerExitCode;
  readonly partners: readonly PartnerResult[];
}

function shared(texts: readonly (string | undefined)[]): string | undefined {
  return new Set(texts).size === 1 ? texts[0] : undefined;
}

/** The partners by cause, worst first, as they are sorted in the report. */
export function causeGroups({ partners }: Pick<FleetReport, 'partners'>): CauseGroup[] {
  const groups = groupBy(partners, ({ exitCode, cause }) => `${exitCode} ${cause?.code ?? ''}`);
  return [...groups.values()].map((members) => {
    const { exitCode, cause } = members[0]!;
    const title = shared(members.map((member) => member.cause?.title));
    const next = shared(members.map((member) => member.cause?.next));
    return { ...defined({ code: cause?.code, title, next }), exitCode, partners: members };
  });
}

/** How many partners changed in each way, without those that are 0. */
export function changeCounts({
  partners,
}: Pick<FleetReport, 'partners'>): [NonNullable<PartnerResult['change']>, number][] {
  return (['new', 'fixed', 'worse'] as const).flatMap((kind) => {
    const count = partners.filter(({ change }) => change === kind).length;
    return count > 0 ? [[kind, count] as [typeof kind, number]] : [];
  });
}

/** Whose credentials they are, as text; empty if nothing is known. */
export function identityText({ identity }: PartnerResult): string {
  if (!identity) return '';
  const { expiresAt } = identity;
  return [
    ...ownerParts(identity),
    ...(expiresAt === undefined ? [] : [`token valid until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC`]),
  ].join(', ');
}

/** The result of a fleet in one sentence. */
export function headline({ complete, stopped, summary, exitCode }: FleetReport): string {
  const { partners, done } = summary;
  if (!complete) return `${stopped ? 'Interrupted' : 'Not complete'}: ${done} of ${plural(partners, 'partner')} done.`;
  const bad = partners - summary.working - summary.held;
  return exitCode === 0
    ? `OK: ${plural(partners, 'partner')}.`
    : `${bad} of ${plural(partners, 'partner')} ${bad === 1 ? 'has a problem' : 'have problems'}.`;
}
