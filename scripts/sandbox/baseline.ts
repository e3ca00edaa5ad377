import { authenticate, checkOwner, findToken, isCurrent } from './bearer';
import type { Behaviour } from './behaviour';
import { hmacPolicies } from './hmac';
import { isJsonMediaType, readObject, referenceCode, referenceProblem } from './references';
import { e2Body, e3Body, refuse } from './refusal';
import {
  audience,
  hs256,
  issue,
  managementLifetimeSeconds,
  payoutClaims,
  referenceClaims,
  sign,
  signatureHolds,
} from './tokens';
import type { SandboxOptions } from './types';

/** The API as it is documented or inferred, each row of the evidence once. */
export function baseline(options: Pick<SandboxOptions, 'status' | 'envelope' | 'lifetimeSeconds'> = {}): Behaviour {
  return {
    route: (path) => path,
    admit: () => undefined,
    authenticatesFirst: true,
    // C14, C14a
    otherMethod: (context, allowed) =>
      refuse({ status: 405, codes: ['METHOD_NOT_ALLOWED'], headers: [['Allow', allowed.join(', ')]] }, context),

    findToken,
    authenticate,
    signatureHolds: (token, _kind, world) => signatureHolds(token, hs256(world)),
    isCurrent,
    isFor: (kind, { aud }) => aud === audience(kind),
    hasRole: ({ role }) => Array.isArray(role) && role.includes('tenant-admin'),
    checkOwner,

    acceptsMediaType: isJsonMediaType,
    mediaTypeStatus: 415,
    maxBodyBytes: 64 * 1024,
    tooLargeStatus: 413,
    readBody: readObject,
    referenceProblem,
    referenceCode,
    reported: (codes) => codes,

    lifetimeSeconds: options.lifetimeSeconds ?? 3600,
    managementLifetimeSeconds: options.lifetimeSeconds ?? managementLifetimeSeconds,
    exp: (expiresMs) => Math.floor(expiresMs / 1000),
    referenceClaims,
    claims: payoutClaims,
    payoutKey: hs256,
    sign,
    // T2
    formatExpires: (expiresMs) => String(expiresMs),
    issue,

    // C6, C6a
    successStatus: options.status ?? 201,
    successBody: (body) => body,
    // C8
    optionsBody: () => ({
      rewards: [{ rewardId: 'bank-transfer', title: 'Bank transfer', currencies: ['EUR', 'GBP'] }],
    }),

    hmac: { ...hmacPolicies, successStatus: options.status ?? hmacPolicies.successStatus },

    refusal: (refusal) => refusal,
    // E2, E3, E4
    errorBody: options.envelope === 'E2' ? e2Body : e3Body,
    timestamp: (now) => Math.floor(now / 1000),
    // E5
    outerCorrelationId: (context) => context.correlationId,
    innerCorrelationId: (context) => context.request.header('x-correlation-id') || context.correlationId,

    serialise: (value) => JSON.stringify(value),
    reply: (reply) => reply,
  };
}
