import { release } from 'node:os';
import { learnProxy } from '../http/proxy';
import { defined } from '../lib/defined';
import { isGuid } from '../lib/guid';
import { mapStrings } from '../lib/map-strings';
import { packageInfo } from '../lib/package-root';
import { settingNames, settingTable } from '../run/environment/setting-table';
import type { Settings } from '../run/environment/settings';
import type { CredentialCheck, ReportedDiagnosis, ReportedSetting, ReportedStep } from './credential-check-schema';
import { type DiagnosisCode, diagnoses, exitCodeByBlame } from './diagnoses';
import { isPlaceholder } from './key-problems';
import { sparingOwnWords } from './own-words';
import { runSteps, type StepsOptions } from './run-steps';
import type { CheckState, Secrets } from './types';

export interface CredentialCheckOptions extends Omit<StepsOptions, 'elapsed'> {
  /** The variable that names the proxy, and the file of further authorities, for people. */
  readonly read?: { readonly proxy?: string; readonly ca?: string } | undefined;
  /** Where the target was set: an option, a setting, or the default. */
  readonly targetFrom: string;
  /** The exit code of the signal that interrupted the check, if one did. */
  readonly interruptedBy: () => 130 | 143 | undefined;
}

const reported = (code: DiagnosisCode): ReportedDiagnosis => {
  const { title, blame, evidence, remedy } = diagnoses[code];
  return { code, title, blame, evidence, remedy };
};

/** Learns everything that must not be shown. A public key that is not a GUID may be the private key. */
export function learnSettings(settings: Settings, secrets: Secrets): void {
  for (const name of settingNames) {
    const value = settings[name]?.value;
    if (value === undefined || isPlaceholder(value)) continue;
    const kind = name.slice('IMBURSE_'.length).toLowerCase().replaceAll('_', ' ');
    if (!settingTable[name].secret && !(name === 'IMBURSE_PUBLIC_KEY' && !isGuid(value.trim()))) continue;
    const bare = value.replace(/^[\s"'\uFEFF]+|[\s"']+$/g, '');
    for (const each of new Set([value, bare])) secrets.learn(each, kind, true);
    // The bytes that a key encodes are as secret as its text.
    if (/KEY$/.test(name)) secrets.learn(Buffer.from(bare, 'base64').toString('hex'), kind);
  }
}

function reportedSettings(settings: Settings, secrets: Secrets): ReportedSetting[] {
  return settingNames.flatMap((name) => {
    const setting = settings[name];
    if (!setting) return [];
    const { value, where, shadows } = setting;
    return [
      {
        name,
        from: secrets.redact(where, { ours: true }),
        shadows: shadows.map((each) => secrets.redact(each, { ours: true })),
        value: secrets.redact(settingTable[name].secret && value.length <= 8 ? '[short]' : value),
      },
    ];
  });
}

/** Whose the credentials are, once the target has accepted them. */
function identityOf({ identity, payoutToken, fetchedToken }: CheckState): Pick<CredentialCheck, 'identity'> {
  if (!identity || (payoutToken === undefined && fetchedToken === undefined)) return {};
  const { roles, tenant, account, expMs } = identity;
  const expiresAt = expMs === undefined || Math.abs(expMs) > 8.64e15 ? undefined : new Date(expMs).toISOString();
  return { identity: { roles, ...defined({ tenant, account, expiresAt }) } };
}

function readOf({ envFile: file, maxDurationMs = 0, read }: CredentialCheckOptions): CredentialCheck['read'] {
  const problems = file?.problems.slice(0, 20).map(({ line, text }) => ({ line, text })) ?? [];
  const envFile = file && { path: file.path, encoding: file.encoding, assignments: file.assignments, problems };
  return { maxDurationMs, ...defined({ envFile, proxy: read?.proxy, ca: read?.ca }) };
}

/** Texts of this machine: paths and addresses look random, and are not secret unless they contain a secret. */
function ownTexts({ target, settings, envFile, read, network }: CredentialCheckOptions): string[] {
  const set = settingNames.flatMap((name) => settings[name] ?? []);
  return [
    ...set.flatMap(({ where, shadows }) => [where, ...shadows]),
    ...[target.name, target.baseUrl, envFile?.path, network.proxy?.host, read?.proxy, read?.ca],
  ].filter((text) => text !== undefined);
}

type Ending = Pick<CredentialCheck, 'exitCode' | 'verdict' | 'cause' | 'complete'>;

const verdicts = { 2: 'settings-wrong', 3: 'no-verdict', 4: 'refused' } as const;

/** The first step that failed names the cause, or else the first one that has a diagnosis. */
function endingOf(steps: readonly ReportedStep[], interruptedBy: 130 | 143 | undefined): Ending {
  if (interruptedBy !== undefined) return { exitCode: interruptedBy, verdict: 'interrupted', complete: false };
  const bad = steps.find(({ state }) => state === 'failed') ?? steps.find(({ diagnosis }) => diagnosis !== undefined);
  if (bad?.diagnosis === undefined) return { exitCode: 0, verdict: 'working', complete: true };
  const cause = reported(bad.diagnosis);
  const exitCode = exitCodeByBlame[cause.blame];
  return { exitCode, verdict: verdicts[exitCode], cause, complete: true };
}

function warningsOf(steps: readonly ReportedStep[], cause: DiagnosisCode | undefined): ReportedDiagnosis[] {
  const codes = new Set(steps.flatMap(({ warnings }) => warnings));
  return [...codes].filter((code) => code !== cause).map(reported);
}

/** Runs the steps and draws the conclusion. */
export async function checkCredentials({ secrets: all, ...rest }: CredentialCheckOptions): Promise<CredentialCheck> {
  const secrets = sparingOwnWords(all);
  const options = { ...rest, secrets };
  const { target, targetFrom, settings, host, network, interruptedBy } = options;
  learnSettings(settings, secrets);
  learnProxy(secrets, network.proxy);
  for (const own of ownTexts(options)) secrets.allow(own);
  const shown = <T>(value: T): T => mapStrings(value, (text) => secrets.redact(text, { ours: true }));
  const startedAt = new Date(host.now()).toISOString();
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  const { steps, exchanges, known } = await runSteps({ ...options, elapsed });
  const ending = endingOf(steps, interruptedBy());
  const { proxy } = network;
  return {
    schemaVersion: 1,
    tool: packageInfo(),
    runtime: {
      node: process.versions.node,
      openssl: process.versions.openssl,
      platform: `${process.platform} ${process.arch} ${release()}`,
    },
    startedAt,
    durationMs: Math.round(elapsed()),
    ...ending,
    warnings: warningsOf(steps, ending.cause?.code),
    target: {
      name: target.name,
      environment: target.kind === 'custom' ? 'unknown' : target.kind,
      baseUrl: shown(target.baseUrl),
      from: targetFrom,
      ...(proxy && { proxy: shown(`${proxy.host}:${proxy.port}`) }),
    },
    settings: reportedSettings(settings, secrets),
    read: shown(readOf(options)),
    ...mapStrings(identityOf(known), (text) => secrets.redact(text)),
    ...(known.skew && { clock: { skewMs: known.skew.ms, uncertaintyMs: known.skew.uncertaintyMs } }),
    steps,
    exchanges,
  };
}
