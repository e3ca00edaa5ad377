import type { Io } from '../lib/io';
import { visible } from '../lib/terminal-text';
import { type Environment, openEnvironment } from '../run/environment/environment';
import { environmentVariables, type Settings } from '../run/environment/settings';

/** The options that name a target, as they are typed. */
export interface TargetCommandOptions {
  readonly target?: string;
  readonly allowProduction?: true;
  readonly allowLocalHttp?: true;
}

/** The flag and the help of the option that allows plain HTTP to containers. */
export const allowLocalHttp = [
  '--allow-local-http',
  'allow plain HTTP to a container on this machine: host.docker.internal, or a name without dots',
] as const;

/**
 * Opens the environment that the options and settings name. The embedded sandbox is loaded only if it is used.
 *
 * @throws UserError for a target that cannot be used
 */
export async function environmentFor(options: TargetCommandOptions, settings: Settings, io: Io): Promise<Environment> {
  const environment = await openEnvironment({
    option: options.target,
    allowProduction: options.allowProduction === true,
    localHttp: options.allowLocalHttp === true,
    settings,
    env: options.target === 'embedded' ? io.env : environmentVariables(io.env, io.cwd),
    cwd: io.cwd,
    startSandbox: () => (require('../sandbox/server') as typeof import('../sandbox/server')).startSandbox(),
  });
  const { cut } = environment.target;
  // What is left of the URL is not shown here: it may hold a secret, which nothing knows yet.
  if (cut !== undefined)
    io.stderr.write(
      visible(`note: "${cut}" was removed from the base URL, because each call adds its own path\n`, '\n'),
    );
  return environment;
}
