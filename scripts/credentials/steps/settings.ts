import { type SettingName, settingTable } from '../../run/environment/setting-table';
import type { Settings } from '../../run/environment/settings';
import type { Step, StepResult } from '../types';

/** Settings whose form is checked here. The key pair has a step of its own, and the base URL has become the target. */
const plain = [
  'IMBURSE_MANAGEMENT_TOKEN',
  'IMBURSE_ACCOUNT_ID',
  'IMBURSE_TENANT_ID',
  'IMBURSE_EXPIRED_TOKEN',
] as const satisfies readonly SettingName[];

function missingSettings(settings: Settings): StepResult | undefined {
  const { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey } = settings;
  if (Boolean(publicKey) !== Boolean(privateKey)) {
    const seen = [`IMBURSE_${publicKey ? 'PRIVATE' : 'PUBLIC'}_KEY is missing`];
    return { state: 'failed', seen, diagnosis: 'key-pair-incomplete' };
  }
  if (publicKey || settings.IMBURSE_MANAGEMENT_TOKEN) return undefined;
  return {
    state: 'failed',
    seen: ['no key pair and no management token in the environment or in .env'],
    diagnosis: 'credentials-missing',
  };
}

/** Are credentials set, and where do they come from? */
export const settingsStep: Step = {
  id: 'settings',
  title: 'Settings',
  evidence: ['H1'],
  checkedBy: 'machine',
  run: ({ settings }) => {
    const missing = missingSettings(settings);
    if (missing) return missing;
    for (const name of plain) {
      const setting = settings[name];
      const problem = setting && settingTable[name].check(setting.value);
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
