import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parseEnv } from 'node:util';
import { messageOf, UserError } from '../lib/user-error';
import { type SettingName, settingNames, settingTable } from './setting-table';

/** A setting's value, and where it came from. */
export interface Setting {
  readonly value: string;
  /** For people: `environment`, `.env`, or the file that a `_FILE` setting names. */
  readonly source: string;
}

export type Settings = Partial<Record<SettingName, Setting>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The `.env` file of a folder; empty where there is none. A file that others can read is refused. */
function readEnvFile(path: string): Environment {
  try {
    const { mode } = statSync(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new UserError(`${path} can be read by others, and it may hold secrets`, `chmod 600 ${path}`);
    }
    return parseEnv(readFileSync(path, 'utf8')) as Environment;
  } catch (error) {
    if (error instanceof UserError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new UserError(`${path} cannot be read: ${messageOf(error)}`);
  }
}

/** The content of the file that a `_FILE` setting names, without the line break at its end. */
function readSecretFile(name: string, path: string, cwd: string): string {
  try {
    return readFileSync(isAbsolute(path) ? path : join(cwd, path), 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? messageOf(error);
    throw new UserError(
      `${name}_FILE names a file that cannot be read (${code})`,
      'check the path and who may read it',
    );
  }
}

/**
 * Reads every setting: from the environment, or from the file that its `_FILE` names, or else from `.env`.
 *
 * @throws UserError for a file that cannot be read, an `.env` that others can read, or a malformed value; no value is quoted
 */
export function readSettings(environment: Environment, cwd: string): Settings {
  const envFile = join(cwd, '.env');
  const layers = [
    { label: 'environment', values: environment },
    { label: '.env', values: readEnvFile(envFile) },
  ];
  const settings: Settings = {};
  for (const name of settingNames) {
    for (const { label, values } of layers) {
      const direct = values[name];
      const file = values[`${name}_FILE`];
      if (direct) settings[name] ??= { value: direct, source: label };
      else if (file) settings[name] ??= { value: readSecretFile(name, file, cwd), source: `${name}_FILE in ${label}` };
    }
    const setting = settings[name];
    const problem = setting && settingTable[name].check(setting.value);
    if (problem)
      throw new UserError(`${name} (${setting.source}) ${problem}`, `set ${name} to ${settingTable[name].help}`);
  }
  for (const [one, other] of [
    ['IMBURSE_PUBLIC_KEY', 'IMBURSE_PRIVATE_KEY'],
    ['IMBURSE_ACCOUNT_ID', 'IMBURSE_TENANT_ID'],
  ] as const) {
    const missing = settings[one] && !settings[other] ? other : settings[other] && !settings[one] ? one : undefined;
    if (missing)
      throw new UserError(
        `${missing} is missing: it goes with ${missing === one ? other : one}`,
        `set both or neither`,
      );
  }
  return settings;
}
