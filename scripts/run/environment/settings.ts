import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { inputProblemText } from '../../lib/file-problem';
import type { Env, Io } from '../../lib/io';
import { InputProblem, readInput } from '../../lib/read-input';
import { shellQuote } from '../../lib/shell';
import { UserError } from '../../lib/user-error';
import { type EnvFile, envProblemText, nameProblem, readEnvText } from './env-file';
import { keyExposure } from './key-exposure';
import { readValueFile } from './secret-file';
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

interface Layer {
  readonly label: string;
  readonly values: Env;
  /** The label, with the line of a name if it is a file. */
  readonly where: (name: string) => string;
  /** Earlier lines that set a name. The last one counts. */
  readonly earlier: (name: string) => readonly string[];
}

const longestEnvFile = 2 ** 20;

/** Reads an `.env` file; `undefined` if there is none. A file that others can read is refused. */
function readEnvFile(path: string): EnvFile | undefined {
  try {
    return readEnvText(path, readInput(path, longestEnvFile, true));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (!(error instanceof InputProblem))
      throw new UserError(`${path} cannot be read: ${inputProblemText(error)}`, 'check its path and permissions');
    if (error.code === 'not-a-file')
      throw new UserError(`${path} is not a regular file`, (tool) => `${tool} init writes one`);
    if (error.code === 'exposed')
      throw new UserError(
        `${path} can be read by other users and may contain secrets`,
        `chmod 600 ${shellQuote(path)}`,
      );
    throw new UserError(`${path} is longer than 1 MiB`, 'remove everything but the settings');
  }
}

