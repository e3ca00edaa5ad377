import { randomBytes, randomUUID } from 'node:crypto';
import type { World } from './behaviour';
import { audience, hs256, managementClaims, managementExpiry, sign } from './tokens';

const hour = 3_600_000;

/** A new environment: fresh keys, ids and tokens that no other sandbox knows (C11, H1). */
export async function createWorld(now: number): Promise<World> {
  const key = {
    publicKey: randomUUID(),
    privateKey: randomBytes(32).toString('base64'),
    accountId: randomUUID(),
    tenantId: randomUUID(),
    managementToken: '',
    expiredToken: '',
    noRoleToken: '',
    expiredPayoutToken: '',
  };
  const bare: World = { credentials: key, secret: randomBytes(32), nonces: new Map() };
  const issue = (issuedMs: number, expiresMs: number, role?: string) =>
    sign(managementClaims(bare, issuedMs, expiresMs, role), hs256(bare));
  const expired = managementClaims(bare, now - 2 * hour, now - hour);
  return {
    ...bare,
    credentials: {
      ...key,
      managementToken: await issue(now, managementExpiry(now)),
      expiredToken: await sign(expired, hs256(bare)),
      noRoleToken: await issue(now, managementExpiry(now), 'tenant-reader'),
      expiredPayoutToken: await sign({ ...expired, role: ['payout'], aud: audience('payout') }, hs256(bare)),
    },
  };
}
