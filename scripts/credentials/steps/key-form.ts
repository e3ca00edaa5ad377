import { isGuid } from '../../lib/guid';
import { settingTable } from '../../run/environment/setting-table';
import type { DiagnosisCode } from '../diagnoses';
import type { Step } from '../types';

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The length of SHA-256's output: the least that a key for HMAC-SHA256 should have (RFC 2104 §3). */
const usualKeyBytes = 32;

const looksPrivate = (text: string): boolean => base64.test(text) && text.length % 4 === 0 && text.length >= 40;

/** What is wrong with a private key, the first that applies. The key itself is never quoted. */
const privateKeyProblems: readonly (readonly [
  applies: (key: string) => boolean,
  code: DiagnosisCode,
  seen: string | ((key: string) => string),
])[] = [
  // As a character, or as its bytes read as Latin-1.
  [(key) => /^(?:\uFEFF|ï»¿)/.test(key), 'private-key-byte-order-mark', 'its first character is U+FEFF'],
  [
    (key) => /^\s*["'\u2018-\u201f]|["'\u2018-\u201f]\s*$/.test(key),
    'private-key-quoted',
    'its first or last character is a quotation mark',
  ],
  [(key) => /[\r\n]/.test(key.trim()), 'private-key-line-break', 'it contains a line break'],
  [(key) => /[\r\n]/.test(key), 'private-key-line-break', 'it starts or ends with a line break'],
  [(key) => /\s/.test(key), 'private-key-white-space', 'it contains a space or a tab'],
  [isGuid, 'private-key-not-base64', 'it is a GUID, like a public key'],
  [
    (key) => !base64.test(key) && /^[\w-]+={0,2}$/.test(key),
    'private-key-not-base64',
    'it contains "-" or "_": it is base64url, but a private key is plain base64',
  ],
  [(key) => !base64.test(key), 'private-key-not-base64', 'it contains a character that is not in base64'],
  [
    (key) => key.length % 4 !== 0,
    'private-key-cut-short',
    (key) => `it has ${key.length} characters, but the length of base64 is a multiple of 4`,
  ],
];

/** The first thing that is wrong with the form of a key pair. */
function problemOf(publicKey: string, privateKey: string): { code: DiagnosisCode; seen: string } | undefined {
  if (isGuid(privateKey.trim()) && looksPrivate(publicKey.trim()))
    return { code: 'keys-swapped', seen: 'IMBURSE_PRIVATE_KEY is a GUID, and IMBURSE_PUBLIC_KEY is base64' };
  const publicProblem = settingTable.IMBURSE_PUBLIC_KEY.check(publicKey);
  if (publicProblem) return { code: 'public-key-malformed', seen: `IMBURSE_PUBLIC_KEY ${publicProblem}` };
  const found = privateKeyProblems.find(([applies]) => applies(privateKey));
  if (!found) return undefined;
  const [, code, seen] = found;
  return { code, seen: typeof seen === 'string' ? seen : seen(privateKey) };
}

/** Do the keys look like keys? Checked before anything is sent. */
export const keyFormStep: Step = {
  id: 'key-form',
  title: 'Form of the key',
  evidence: ['H1', 'H2'],
  checkedBy: 'machine',
  run: ({ settings: { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey } }) => {
    if (!publicKey || !privateKey) return { state: 'not-needed', seen: ['no key pair is set'] };
    const problem = problemOf(publicKey.value, privateKey.value);
    if (problem) {
      const { where } = problem.code === 'public-key-malformed' ? publicKey : privateKey;
      return { state: 'failed', seen: [`${problem.seen} (set in ${where})`], diagnosis: problem.code };
    }
    const bytes = Buffer.from(privateKey.value, 'base64').length;
    if (bytes >= usualKeyBytes) return { state: 'ok', seen: [`base64, ${bytes} bytes`] };
    const seen = [`base64, but only ${bytes} bytes: a key for HMAC-SHA256 has ${usualKeyBytes} or more`];
    return { state: 'ok', seen, found: { suspects: ['private-key-too-short'] } };
  },
};
