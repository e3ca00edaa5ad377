import { randomBytes, randomUUID } from 'node:crypto';
import { type Network, nodeNetwork } from '../../http/network';
import { proxyFor } from '../../http/proxy';
import { Redactor } from '../../report/redactor';
import { readEnvText } from '../../run/environment/env-file';
import type { SettingName } from '../../run/environment/setting-table';
import type { Setting, Settings } from '../../run/environment/settings';
import { nodeHost } from '../../run/host';
import type { Sandbox } from '../../sandbox';
import { checkCredentials } from '../check';
import type { CredentialCheck, ReportedStep, StepId } from '../credential-check-schema';
import { deadlineAfter } from '../deadline';
import type { Certificate } from './certificates';

export interface Trial {
  readonly baseUrl: string;
  readonly settings: Partial<Record<SettingName, string>>;
  /** How far this machine's clock is off; negative if it is slow. */
  readonly clockOffMs?: number;
  readonly uniqueId?: () => string;
  readonly network?: Partial<Network>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ca?: string;
  readonly clientCertificate?: Certificate;
  readonly timeoutMs?: number;
  readonly maxDurationMs?: number;
  /** The content of `.env`, which is read as the command reads it. */
  readonly envText?: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: ReportedStep) => void;
}

const settingOf = (value: string): Setting => ({ value, source: 'environment', where: 'the environment', shadows: [] });

/** A key pair that no server knows. */
export const someKeys = (): { IMBURSE_PUBLIC_KEY: string; IMBURSE_PRIVATE_KEY: string } => ({
  IMBURSE_PUBLIC_KEY: randomUUID(),
  IMBURSE_PRIVATE_KEY: randomBytes(32).toString('base64'),
});

export const keysOf = ({ credentials }: Sandbox) => ({
  IMBURSE_PUBLIC_KEY: credentials.publicKey,
  IMBURSE_PRIVATE_KEY: credentials.privateKey,
});

/** Checks credentials as the command does. */
export async function check(trial: Trial): Promise<CredentialCheck> {
  const { baseUrl, clockOffMs = 0, signal = new AbortController().signal } = trial;
  const settings = Object.fromEntries(
    Object.entries(trial.settings).map(([name, value]) => [name, settingOf(value)]),
  ) as Settings;
  const now = () => Date.now() + clockOffMs;
  const host = { ...nodeHost(Math.random), now, ...(trial.uniqueId && { uniqueId: trial.uniqueId }) };
  const proxy = proxyFor(baseUrl, trial.environment ?? {});
  const { ca, clientCertificate } = trial;
  const route = { proxy, clientCertificate, ...(ca !== undefined && { ca }) };
  const maxDurationMs = trial.maxDurationMs ?? 120_000;
  const deadline = deadlineAfter(maxDurationMs, signal);
  const own = nodeNetwork(baseUrl, route, { timeoutMs: trial.timeoutMs ?? 60_000, signal: deadline.signal }, now);
  try {
    return await checkCredentials({
      target: { name: 'a target', kind: 'custom', baseUrl },
      targetFrom: '--target',
      settings,
      network: { ...own, ...trial.network },
      host,
      secrets: new Redactor(),
      signal: deadline.signal,
      isLate: deadline.isLate,
      maxDurationMs,
      ...(trial.envText !== undefined && { envFile: readEnvText('.env', Buffer.from(trial.envText)) }),
      onStep: trial.onStep ?? (() => undefined),
      interruptedBy: () => (signal.aborted ? 130 : undefined),
    });
  } finally {
    deadline.release();
    await own.close();
  }
}

/** The state of one step. */
export const stateOf = ({ steps }: CredentialCheck, id: StepId): ReportedStep['state'] | undefined =>
  steps.find((step) => step.id === id)?.state;
