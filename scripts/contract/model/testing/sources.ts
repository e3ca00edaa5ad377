import { base64urlEncode } from '../../../lib/base64url';
import { seededRandom } from '../../../lib/seeded-random';
import { nodeHost } from '../../../run/host';
import type { Sources } from '../factors/draft';

/** The key that the invented tokens are signed with. */
export const tokenKey = 'dGhlIGtleSB0aGF0IHNpZ25zIHRva2VucyBpbiB0ZXN0cw==';
const now = 1_768_478_400_000;

const host = { ...nodeHost(seededRandom(1)), now: () => now };

/** A token that its issuer would accept. */
export function inventToken(kind: string): string {
  const segment = (value: object) => base64urlEncode(JSON.stringify(value));
  const text = `${segment({ alg: 'HS256', typ: 'JWT' })}.${segment({ kind, exp: now / 1000 + 3600 })}`;
  return `${text}.${Buffer.from(host.hmacSha256(tokenKey, text), 'base64').toString('base64url')}`;
}

/** Invented sources for every level. */
export const sources: Sources = {
  baseUrl: 'https://target.example',
  credentials: {
    managementToken: inventToken('management'),
    expiredToken: inventToken('expired'),
    noRoleToken: inventToken('no role'),
    expiredPayoutToken: inventToken('expired payout'),
    publicKey: '6f0f5f11-8a4b-4a8e-9d58-2f1f2a522f7f',
    privateKey: 'YSBwcml2YXRlIGtleSBmb3IgdGVzdHMgb25seSwgMzIh',
    accountId: '0b9b3f0e-31a3-4a41-8c1b-0f3d6d0e9a01',
    tenantId: '0b9b3f0e-31a3-4a41-8c1b-0f3d6d0e9a02',
    hmacPath: '/v1/identity/hmac',
  },
  payoutToken: inventToken('payout'),
  usedAuthorization: `Hmac 6f0f5f11-8a4b-4a8e-9d58-2f1f2a522f7f:used-nonce:${now / 1000 - 3}:c2lnbmF0dXJl`,
  host,
  seed: 1,
};
