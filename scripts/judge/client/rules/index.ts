import type { ClientRule } from '../rule';
import { clientAuthorization } from './authorization';
import { clientBackoff } from './backoff';
import { clientHmacCredential } from './hmac-credential';
import { clientHmacNonce } from './hmac-nonce';
import { clientHmacSignature } from './hmac-signature';
import { clientHmacTime } from './hmac-time';
import { clientOwnerIds } from './owner-ids';
import { clientBody, clientMediaType, clientReferences } from './request-body';
import { clientMethod } from './request-method';
import { clientPath } from './request-path';
import { clientTokenExpired } from './token-expired';
import { clientTokenExposure } from './token-exposure';
import { clientTokenForeign } from './token-foreign';
import { clientTokenKind } from './token-kind';
import { clientTokenReferences } from './token-references';
import { clientTokenReuse } from './token-reuse';

/** Every rule about clients, in the order in which their findings are shown. */
export const clientRules = [
  clientPath,
  clientMethod,
  clientTokenExposure,
  clientAuthorization,
  clientHmacCredential,
  clientHmacTime,
  clientHmacNonce,
  clientHmacSignature,
  clientTokenKind,
  clientTokenExpired,
  clientTokenForeign,
  clientMediaType,
  clientBody,
  clientReferences,
  clientTokenReferences,
  clientOwnerIds,
  clientTokenReuse,
  clientBackoff,
] as const satisfies readonly ClientRule[];
