import { isGuid } from '../../lib/guid';
import { envProblemText } from '../../run/environment/env-file';
import { exposesKey, keyExposure } from '../../run/environment/key-exposure';
import { type SettingName, settingTable } from '../../run/environment/setting-table';
import { isPlaceholder, tokenProblem } from '../key-problems';
import type { CheckStep, StepContext, StepResult } from '../types';

/** Settings whose form is checked here. The key pair has a step of its own, and the base URL has become the target. */
const plain = [
  'IMBURSE_MANAGEMENT_TOKEN',
  'IMBURSE_ACCOUNT_ID',
  'IMBURSE_TENANT_ID',
  'IMBURSE_EXPIRED_TOKEN',
  'IMBURSE_NO_ROLE_TOKEN',
  'IMBURSE_EXPIRED_PAYOUT_TOKEN',
] as const satisfies readonly SettingName[];

function missingSettings({ settings, envFile, hints = [] }: StepContext): StepResult | undefined {
  const { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey } = settings;
  if (Boolean(publicKey) !== Boolean(privateKey)) {
    const missing = `IMBURSE_${publicKey ? 'PRIVATE' : 'PUBLIC'}_KEY`;
    const seen = [[`${missing} is missing`, ...hints].join('; ')];
    return { state: 'failed', seen, diagnosis: 'key-pair-incomplete' };
  }
  if (publicKey || settings.IMBURSE_MANAGEMENT_TOKEN) return undefined;
  const file = envFile ? `in ${envFile.path}` : 'there is no .env file in this folder';
  const seen = [
    [`no key pair and no management token in the environment; ${envFile ? `none ${file}` : file}`, ...hints].join('; '),
  ];
  return { state: 'failed', seen, diagnosis: 'credentials-missing' };
}

/** Where the private key is set besides its own setting. It would be sent in clear from there. */
function exposure({ settings, target, network: { proxy } }: StepContext): string | undefined {
  const key = settings.IMBURSE_PRIVATE_KEY;
  if (!key) return undefined;
  const proxyUser = proxy ? `${proxy.url.username}:${proxy.url.password}` : '';
  if (exposesKey(proxyUser, key.value)) return 'the user or password of the proxy contains the private key';
  if (exposesKey(target.baseUrl, key.value)) return 'the base URL contains the private key';
  // What is a GUID is a public key in the wrong place: the form of the key says so, and nothing is sent.
  return isGuid(key.value.trim()) ? undefined : keyExposure(settings);
}

/** Are credentials set, and where do they come from? */
export const settingsStep: CheckStep = {
  id: 'settings',
  title: 'Settings',
  evidence: ['H1'],
  checkedBy: 'machine',
  run: (context) => {
    const { settings, envFile } = context;
    const lines = envFile?.problems ?? [];
    const missing = missingSettings(context);
    if (missing && lines.length === 0) return missing;
    const bad = (missing ? lines : lines.filter(({ aboutSetting }) => aboutSetting)).map(envProblemText).slice(0, 5);
    if (bad.length > 0)
      return { state: 'failed', seen: [...bad, ...(missing?.seen ?? [])], diagnosis: 'env-line-not-understood' };
    const exposed = exposure(context);
    if (exposed !== undefined) return { state: 'failed', seen: [exposed], diagnosis: 'private-key-exposed' };
    for (const name of plain) {
      const setting = settings[name];
      if (!setting) continue;
      if (isPlaceholder(setting.value)) {
        const seen = [`${name} (${setting.where}) is a placeholder`];
        return { state: 'failed', seen, diagnosis: 'setting-placeholder' };
      }
      const isToken = name.endsWith('_TOKEN');
      const problem = isToken ? tokenProblem(setting.value) : settingTable[name].check(setting.value);
      if (problem) {
        const seen = [`${name} (${setting.where}) ${problem}; set it to ${settingTable[name].help}`];
        return { state: 'failed', seen, diagnosis: 'setting-malformed' };
      }
    }
    const { IMBURSE_PRIVATE_KEY: key, IMBURSE_MANAGEMENT_TOKEN: token } = settings;
    const seen = [
      ...(key ? [`key pair from ${key.where}`] : []),
      ...(token ? [`management token from ${token.where}`] : []),
    ];
    return { state: 'ok', seen: [seen.join(', ')] };
  },
};
