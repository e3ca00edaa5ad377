import { createHash } from 'node:crypto';
import type { Host } from '../contract/derive';

/** A key pair of a Tenant API key (H1). */
export interface KeyPair {
  readonly publicKey: string;
  /** In base64. */
  readonly privateKey: string;
}

/** How long a server accepts a signed request, in seconds (H4). */
export const signedForSeconds = 300;

/** The value of the Authorization header of a request with this body, signed now with a new nonce (H2). */
export function signedAuthorization(
  { publicKey, privateKey }: KeyPair,
  body: Uint8Array,
  { hmacSha256, uniqueId, now }: Pick<Host, 'hmacSha256' | 'uniqueId' | 'now'>,
): string {
  const bodyHash = body.length === 0 ? '' : createHash('sha256').update(body).digest('base64');
  const signed = `${publicKey}:${uniqueId()}:${Math.floor(now() / 1000)}`;
  return `Hmac ${signed}:${hmacSha256(privateKey, `${signed}:${bodyHash}`)}`;
}
