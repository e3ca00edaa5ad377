import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../lib/user-error';
import { notPassed } from '../report/not-passed';
import type { RunCommandOptions } from './run-options';

// Loaded only if it is used: every run loads this module.
const reportInput = () => require('./report-input') as typeof import('./report-input');

const latest = 'reports/latest';

/**
 * The options with the cases of `--last-failed`: what did not pass in that run, with its seed, so that explored cases
 * send the same values.
 *
 * @throws UserError for a folder that is not one of a run, and for a run in which every case passed
 */
export function withLastFailed(options: RunCommandOptions, cwd: string): RunCommandOptions {
  if (options.lastFailed === undefined) return options;
  const folder = options.lastFailed === true ? latest : options.lastFailed;
  if (!existsSync(resolve(cwd, folder)))
    throw new UserError(
      `--last-failed: there is no run in ${folder}`,
      (tool) => `${tool} run, or name the folder of a run: --last-failed FOLDER`,
    );
  const { report } = reportInput().readReport(folder, cwd);
  if (report.collection !== undefined)
    throw new UserError(
      `--last-failed: ${folder} is a run of the collection ${report.collection}`,
      'a collection is always sent whole: use --collection',
    );
  const ids = notPassed(report).map(({ id }) => id);
  if (ids.length === 0)
    throw new UserError(
      `--last-failed: every case in ${folder} passed, so nothing is left to send`,
      (tool) => `${tool} run`,
    );
  return { ...options, case: ids, seed: options.seed ?? report.seed };
}
