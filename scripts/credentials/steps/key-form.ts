import { isGuid } from '../../lib/guid';
import { looksPrivate, privateKeyProblem, publicKeyProblem } from '../key-problems';
import type { CheckStep } from '../types';

/** The length of SHA-256's output: the least that a key for HMAC-SHA256 should have (RFC 2104 §3). */
const usualKeyBytes = 32;

/** Do the keys look like keys? Checked before anything is sent. */
export const keyFormStep: CheckStep = {
  id: 'key-form',
  title: 'Form of the key',
  evidence: ['H1', 'H2'],
  checkedBy: 'machine',
  run: ({ settings: { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey } }) => {
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
    if (bytes >= usualKeyBytes) return { state: 'ok', seen: [`base64, ${bytes} bytes`] };
    const seen = [`base64, but only ${bytes} bytes: a key for HMAC-SHA256 has ${usualKeyBytes} or more`];
    return { state: 'ok', seen, found: { suspects: ['private-key-too-short'] } };
  },
};
