import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parseEnv } from 'node:util';
import { messageOf, UserError } from '../../lib/user-error';
import { type SettingName, settingNames, settingTable } from './setting-table';

/** A setting's value, and where it came from. */
export interface Setting {
  readonly value: string;
  /** For people: `environment`, `.env`, or the `_FILE` setting. */
  readonly source: string;
  /** The same with the line, such as `.env line 3`. */
  readonly where: string;
  /** Other places that also set it and are ignored because of this one. */
  readonly shadows: readonly string[];
}

export type Settings = Partial<Record<SettingName, Setting>>;

type Environment = Readonly<Record<string, string | undefined>>;

interface Layer {
  readonly label: string;
  readonly values: Environment;
  /** The label, with the line of a name if it is a file. */
  readonly where: (name: string) => string;
}

/** The text of an `.env` file; empty if it is missing. A file that other users can read is refused. */
function readEnvFile(path: string): string {
  try {
    const { mode } = statSync(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new UserError(`${path} can be read by other users and may contain secrets`, `chmod 600 ${path}`);
    }
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof UserError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new UserError(`${path} cannot be read: ${messageOf(error)}`);
  }
}

function envFileLayer(path: string): Layer {
  const text = readEnvFile(path);
  const lines = text.split(/\r?\n/);
  const where = (name: string): string => {
    const line = lines.findLastIndex((each) => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(each));
    return line < 0 ? '.env' : `.env line ${line + 1}`;
  };
  return { label: '.env', values: parseEnv(text) as Environment, where };
}

/** The content of the file that a `_FILE` setting names, without the final line break; `where` names the setting. */
function readSecretFile(where: string, path: string, cwd: string): string {
  try {
    return readFileSync(isAbsolute(path) ? path : join(cwd, path), 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? messageOf(error);
    throw new UserError(`${where} names a file that cannot be read (${code})`, 'check its path and permissions');
  }
}

/** Every place that sets a name; the first one counts. */
function placesOf(
  name: SettingName,
  layers: readonly Layer[],
): { source: string; where: string; file?: string; value?: string }[] {
  return layers.flatMap(({ label, values, where }) => {
    const [direct, file] = [values[name], values[`${name}_FILE`]];
    return [
      ...(direct ? [{ source: label, where: where(name), value: direct }] : []),
      ...(file
        ? [{ source: `${name}_FILE in ${label}`, where: `${name}_FILE in ${where(`${name}_FILE`)}`, file }]
        : []),
    ];
  });
}

/**
 * Finds every setting, valid or not: in the environment, in the file that its `_FILE` setting names, or else in `.env`.
 *
 * @throws UserError for a file that cannot be read, or an `.env` that others can read
 */
export function collectSettings(environment: Environment, cwd: string): Settings {
  const layers = [
    { label: 'environment', values: environment, where: () => 'the environment' },
    envFileLayer(join(cwd, '.env')),
  ];
  const settings: Settings = {};
  for (const name of settingNames) {
    const [first, ...others] = placesOf(name, layers);
    if (!first) continue;
    const { source, where, file, value = readSecretFile(where, file ?? '', cwd) } = first;
    settings[name] = { value, source, where, shadows: others.map((each) => each.where) };
  }
  return settings;
}

/**
 * Reads every setting, as `collectSettings` finds it, and validates it.
 *
 * @throws UserError also for an invalid value, or if one of a pair is missing; no value is quoted
 */
export function readSettings(environment: Environment, cwd: string): Settings {
  const settings = collectSettings(environment, cwd);
  for (const name of settingNames) {
    const setting = settings[name];
    const problem = setting && settingTable[name].check(setting.value);
    if (problem)
      throw new UserError(`${name} (${setting.where}) ${problem}`, `set ${name} to ${settingTable[name].help}`);
  }
  for (const [one, other] of [
    ['IMBURSE_PUBLIC_KEY', 'IMBURSE_PRIVATE_KEY'],
    ['IMBURSE_ACCOUNT_ID', 'IMBURSE_TENANT_ID'],
    ['IMBURSE_CLIENT_CERT', 'IMBURSE_CLIENT_KEY'],
  ] as const) {
    const missing = settings[one] && !settings[other] ? other : settings[other] && !settings[one] ? one : undefined;
    if (missing)
      throw new UserError(`${missing} is missing, but ${missing === one ? other : one} is set`, 'set both or neither');
  }
  return settings;
}
