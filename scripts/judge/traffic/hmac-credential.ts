import type { Known, KnownHmac } from '../../contract/model';
import { base64OfUrl } from '../../lib/base64url';
import type { CredentialFacts } from './credential-facts';

/** What an HMAC credential consists of (H2); the texts are as written. */
export interface HmacParts {
  readonly key: string;
  readonly nonce: string;
  readonly time: string;
  readonly signature: string;
}

/** Splits `{publicKey}:{nonce}:{epochSeconds}:{signature}`; `undefined` if it has fewer or more parts. */
export function hmacParts(credential: string): HmacParts | undefined {
  const [key = '', nonce = '', time = '', signature, ...more] = credential.trim().split(':');
  return signature === undefined || more.length > 0 ? undefined : { key, nonce, time, signature };
}

/** By what a nonce is remembered. */
export const nonceKey = ({ key, nonce }: HmacParts): string => `${key}:${nonce}`;

/** Base64 of the 32 bytes of HMAC-SHA256, in the usual form and in others. */
const usual = /^[A-Za-z0-9+/]{43}=$/;
const otherForm = /^[A-Za-z0-9_+/-]{43}=?$/;

function signatureOf(
  { key, nonce, time, signature }: HmacParts,
  facts: CredentialFacts,
): KnownHmac['signature'] | undefined {
  const { credentials, hmacSha256, hasBody } = facts;
  if (!otherForm.test(signature)) return 'wrong';
  const own = credentials.privateKey !== undefined && hmacSha256 !== undefined && key === credentials.publicKey;
  if (!own) return undefined;
  const right = hmacSha256(credentials.privateKey!, `${key}:${nonce}:${time}:`);
  if (base64OfUrl(signature.replace(/=$/, '')) === right) return usual.test(signature) ? 'right' : 'odd';
  // With a body, its hash may have been signed.
  return hasBody ? undefined : 'wrong';
}

function timeOf(time: string, at: number, offsetMs: number): KnownHmac['time'] {
  if (/^\d{1,15}(?:\.\d{1,9})?$/.test(time)) return Math.round(Number(time) - (at + offsetMs) / 1000);
  return time.trim() === '' || Number.isNaN(Number(time)) ? 'unreadable' : 'odd';
}

/** What is known about an HMAC credential: all of it with the key pair, else only what is visibly wrong. */
export function knownHmac(credential: string, facts: CredentialFacts): Known {
  const { memory, origin, at, offsetMs } = facts;
  const unknown: Known = { kind: 'token', token: 'unknown' };
  const parts = hmacParts(credential);
  if (!parts) return credential.split(':').length < 4 ? { kind: 'token', token: 'invented' } : unknown;
  const signature = signatureOf(parts, facts);
  const time = at === undefined ? 'odd' : timeOf(parts.time, at, offsetMs ?? 0);
  const used = at !== undefined && memory.wasNonceUsed(nonceKey(parts), origin, at);
  const clock = offsetMs === undefined ? 'uncertain' : 'certain';
  const isOld = typeof time === 'number' && time < -310 && clock === 'certain';
  const isWrong = signature === 'wrong' || used || isOld || time === 'unreadable';
  if (signature === undefined && !isWrong) return unknown;
  return {
    kind: 'hmac',
    key: 'own',
    signature: signature ?? 'right',
    time,
    ...(parts.time.includes('.') && { fractional: true }),
    nonce: used ? 'used' : parts.nonce === '' ? 'odd' : 'fresh',
    clock,
  };
}
