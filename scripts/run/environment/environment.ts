import type { Credentials } from '../../contract/derive';
import { preflight } from '../../http/preflight';
import type { Route } from '../../http/route';
import type { Target } from '../../http/types';
import type { Env } from '../../lib/io';
import { UserError } from '../../lib/user-error';
import { chooseTarget, isEmbedded } from '../target';
import { routeOf } from './route';
import { type SettingName, settingNames } from './setting-table';
import { haveCredentials, type Settings } from './settings';

/** The credentials of a run; the path of the HMAC exchange is found out while it runs. */
export type RunCredentials = Omit<Credentials, 'hmacPath'>;

/** Where requests go, how they get there, and on whose behalf. Made once for a command. */
export interface Environment {
  readonly target: Target;
  /** What named the target, for people: `--target`, `IMBURSE_BASE_URL (.env line 3)`, `the default`. */
  readonly targetFrom: string;
  /** The base URL in the settings that `--target` shadows, for people: `IMBURSE_BASE_URL (.env line 3)`. */
  readonly shadowed?: string | undefined;
  readonly route: Route;
  readonly credentials: RunCredentials;
  /** No management token is configured: the run uses the one that the HMAC exchange issues. */
  readonly fetchesToken: boolean;
  /** The settings in use, with their source. */
  readonly settings: Settings;
  /** Credentials that are configured and not used, because the embedded sandbox issues its own. */
  readonly unused: readonly SettingName[];
  /** Stops everything that was started for it. */
  close(): Promise<void>;
}

/** A server that an environment starts for itself. */
export interface StartedSandbox {
  readonly url: string;
  readonly credentials: RunCredentials;
  close(): Promise<void>;
}

/** What an environment is made from. */
export interface EnvironmentInput {
  /** The value of `--target`. */
  readonly option: string | undefined;
  readonly allowProduction: boolean;
  /** Plain HTTP is allowed to containers on this machine. */
  readonly localHttp?: boolean;
  readonly settings: Settings;
  /** The variables of the process, for its proxy. */
  readonly env: Env;
  readonly cwd: string;
  readonly startSandbox: () => Promise<StartedSandbox>;
}

/** The setting that gives each credential. */
export const settingOfCredential = {
  managementToken: 'IMBURSE_MANAGEMENT_TOKEN',
  publicKey: 'IMBURSE_PUBLIC_KEY',
  privateKey: 'IMBURSE_PRIVATE_KEY',
  expiredToken: 'IMBURSE_EXPIRED_TOKEN',
  noRoleToken: 'IMBURSE_NO_ROLE_TOKEN',
  expiredPayoutToken: 'IMBURSE_EXPIRED_PAYOUT_TOKEN',
  accountId: 'IMBURSE_ACCOUNT_ID',
  tenantId: 'IMBURSE_TENANT_ID',
} as const satisfies Record<keyof RunCredentials, SettingName>;

const credentialNames = Object.keys(settingOfCredential) as (keyof RunCredentials)[];

/** The credentials that settings give. */
export const credentialsFrom = (settings: Settings): RunCredentials =>
  Object.fromEntries(credentialNames.map((name) => [name, settings[settingOfCredential[name]]?.value]));

/** Credentials that are known already, as settings. */
export function settingsFrom(credentials: RunCredentials, source: string): Settings {
  const settings: Settings = {};
  for (const name of credentialNames) {
    const value = credentials[name];
    if (value !== undefined) settings[settingOfCredential[name]] = { value, source, where: source, shadows: [] };
  }
  return settings;
}

function makeEnvironment(target: Target, settings: Settings, more: Partial<Environment> = {}): Environment {
  const credentials = credentialsFrom(settings);
  return {
    target,
    targetFrom: 'the default',
    route: {},
    credentials,
    fetchesToken: credentials.managementToken === undefined && credentials.publicKey !== undefined,
    settings,
    unused: [],
    close: async () => undefined,
    ...more,
  };
}

/** The environment for a target and credentials that are known already. */
export const environmentWith = (target: Target, credentials: RunCredentials, source: string): Environment =>
  makeEnvironment(target, settingsFrom(credentials, source));

/**
 * The environment for a target that is known already, with the credentials and the client certificate of its settings.
 *
 * @throws UserError as `routeOf`
 */
export const environmentAt = (
  target: Target,
  settings: Settings,
  { env, cwd, localHttp }: Pick<EnvironmentInput, 'env' | 'cwd' | 'localHttp'>,
  targetFrom: string,
): Environment =>
  makeEnvironment(target, settings, {
    targetFrom,
    route: { ...routeOf(target.baseUrl, settings, env, cwd), ...(localHttp && { localHttp }) },
  });

function namedBy(option: string | undefined, { IMBURSE_BASE_URL: own }: Settings, cut?: string): string {
  const setting = own ? `IMBURSE_BASE_URL (${own.where})` : 'the default';
  const name = option === undefined ? setting : '--target';
  return cut === undefined ? name : `${name} without its "${cut}"`;
}

/**
 * Opens the environment that the options and settings name; starts the embedded sandbox if they name no other target.
 *
 * @throws UserError for a target or a route that cannot be used
 */
export async function openEnvironment(input: EnvironmentInput): Promise<Environment> {
  const { option, allowProduction, localHttp, settings, startSandbox } = input;
  const baseUrl = settings.IMBURSE_BASE_URL?.value;
  const shadowed = option !== undefined && settings.IMBURSE_BASE_URL ? namedBy(undefined, settings) : undefined;
  if (!isEmbedded(option, baseUrl)) {
    const target = chooseTarget(option, baseUrl, allowProduction, '--target', localHttp);
    return { ...environmentAt(target, settings, input, namedBy(option, settings, target.cut)), shadowed };
  }
  const { url, credentials, close } = await startSandbox();
  return makeEnvironment(
    { name: 'embedded', kind: 'embedded', baseUrl: url },
    settingsFrom({ ...credentials, managementToken: undefined }, 'the embedded sandbox'),
    { targetFrom: namedBy(option, {}), unused: settingNames.filter((name) => settings[name]), close, shadowed },
  );
}

/**
 * Checks that credentials are configured. If they are missing and the target is down too, the run reports the outage,
 * because that is more useful.
 *
 * @throws UserError if credentials are missing
 */
export async function requireCredentials({ settings, target, route }: Environment, timeoutMs: number): Promise<void> {
  if (haveCredentials(settings)) return;
  const signal = AbortSignal.timeout(timeoutMs);
  if (await preflight(target, { timeoutMs, attempts: 1, signal, proxy: route.proxy })) return;
  throw new UserError(
    `no credentials for ${target.name}`,
    'set IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY',
  );
}
