import type { Io } from '../lib/io';
import { type Environment, openEnvironment } from '../run/environment/environment';
import type { Settings } from '../run/environment/settings';

/** The options that name a target, as they are typed. */
export interface TargetOptions {
  readonly target?: string;
  readonly allowProduction?: true;
}

/**
 * Opens the environment that the options and settings name. The embedded sandbox is loaded only if it is used.
 *
 * @throws UserError for a target that cannot be used
 */
export const environmentFor = (options: TargetOptions, settings: Settings, io: Io): Promise<Environment> =>
  openEnvironment({
    option: options.target,
    allowProduction: options.allowProduction === true,
    settings,
    env: io.env,
    cwd: io.cwd,
    startSandbox: () => (require('../sandbox') as typeof import('../sandbox')).startSandbox(),
  });
