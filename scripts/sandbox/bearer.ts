import type { Behaviour, Context, Refusal, TokenKind } from './behaviour';
import type { ReceivedRequest } from './http';
import { unauthorizedReply } from './refusal';
import { readClaims } from './tokens';

/** The credentials that follow a scheme word, which is matched without regard to case (H6). */
export function credentialsOf(authorization: string | undefined, scheme: string): string | undefined {
  const match = /^([A-Za-z]+) +(\S+)$/.exec(authorization?.trim() ?? '');
  return match?.[1]?.toLowerCase() === scheme ? match[2] : undefined;
}

/** The token of `Authorization: Bearer {token}` (C2). */
export function findToken(request: ReceivedRequest): string | undefined {
  return credentialsOf(request.header('authorization'), 'bearer');
}

/** 401 unless the request presents a token that is genuine, current and of the right kind (E1b). */
export async function authenticate(kind: TokenKind, context: Context): Promise<Refusal | undefined> {
  const { behaviour, world } = context;
  const token = behaviour.findToken(context.request);
  const claims = token === undefined ? undefined : readClaims(token);
  const accepted =
    token !== undefined &&
    claims !== undefined &&
    (await behaviour.signatureHolds(token, kind, world)) &&
    behaviour.isCurrent(claims, context.now) &&
    behaviour.isFor(kind, claims);
  return accepted ? undefined : unauthorizedReply('Bearer');
}

/** Whether a token has not expired. */
export const isCurrent: Behaviour['isCurrent'] = ({ exp }, now) => typeof exp === 'number' && exp * 1000 > now;

/** 403 if the request names an account or tenant other than its key's own (C12, E1c). */
export function checkOwner(context: Context): Refusal | undefined {
  const { accountId, tenantId } = context.world.credentials;
  const fits = (header: string, own: string) =>
    (context.request.header(header) ?? own).trim().toLowerCase() === own.toLowerCase();
  if (!fits('x-account-id', accountId)) return { status: 403, codes: ['ACCOUNT_ACCESS_DENIED'] };
  if (!fits('x-tenant-id', tenantId)) return { status: 403, codes: ['TENANT_ACCESS_DENIED'] };
  return undefined;
}
