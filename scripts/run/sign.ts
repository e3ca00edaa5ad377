import type { SigningHost } from '../contract/model/factors/draft';

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
  { hmacSha256, sha256, uniqueId, now }: Omit<SigningHost, 'random'>,
): string {
  const bodyHash = body.length === 0 ? '' : sha256(body);
  const signed = `${publicKey}:${uniqueId()}:${Math.floor(now() / 1000)}`;
  return `Hmac ${signed}:${hmacSha256(privateKey, `${signed}:${bodyHash}`)}`;
}
