import { dirname, resolve } from 'node:path';
import { isLoopback } from '../http/origin';
import { inputProblemText } from '../lib/file-problem';
import { packageInfo } from '../lib/package-root';
import { readInputText } from '../lib/read-input';
import { UserError } from '../lib/user-error';
import { targetOf } from './partner-target';
import { readPartners, type TargetCheck } from './read-partners';
import type { FleetHeader, FleetMode, Partner } from './types';

/** Options that decide what is sent to whom, in one process or through a queue. */
export interface FleetOptions {
  readonly suite?: boolean | undefined;
  readonly allowProduction?: boolean | undefined;
  /** Requests per second over all partners. */
  readonly rate?: number | undefined;
}

/** What a fleet will check. Nothing has been sent yet. */
export interface FleetPlan {
  readonly partners: readonly Partner[];
  readonly mode: FleetMode;
  readonly allowProduction: boolean;
  /** Requests per second; no limit if it is missing. */
  readonly rate?: number;
  /** Every target is on this machine. */
  readonly local: boolean;
  /** The folder of the partners file, where relative paths of secrets start. */
  readonly folder: string;
  /** How many partners the file has, if only some of them were selected. */
  readonly selectedFrom?: number;
}

/** The rate limit if no other is given and some target is on another machine. */
const defaultRate = 5;
const longestFile = 32 * 2 ** 20;

const remedy = 'give the path of a partners.yaml, or a subcommand: enqueue, worker, status or report';

function readText(path: string, file: string): string {
  try {
    return readInputText(path, longestFile);
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${inputProblemText(error)}`, remedy);
  }
}

/**
 * Reads a partners file and decides how to check it.
 *
 * @throws UserError for a file that cannot be read or is invalid, and for any partner whose target is not allowed
 */
export function planFleet(file: string, { suite, rate, ...options }: FleetOptions, cwd: string): FleetPlan {
  const path = resolve(cwd, file);
  const allowProduction = options.allowProduction === true;
  const refused: TargetCheck = (target) => {
    try {
      targetOf(target, allowProduction);
      return undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { text: error.message, next: error.remedy ?? 'correct it' };
    }
  };
  const partners = readPartners(readText(path, file), file, refused);
  const local = partners.every(({ target }) => isLoopback(targetOf(target, allowProduction)));
  const limit = rate ?? (local ? undefined : defaultRate);
  return {
    ...{ partners, allowProduction, local, mode: suite ? 'suite' : 'credentials', folder: dirname(path) },
    ...(limit !== undefined && { rate: limit }),
  };
}

/** The header of the fleet's journal and report. */
export const fleetHeader = ({ mode, partners, rate, selectedFrom }: FleetPlan, startedAt: Date): FleetHeader => ({
  schemaVersion: 1,
  tool: packageInfo(),
  mode,
  startedAt: startedAt.toISOString(),
  partners: partners.length,
  ...(selectedFrom !== undefined && { selectedFrom }),
  ...(rate !== undefined && { rate }),
});
