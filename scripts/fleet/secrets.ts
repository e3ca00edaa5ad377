import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { messageOf, UserError } from '../lib/user-error';
import type { SettingName } from '../run/environment/setting-table';
import type { Settings } from '../run/environment/settings';
import type { Partner, SecretReference } from './types';

/** Where references to secrets are resolved. */
export interface SecretSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder where relative paths start. */
  readonly folder: string;
}

interface Found {
  readonly value: string;
  readonly where: string;
}

const longestSecret = 64 * 1024;

function readSecretFile(key: string, file: string, folder: string): Found {
  const path = isAbsolute(file) ? file : join(folder, file);
  try {
    const { mode, size } = statSync(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new UserError(`${key}: ${file} holds a secret and other users can read it`, `chmod 600 ${file}`);
    if (size > longestSecret)
      throw new UserError(`${key}: ${file} is longer than 64 KiB`, 'give the file that holds the secret alone');
    return { value: readFileSync(path, 'utf8').replace(/\r?\n$/, ''), where: `the file ${file}` };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? messageOf(error);
    throw new UserError(`${key}: ${file} cannot be read (${code})`, 'check the path and the permissions');
  }
}

function resolve(key: string, reference: string | SecretReference, { env, folder }: SecretSource): Found {
  if (typeof reference === 'string') return { value: reference, where: 'partners.yaml' };
  if ('file' in reference) return readSecretFile(key, reference.file, folder);
  const value = env[reference.env];
  if (!value)
    throw new UserError(
      `${key}: the environment variable ${reference.env} is not set`,
      `export ${reference.env} before you start the fleet or its worker`,
    );
  return { value, where: `the environment variable ${reference.env}` };
}

const settingOf = {
  publicKey: 'IMBURSE_PUBLIC_KEY',
  privateKey: 'IMBURSE_PRIVATE_KEY',
  managementToken: 'IMBURSE_MANAGEMENT_TOKEN',
  expiredToken: 'IMBURSE_EXPIRED_TOKEN',
  accountId: 'IMBURSE_ACCOUNT_ID',
  tenantId: 'IMBURSE_TENANT_ID',
} as const satisfies Partial<Record<keyof Partner, SettingName>>;

/** Settings that belong to this machine and not to a partner: the client certificate. */
const ofTheMachine = ['IMBURSE_CLIENT_CERT', 'IMBURSE_CLIENT_KEY'] as const satisfies readonly SettingName[];

/**
 * A partner's settings with its secrets resolved, and the client certificate of the environment.
 *
 * @throws UserError for a variable that is not set, and a file that cannot be read or that other users can read
 */
export function settingsOfPartner(partner: Partner, source: SecretSource): Settings {
  const settings: Settings = {};
  for (const key of Object.keys(settingOf) as (keyof typeof settingOf)[]) {
    const reference = partner[key];
    if (reference === undefined) continue;
    const { value, where } = resolve(key, reference, source);
    settings[settingOf[key]] = { value, source: where, where, shadows: [] };
  }
  for (const name of ofTheMachine) {
    const value = source.env[name];
    if (value) settings[name] = { value, source: 'environment', where: 'the environment', shadows: [] };
  }
  return settings;
}
