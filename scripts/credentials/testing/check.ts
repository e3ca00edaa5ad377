import { randomBytes, randomUUID } from 'node:crypto';
import { proxyFor } from '../../http/proxy';
import { Redactor } from '../../report/redactor';
import type { SettingName } from '../../run/environment/setting-table';
import type { Setting, Settings } from '../../run/environment/settings';
import { nodeHost } from '../../run/host';
import type { Sandbox } from '../../sandbox';
import { type CredentialCheck, checkCredentials } from '../check';
import { nodeNetwork } from '../network';
import type { Network, Rung, RungId } from '../types';

export interface Trial {
  readonly baseUrl: string;
  readonly settings: Partial<Record<SettingName, string>>;
  /** How far this machine's clock is off; negative where it is slow. */
  readonly clockOffMs?: number;
  readonly uniqueId?: () => string;
  readonly network?: Partial<Network>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ca?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onRung?: (rung: Rung) => void;
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

/** Checks credentials as the command does, without the command. */
export async function check(trial: Trial): Promise<CredentialCheck> {
  const { baseUrl, clockOffMs = 0, signal = new AbortController().signal } = trial;
  const settings = Object.fromEntries(
    Object.entries(trial.settings).map(([name, value]) => [name, settingOf(value)]),
  ) as Settings;
  const now = () => Date.now() + clockOffMs;
  const host = { ...nodeHost(Math.random), now, ...(trial.uniqueId && { uniqueId: trial.uniqueId }) };
  const proxy = proxyFor(baseUrl, trial.environment ?? {});
  const own = nodeNetwork({
    ...{ timeoutMs: trial.timeoutMs ?? 60_000, signal, now, proxy },
    ...(trial.ca !== undefined && { ca: trial.ca }),
  });
  try {
    return await checkCredentials({
      target: { name: 'a target', kind: 'custom', baseUrl },
      targetFrom: '--target',
      settings,
      network: { ...own, ...trial.network },
      host,
      secrets: new Redactor(),
      signal,
      onRung: trial.onRung ?? (() => undefined),
      interruptedBy: () => (signal.aborted ? 130 : undefined),
    });
  } finally {
    await own.close();
  }
}

/** The state of one rung. */
export const stateOf = ({ rungs }: CredentialCheck, id: RungId): Rung['state'] | undefined =>
  rungs.find((rung) => rung.id === id)?.state;
