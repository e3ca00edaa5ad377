import { resolve } from 'node:path';
import { suggestion } from '../lib/schema-problems';
import { UserError } from '../lib/user-error';
import { readFleetReport } from './earlier-fleet';
import type { FleetPlan } from './plan';
import type { FleetReport } from './types';

/** Which partners of a plan to check. */
export interface PartnerSelection {
  /** The folder of an earlier fleet: only the partners that were not OK in it. */
  readonly onlyFailed?: string | undefined;
  readonly names?: readonly string[] | undefined;
}

/**
 * The report in the folder that `--only-failed` names.
 *
 * @throws UserError if a folder has no readable `fleet.json`
 */
export function failedFleet(folder: string, cwd: string): FleetReport {
  const found = readFleetReport(resolve(cwd, folder));
  if (typeof found !== 'string') return found;
  throw new UserError(
    `--only-failed: ${folder} contains no report of a fleet: ${found}`,
    'give the folder of a fleet, such as reports/latest-fleet',
  );
}

/**
 * The plan for a part of its partners.
 *
 * @throws UserError for a name that is not in the plan, a folder without a fleet, and a selection that is empty
 */
export function selectPartners(plan: FleetPlan, { onlyFailed, names }: PartnerSelection, cwd: string): FleetPlan {
  const known = plan.partners.map(({ name }) => name);
  for (const name of names ?? [])
    if (!known.includes(name))
      throw new UserError(
        `--partner: no partner is named ${JSON.stringify(name)}${suggestion(name, known)}`,
        'give the name as it is in the partners file',
      );
  const fine = new Set(
    onlyFailed === undefined
      ? []
      : failedFleet(onlyFailed, cwd).partners.flatMap(({ name, exitCode }) => (exitCode === 0 ? [name] : [])),
  );
  const partners = plan.partners.filter(({ name }) => !fine.has(name) && (names?.includes(name) ?? true));
  if (partners.length === 0)
    throw new UserError(
      'no partner is selected',
      'every partner was OK in that fleet; leave out --only-failed to check all',
    );
  return partners.length === plan.partners.length ? plan : { ...plan, partners, selectedFrom: plan.partners.length };
}
