import { settingTable } from '../run/environment/setting-table';
import type { DiagnosisCode } from './diagnoses';

/** What is wrong with the form of a key, without quoting it. */
export interface FormProblem {
  readonly code: DiagnosisCode;
  readonly says: string;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** As long as the output of SHA-256: what a key for HMAC-SHA256 has at least (RFC 2104 §3). */
export const usualKeyBytes = 32;

const looksPrivate = (text: string): boolean => base64.test(text) && text.length % 4 === 0 && text.length >= 40;

/** A byte order mark: as a character, or as its bytes read as Latin-1. */
const byteOrderMark = /^(?:\uFEFF|ï»¿)/;

/** The length in bytes of a key in base64. */
export const keyBytes = (privateKey: string): number => Buffer.from(privateKey, 'base64').length;

/** The first thing that is wrong with the form of a key pair, if anything is. */
export function keyFormProblem(publicKey: string, privateKey: string): FormProblem | undefined {
  if (guid.test(privateKey.trim()) && looksPrivate(publicKey.trim())) {
    return { code: 'keys-swapped', says: 'IMBURSE_PRIVATE_KEY is a GUID, and IMBURSE_PUBLIC_KEY is base64' };
  }
  const publicProblem = settingTable.IMBURSE_PUBLIC_KEY.check(publicKey);
  if (publicProblem) return { code: 'public-key-malformed', says: `IMBURSE_PUBLIC_KEY ${publicProblem}` };
  return privateKeyProblem(privateKey);
}

function privateKeyProblem(key: string): FormProblem | undefined {
  if (byteOrderMark.test(key)) {
    return { code: 'private-key-byte-order-mark', says: 'its first character is U+FEFF' };
  }
  if (/^\s*["'\u2018-\u201f]|["'\u2018-\u201f]\s*$/.test(key)) {
    return { code: 'private-key-quoted', says: 'its first or last character is a quotation mark' };
  }
  if (/[\r\n]/.test(key)) {
    const where = /[\r\n]+$/.test(key) && !/[\r\n]/.test(key.trim()) ? 'at its end' : 'inside';
    return { code: 'private-key-line-break', says: `there is a line break ${where}` };
  }
  if (/\s/.test(key)) return { code: 'private-key-white-space', says: 'there is a space or a tab in it' };
  if (guid.test(key)) return { code: 'private-key-not-base64', says: 'it is a GUID, as public keys are' };
  if (!base64.test(key)) {
    const says = /^[\w-]+={0,2}$/.test(key)
      ? 'it holds "-" or "_": that is base64url, and a private key is plain base64'
      : 'it holds a character that base64 does not have';
    return { code: 'private-key-not-base64', says };
  }
  if (key.length % 4 !== 0) {
    return { code: 'private-key-cut-short', says: `it has ${key.length} characters; base64 comes in fours` };
  }
  return undefined;
}
