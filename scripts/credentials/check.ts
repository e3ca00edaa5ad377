import { release } from 'node:os';
import { mapStrings } from '../lib/map-strings';
import { packageInfo } from '../lib/package-root';
import { settingNames, settingTable } from '../run/environment/setting-table';
import type { Settings } from '../run/environment/settings';
import type {
  CredentialCheck,
  ReportedDiagnosis,
  ReportedSetting,
  ReportedTarget,
  Rung,
} from './credential-check-schema';
import { type DiagnosisCode, diagnosisOf, exitCodeOf } from './diagnoses';
import { type Climb, climb, type LadderOptions } from './ladder';
import type { CheckedTarget, Secrets } from './types';

export interface CheckOptions extends Omit<LadderOptions, 'elapsed'> {
  /** What named the target: an option, a setting, or nothing. */
  readonly targetFrom: string;
  /** The exit code of the signal that ended the check, once one has. */
  readonly interruptedBy: () => 130 | 143 | undefined;
}

const reported = (code: DiagnosisCode): ReportedDiagnosis => {
  const { title, blame, evidence, remedy } = diagnosisOf(code);
  return { code, title, blame, evidence, remedy };
};

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Learns everything that must not be shown: also a public key that is none, for it may be the private one. */
export function learnSettings(settings: Settings, secrets: Secrets): void {
  for (const name of settingNames) {
    const value = settings[name]?.value;
    if (value === undefined) continue;
    const kind = name.slice('IMBURSE_'.length).toLowerCase().replaceAll('_', ' ');
    if (!settingTable[name].secret && !(name === 'IMBURSE_PUBLIC_KEY' && !guid.test(value.trim()))) continue;
    const bare = value.replace(/^[\s"'\uFEFF]+|[\s"']+$/g, '');
    for (const each of new Set([value, bare])) secrets.learn(each, kind, true);
    // Not only the text of a key is secret, but also the bytes that it stands for.
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
        from: where,
        shadows,
        value: secrets.redact(settingTable[name].secret && value.length <= 8 ? '[short]' : value),
      },
    ];
  });
}

type Ending = Pick<CredentialCheck, 'exitCode' | 'verdict' | 'cause' | 'complete'>;

const verdicts = { 2: 'settings-wrong', 3: 'no-verdict', 4: 'refused' } as const;

/** The first rung that failed names the cause; where none did, the first that came to nothing and ended the climb. */
function endingOf(rungs: readonly Rung[], interruptedBy: 130 | 143 | undefined): Ending {
  if (interruptedBy !== undefined) return { exitCode: interruptedBy, verdict: 'interrupted', complete: false };
  const bad = rungs.find(({ state }) => state === 'failed') ?? rungs.find(({ diagnosis }) => diagnosis !== undefined);
  if (bad?.diagnosis === undefined) return { exitCode: 0, verdict: 'working', complete: true };
  const cause = reported(bad.diagnosis);
  const exitCode = exitCodeOf[cause.blame];
  return { exitCode, verdict: verdicts[exitCode], cause, complete: true };
}

const environmentOf = ({ kind }: CheckedTarget): ReportedTarget['environment'] =>
  kind === 'custom' ? 'unknown' : kind;

function warningsOf({ rungs }: Climb, cause: DiagnosisCode | undefined): ReportedDiagnosis[] {
  const codes = new Set(rungs.flatMap(({ warnings }) => warnings));
  return [...codes].filter((code) => code !== cause).map(reported);
}

/** Climbs the ladder and draws the conclusion. */
export async function checkCredentials(options: CheckOptions): Promise<CredentialCheck> {
  const { target, targetFrom, settings, secrets, host, network, interruptedBy } = options;
  learnSettings(settings, secrets);
  const startedAt = new Date(host.now()).toISOString();
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  const climbed = await climb({ ...options, elapsed });
  const { rungs, exchanges, known } = climbed;
  const ending = endingOf(rungs, interruptedBy());
  const { proxy } = network;
  const result: CredentialCheck = {
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
    warnings: warningsOf(climbed, ending.cause?.code),
    target: {
      name: target.name,
      environment: environmentOf(target),
      baseUrl: target.baseUrl,
      from: targetFrom,
      ...(proxy && { proxy: `${proxy.host}:${proxy.port}` }),
    },
    settings: reportedSettings(settings, secrets),
    ...(known.skew && { clock: { skewMs: known.skew.ms, uncertaintyMs: known.skew.uncertaintyMs } }),
    rungs,
    exchanges,
  };
  return mapStrings(result, (text) => secrets.redact(text));
}
