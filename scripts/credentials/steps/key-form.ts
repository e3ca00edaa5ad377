import { isGuid } from '../../lib/guid';
import type { Settings } from '../../run/environment/settings';
import type { DiagnosisCode } from '../diagnoses';
import { looksPrivate, privateKeyProblem, publicKeyProblem } from '../key-problems';
import type { CheckStep } from '../types';

/** The length of SHA-256's output: the least that a key for HMAC-SHA256 should have (RFC 2104 §3). */
const usualKeyBytes = 32;

/** Ids of other things are GUIDs too. A target could use one for both, so that only its refusal counts. */
const isOwner = (publicKey: string, { IMBURSE_ACCOUNT_ID, IMBURSE_TENANT_ID }: Settings): boolean =>
  [IMBURSE_ACCOUNT_ID, IMBURSE_TENANT_ID].some((id) => id?.value.toLowerCase() === publicKey.toLowerCase());

/** Do the keys look like keys? Checked before anything is sent. */
export const keyFormStep: CheckStep = {
  id: 'key-form',
  title: 'Form of the key',
  evidence: ['H1', 'H2'],
  checkedBy: 'machine',
  run: ({ settings }) => {
    const { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey } = settings;
    if (!publicKey || !privateKey) return { state: 'not-needed', seen: ['no key pair is set'] };
    if (isGuid(privateKey.value.trim()) && looksPrivate(publicKey.value.trim())) {
      const seen = ['IMBURSE_PRIVATE_KEY is a GUID, and IMBURSE_PUBLIC_KEY is base64'];
      return { state: 'failed', seen, diagnosis: 'keys-swapped' };
    }
    for (const [problem, { where }] of [
      [publicKeyProblem(publicKey.value), publicKey],
      [privateKeyProblem(privateKey.value), privateKey],
    ] as const)
      if (problem) return { state: 'failed', seen: [`${problem.seen} (set in ${where})`], diagnosis: problem.code };
    const bytes = Buffer.from(privateKey.value, 'base64').length;
    const short = bytes < usualKeyBytes;
    const owner = isOwner(publicKey.value, settings);
    const seen = [
      `base64, ${short ? `but only ${bytes} bytes: a key for HMAC-SHA256 has ${usualKeyBytes} or more` : `${bytes} bytes`}`,
      ...(owner ? ['the public key is the same as the account or tenant id'] : []),
    ];
    const suspects: DiagnosisCode[] = [
      ...(owner ? (['public-key-is-owner'] as const) : []),
      ...(short ? (['private-key-too-short'] as const) : []),
    ];
    return { state: 'ok', seen, found: { suspects } };
  },
};
