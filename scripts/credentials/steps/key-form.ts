import { keyBytes, keyFormProblem, usualKeyBytes } from '../key-form';
import type { Step } from '../types';

/** Do the keys have the form of keys? Before anything is sent. */
export const keyFormStep: Step = {
  id: 'key-form',
  title: 'Form of the key',
  evidence: ['H1', 'H2'],
  checkedBy: 'machine',
  run: ({ settings: { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey } }) => {
    if (!publicKey || !privateKey) return { state: 'not-needed', seen: ['no key pair is set'] };
    const problem = keyFormProblem(publicKey.value, privateKey.value);
    if (problem) {
      const where = problem.code === 'public-key-malformed' ? publicKey.where : privateKey.where;
      return { state: 'failed', seen: [`${problem.says} (set in ${where})`], diagnosis: problem.code };
    }
    const bytes = keyBytes(privateKey.value);
    if (bytes >= usualKeyBytes) return { state: 'ok', seen: [`base64, ${bytes} bytes`] };
    const seen = [`base64, but only ${bytes} bytes: keys for HMAC-SHA256 have ${usualKeyBytes} or more`];
    return { state: 'ok', seen, found: { suspects: ['private-key-too-short'] } };
  },
};
