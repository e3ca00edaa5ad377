import { isAbsolute, join } from 'node:path';
import type { Env } from '../lib/io';
import type { Redactor } from '../report/redactor';
import { settingOfCredential } from '../run/environment/environment';
import { readValueFile, UnreadableSecret } from '../run/environment/secret-file';
import type { SettingName } from '../run/environment/setting-table';
import type { Settings } from '../run/environment/settings';
import type { Partner, SecretReference } from './types';

/** Where references to secrets are resolved. */
export interface SecretSource {
  readonly env: Env;
  /** The folder where relative paths start. */
  readonly folder: string;
}

interface Found {
  readonly value: string;
  readonly where: string;
}

function resolve(key: string, reference: string | SecretReference, { env, folder }: SecretSource): Found {
  if (typeof reference === 'string') return { value: reference, where: 'partners.yaml' };
  if ('file' in reference)
    return { value: readValueFile(key, reference.file, folder, true), where: `the file ${reference.file}` };
  const value = env[reference.env];
  if (!value)
    throw new UnreadableSecret(
      `${key}: the environment variable ${reference.env} is not set`,
      `export ${reference.env} before you start the fleet or its worker`,
    );
  return { value, where: `the environment variable ${reference.env}` };
}

/** Lets messages name the files of a partner, whose folder may look random. A name that looks like a secret stays hidden. */
export function allowPaths(
  partner: Partner,
  { folder }: SecretSource,
  secrets: Pick<Redactor, 'redact' | 'allow'>,
): void {
  for (const key of Object.keys(settingOfCredential) as (keyof typeof settingOfCredential)[]) {
    const reference = partner[key];
    if (typeof reference !== 'object' || !('file' in reference)) continue;
    const { file } = reference;
    if (!isAbsolute(file) && secrets.redact(file) === file) secrets.allow(join(folder, file));
  }
}

/** Settings that belong to this machine and not to a partner: the client certificate. */
const ofTheMachine = ['IMBURSE_CLIENT_CERT', 'IMBURSE_CLIENT_KEY'] as const satisfies readonly SettingName[];

/**
 * A partner's settings with its secrets resolved, and the client certificate of the environment.
 *
 * @throws UnreadableSecret for a variable that is not set, and a file that cannot be read or that other users can read
 */
export function settingsOfPartner(partner: Partner, source: SecretSource): Settings {
  const settings: Settings = {};
  for (const key of Object.keys(settingOfCredential) as (keyof typeof settingOfCredential)[]) {
    const reference = partner[key];
    if (reference === undefined) continue;
    const { value, where } = resolve(key, reference, source);
    settings[settingOfCredential[key]] = { value, source: where, where, shadows: [] };
  }
  for (const name of ofTheMachine) {
    const value = source.env[name];
    if (value) settings[name] = { value, source: 'environment', where: 'the environment', shadows: [] };
  }
  return settings;
}
