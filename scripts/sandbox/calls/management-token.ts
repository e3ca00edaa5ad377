import type { Context } from '../behaviour';
import type { Reply } from '../http';
import { refuse, unauthorizedReply } from '../refusal';
import { tokenReply } from '../replies';
import { hs256, managementClaims, sign } from '../tokens';

/** `POST /v1/identity/hmac`: a signed request in, a management token out (H5). */
export async function issueManagementToken(context: Context): Promise<Reply> {
  const { behaviour, world, request, now } = context;
  if (request.bodySize > behaviour.maxBodyBytes) {
    return refuse({ status: 413, codes: ['REQUEST_BODY_TOO_LARGE'] }, context);
  }
  if (!behaviour.hmac.holds(context)) return refuse(unauthorizedReply('Hmac'), context);
  const expiresMs = now + behaviour.managementLifetimeSeconds * 1000;
  const accessToken = await sign(managementClaims(world, now, expiresMs), hs256(world));
  const { successStatus, successBody } = behaviour.hmac;
  return tokenReply(successStatus, successBody({ accessToken, expires: String(expiresMs) }), context);
}
