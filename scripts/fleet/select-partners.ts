import { join, resolve } from 'node:path';
import { isJsonObject, parseJson } from '../lib/json';
import { inputProblemText, readInput } from '../lib/read-input';
import { suggestion } from '../lib/schema-problems';
import { UserError } from '../lib/user-error';
import type { FleetPlan } from './plan';
import type { FleetReport } from './types';

/** Which partners of a plan to check. */
const longestFile = 256 * 2 ** 20;

export interface PartnerSelection {
  /** The folder of an earlier fleet: only the partners that it did not find in order. */
  readonly onlyFailed?: string | undefined;
  readonly names?: readonly string[] | undefined;
}

/** @throws UserError if a folder has no readable `fleet.json` */
function readFleetReport(folder: string, cwd: string): FleetReport {
  const fail = (why: string) =>
    new UserError(
      `--only-failed: ${folder} contains no report of a fleet (${why})`,
      'give the folder of a fleet, such as reports/latest-fleet',
    );
  let text: string;
  try {
    text = readInput(join(resolve(cwd, folder), 'fleet.json'), longestFile).toString('utf8');
  } catch (error) {
    throw fail(inputProblemText(error));
  }
  const json = parseJson(text);
  if (!json.ok || !isJsonObject(json.value) || !Array.isArray(json.value.partners)) throw fail('not a fleet.json');
  return json.value as unknown as FleetReport;
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
        'see the names in the partners file',
      );
  const fine = new Set(
    onlyFailed === undefined
      ? []
      : readFleetReport(onlyFailed, cwd).partners.flatMap(({ name, exitCode }) => (exitCode === 0 ? [name] : [])),
  );
  const partners = plan.partners.filter(({ name }) => !fine.has(name) && (names?.includes(name) ?? true));
  if (partners.length === 0)
    throw new UserError(
      'no partner is selected',
      'every partner was in order in that fleet; leave out --only-failed to check all',
    );
  return { ...plan, partners };
}
