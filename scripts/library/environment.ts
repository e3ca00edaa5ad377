import { defined } from '../lib/defined';
import { type Environment, openEnvironment, settingsFrom } from '../run/environment/environment';
import { checkSettings } from '../run/environment/settings';
import type { TargetOptions } from './run-types';

/**
 * Opens the environment that options name; what the process has in its own is not looked at.
 *
 * @param isStrict refuses credentials that cannot be right
 * @throws UserError for a target or credentials that cannot be used
 */
export async function environmentOf(options: TargetOptions, isStrict: boolean): Promise<Environment> {
  const { target = 'embedded', allowProduction = false, credentials = {}, env = {} } = options;
  const { publicKey, privateKey, managementToken, expiredToken, noRoleToken, expiredPayoutToken, accountId, tenantId } =
    credentials;
  const known = defined({
    publicKey,
    privateKey,
    managementToken,
    expiredToken,
    noRoleToken,
    expiredPayoutToken,
    accountId,
    tenantId,
  });
  const settings = settingsFrom(known, 'the options');
  if (isStrict) checkSettings(settings);
  return openEnvironment({
    ...{ option: target, allowProduction, settings, env, cwd: '/' },
    startSandbox: () => (require('../sandbox') as typeof import('../sandbox')).startSandbox(),
  });
}

/**
 * Refuses numbers that mean nothing.
 *
 * @throws TypeError that names the option
 */
export function checkNumbers(
  options: object,
  limits: Readonly<Record<string, readonly [least: number, most: number]>>,
): void {
  for (const [name, [least, most]] of Object.entries(limits)) {
    const value: unknown = Object.entries(options).find(([key]) => key === name)?.[1];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < least || value > most)
      throw new TypeError(`${name} must be a number from ${least} to ${most}`);
  }
}
