import type { Io } from '../lib/io';
import { UserError } from '../lib/user-error';
import { envProblemText } from '../run/environment/env-file';
import { readEnvironment } from '../run/environment/settings';

/**
 * The variables of the process and, below them, of `.env`: where a fleet looks for secrets, REDIS_URL and FLEET_KEY.
 *
 * @throws UserError for an `.env` that cannot be read or that others can read, and for a line of it that sets nothing
 */
export function fleetEnvironment({ env, cwd }: Pick<Io, 'env' | 'cwd'>): Io['env'] {
  const { env: all, envFile } = readEnvironment(env, cwd);
  const silent = envFile?.problems.find(({ setsNothing }) => setsNothing);
  if (silent) throw new UserError(envProblemText(silent), 'write NAME=value, or # before a comment');
  return all;
}