function envFileLayer(file: EnvFile | undefined): Layer {
  const lines = file?.text.split(/\r\n|\n|\r/) ?? [];
  const linesOf = (name: string): string[] => {
    const sets = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`);
    return lines.flatMap((line, index) => (sets.test(line) ? [`.env line ${index + 1}`] : []));
  };
  return {
    label: '.env',
    values: parseEnv(file?.assigning ?? '') as Env,
    where: (name) => linesOf(name).at(-1) ?? '.env',
    earlier: (name) => linesOf(name).slice(0, -1),
  };
}

const environmentLayer = (values: Env): Layer => ({
  ...{ label: 'environment', values, where: () => 'the environment', earlier: () => [] },
});

/** Every place that sets a name; the first one counts. */
function placesOf(
  name: SettingName,
  layers: readonly Layer[],
): { source: string; where: string; earlier: readonly string[]; file?: string; value?: string }[] {
  return layers.flatMap(({ label, values, where, earlier }) => {
    const [direct, file] = [values[name], values[`${name}_FILE`]];
    return [
      ...(direct ? [{ source: label, where: where(name), earlier: earlier(name), value: direct }] : []),
      ...(file
        ? [{ source: `${name}_FILE in ${label}`, where: `${name}_FILE in ${where(`${name}_FILE`)}`, earlier: [], file }]
        : []),
    ];
  });
}

/** Every setting, valid or not, and the `.env` file that was read. */
export interface Collected {
  readonly settings: Settings;
  readonly envFile?: EnvFile;
  /** Attempts to set something: `IMBURSE_PUBLIC_KEY (.env line 3) is empty`, names that are not settings. */
  readonly hints: readonly string[];
  /** The variables of the process and, below them, of `.env`. */
  readonly env: Env;
}

/** Files that other tools read as well, or that an editor made of `.env`. */
const unreadFiles = ['.env.local', '.env.development', '.env.test', '.env.production', '.env.txt', 'env', 'env.txt'];

/**
 * Finds every setting, valid or not: in the environment, in the file that its `_FILE` setting names, or else in `.env`.
 *
 * @throws UserError for a file that cannot be read, and for an `.env` or a secret that others can read
 */
export function collect(environment: Env, cwd: string): Collected {
  const envFile = readEnvFile(join(cwd, '.env'));
  const fileLayer = envFileLayer(envFile);
  const layers = [environmentLayer(environment), fileLayer];
  const settings: Settings = {};
  const hints = Object.keys(environment).flatMap((name) => {
    const problem = /^IMBURSE_/i.test(name) ? nameProblem(name) : undefined;
    return problem === undefined ? [] : [`the environment ${problem}`];
  });
  hints.push(
    ...unreadFiles
      .filter((name) => existsSync(join(cwd, name)) && statSync(join(cwd, name)).isFile())
      .map((name) => `${name} is not read, only .env is`),
  );
  for (const name of settingNames) {
    const [first, ...others] = placesOf(name, layers);
    if (!first) {
      const layer = layers.find(({ values }) => values[name] !== undefined);
      if (layer) hints.push(`${name} (${layer.where(name)}) is empty`);
      continue;
    }
    const { source, where, earlier, file } = first;
    const value = first.value ?? readValueFile(where, file ?? '', cwd, settingTable[name].secret);
    settings[name] = { value, source, where, shadows: [...earlier, ...others.map((each) => each.where)] };
  }
  return { settings, hints, ...(envFile && { envFile }), env: { ...fileLayer.values, ...environment } };
}

/**
 * The variables of the process and, below them, of `.env`, for what is not one of the settings.
 *
 * @throws UserError for an `.env` that cannot be read or that others can read
 */
export const environmentVariables = (environment: Env, cwd: string): Env =>
  withEnvFile(environment, readEnvFile(join(cwd, '.env')));

const withEnvFile = (environment: Env, envFile: EnvFile | undefined): Env => ({
  ...envFileLayer(envFile).values,
  ...environment,
});

function refuseSilentLines(envFile: EnvFile | undefined): void {
  const silent = envFile?.problems.find(({ setsNothing }) => setsNothing);
  if (silent) throw new UserError(envProblemText(silent), 'write NAME=value, or # before a comment');
}

/**
 * The variables of the process and, below them, of `.env`: where a fleet looks for secrets, REDIS_URL and FLEET_KEY.
 *
 * @throws UserError as `environmentVariables`, and for a line of `.env` that sets nothing
 */
export function readFleetVariables({ env, cwd }: Pick<Io, 'env' | 'cwd'>): Env {
  const envFile = readEnvFile(join(cwd, '.env'));
  refuseSilentLines(envFile);
  return withEnvFile(env, envFile);
}

/** The first setting whose value cannot be used, and what is wrong with it; the value is not quoted. */
export function malformedSetting(
  settings: Settings,
): { readonly name: SettingName; readonly what: string } | undefined {
  for (const name of settingNames) {
    const setting = settings[name];
    const problem = setting && settingTable[name].check(setting.value);
    if (problem) return { name, what: `${name} (${setting.where}) ${problem}` };
  }
  return undefined;
}

/** Whether settings have a management token, or the key pair that fetches one. */
export const haveCredentials = ({
  IMBURSE_MANAGEMENT_TOKEN,
  IMBURSE_PUBLIC_KEY,
  IMBURSE_PRIVATE_KEY,
}: Settings): boolean =>
  IMBURSE_MANAGEMENT_TOKEN !== undefined || (IMBURSE_PUBLIC_KEY !== undefined && IMBURSE_PRIVATE_KEY !== undefined);

/**
 * Refuses settings that cannot be used; no value is quoted.
 *
 * @throws UserError for an invalid value, or if one of a pair is missing
 */
export function checkSettings(settings: Settings): void {
  const malformed = malformedSetting(settings);
  if (malformed) throw new UserError(malformed.what, `set ${malformed.name} to ${settingTable[malformed.name].help}`);
  for (const [one, other] of [
    ['IMBURSE_PUBLIC_KEY', 'IMBURSE_PRIVATE_KEY'],
    ['IMBURSE_ACCOUNT_ID', 'IMBURSE_TENANT_ID'],
    ['IMBURSE_CLIENT_CERT', 'IMBURSE_CLIENT_KEY'],
  ] as const) {
    const missing = settings[one] && !settings[other] ? other : settings[other] && !settings[one] ? one : undefined;
    if (missing)
      throw new UserError(`${missing} is missing, but ${missing === one ? other : one} is set`, 'set both or neither');
  }
  const exposed = keyExposure(settings);
  if (exposed) throw new UserError(exposed, 'give the private key in IMBURSE_PRIVATE_KEY alone');
}

/**
 * Reads every setting, as `collect` finds it, and validates it.
 *
 * @throws UserError also for a line of `.env` that sets nothing, and as `checkSettings`
 */
export function readSettings(environment: Env, cwd: string): Settings {
  const { settings, envFile } = collect(environment, cwd);
  refuseSilentLines(envFile);
  checkSettings(settings);
  return settings;
}
