import { createHmac, randomUUID } from 'node:crypto';
import type { Behaviour, Claims, Context, SigningKey, TokenBody, TokenKind, World } from './behaviour';
import { isObject, type ReceivedReferences } from './references';

const issuer = 'https://openid.imbursepayments.com/';
const claimSpace = 'http://schemas.microsoft.com/ws/2008/06/identity/claims';
/** The default lifetime of a management token. */
export const managementLifetimeSeconds = 8 * 3600;

/** The baseline's key: HS256 under the server's secret. */
export function hs256(world: World): SigningKey {
  return { header: { alg: 'HS256', typ: 'JWT' }, signWith: world.secret, verifyWith: world.secret };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The signature segment, computed by Node's own API, which is several times faster than Web Crypto. */
function mac(signed: string, { header: { alg }, signWith }: SigningKey): string | undefined {
  if (alg !== 'HS256' || !(signWith instanceof Uint8Array)) return undefined;
  return createHmac('sha256', signWith).update(signed).digest('base64url');
}

/** A compact JWS (T1, T6). */
export async function sign(claims: Claims, key: SigningKey): Promise<string> {
  const signed = `${encoded(key.header)}.${encoded(claims)}`;
  const signature = mac(signed, key);
  if (signature !== undefined) return `${signed}.${signature}`;
  const { CompactSign } = await import('jose');
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  return new CompactSign(payload).setProtectedHeader(key.header).sign(key.signWith);
}

/** Whether a token was signed with this key and this algorithm, and has not been changed since. */
export async function signatureHolds(token: string, key: SigningKey): Promise<boolean> {
  if (readSegment(token, 0)?.alg !== key.header.alg) return false;
  const [header, payload, signature, ...more] = token.split('.');
  const expected = mac(`${header}.${payload}`, key);
  if (expected !== undefined) return more.length === 0 && signature === expected;
  const { compactVerify } = await import('jose');
  return compactVerify(token, key.verifyWith, { algorithms: [key.header.alg] }).then(
    () => true,
    () => false,
  );
}

/** Whether a token is signed with the sandbox's own secret, as those of the baseline are. */
export function isOwnToken(token: string, world: World): boolean {
  const [header, payload, signature, ...more] = token.split('.');
  return more.length === 0 && signature === mac(`${header}.${payload}`, hs256(world));
}

/** The claims of a token, whether or not it is signed; `undefined` if it has none. */
export function readClaims(token: string): Claims | undefined {
  return readSegment(token, 1);
}

/** One of the first two segments of a token, decoded; `undefined` if it is not a JSON object. */
export function readSegment(token: string, index: 0 | 1): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The audience, which distinguishes the kinds of token. */
export function audience(kind: TokenKind): string {
  return `${kind}-api`;
}

/** The claims of a management token, shaped like the published sample's. */
export function managementClaims(
  world: Pick<World, 'credentials'>,
  issuedMs: number,
  expiresMs: number,
  role = 'tenant-admin',
): Claims {
  const { accountId, tenantId, publicKey } = world.credentials;
  return {
    iss: issuer,
    aud: audience('management'),
    role: [role],
    account: accountId,
    tenant: tenantId,
    [`${claimSpace}/primarysid`]: publicKey,
    jti: randomUUID(),
    iat: Math.floor(issuedMs / 1000),
    exp: Math.floor(expiresMs / 1000),
  };
}

/** When a management token issued now expires. */
export function managementExpiry(now: number): number {
  return now + managementLifetimeSeconds * 1000;
}

/** Where a payout token keeps the references (C8). */
export function referenceClaims(references: ReceivedReferences): Claims {
  return {
    customer_ref: references.customerRef,
    order_ref: references.orderRef,
    instruction_ref: references.instructionRef,
  };
}

/** The claims of a payout token. */
export function payoutClaims(references: ReceivedReferences, expiresMs: number, context: Context): Claims {
  const { accountId, tenantId } = context.world.credentials;
  return {
    iss: issuer,
    aud: audience('payout'),
    account: accountId,
    tenant: tenantId,
    ...context.behaviour.referenceClaims(references),
    jti: randomUUID(),
    iat: Math.floor(context.now / 1000),
    exp: context.behaviour.exp(expiresMs),
  };
}

/** A payout token and its `expires`: the same time in seconds and in milliseconds (T2, T3). */
export const issue: Behaviour['issue'] = async (references, context): Promise<TokenBody> => {
  const { behaviour, world } = context;
  const expiresMs = context.now + behaviour.lifetimeSeconds * 1000;
  const claims = behaviour.claims(references, expiresMs, context);
  return {
    accessToken: await behaviour.sign(claims, behaviour.payoutKey(world), context),
    expires: behaviour.formatExpires(expiresMs, context),
  };
};
