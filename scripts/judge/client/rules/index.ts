import type { ClientRule } from '../rule';
import { clientAuthorization } from './authorization';
import { backoff } from './backoff';
import { hmacCredential } from './hmac-credential';
import { hmacNonce } from './hmac-nonce';
import { hmacSignature } from './hmac-signature';
import { hmacTime } from './hmac-time';
import { ownerIds } from './owner-ids';
import { clientBody, clientMediaType, clientReferences } from './request-body';
import { requestMethod } from './request-method';
import { requestPath } from './request-path';
import { tokenExpired } from './token-expired';
import { tokenExposure } from './token-exposure';
import { tokenForeign } from './token-foreign';
import { tokenKind } from './token-kind';
import { clientTokenReferences } from './token-references';
import { tokenReuse } from './token-reuse';

/** Every rule about clients, in the order in which their findings are shown. */
export const clientRules = [
  requestPath,
  requestMethod,
  tokenExposure,
  clientAuthorization,
  hmacCredential,
  hmacTime,
  hmacNonce,
  hmacSignature,
  tokenKind,
  tokenExpired,
  tokenForeign,
  clientMediaType,
  clientBody,
  clientReferences,
  clientTokenReferences,
  ownerIds,
  tokenReuse,
  backoff,
] as const satisfies readonly ClientRule[];
