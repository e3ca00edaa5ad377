import type { calls } from '../calls';
import type { EvidenceId } from '../evidence';
import type { HeaderList } from '../exchange';
import type { Expectation } from '../types';
import type { Reason } from './reasons';

/** The calls whose responses can be predicted. */
export type CallId = (typeof calls)[number]['id'];

/** A request as it is sent, such as a `SentRequest` or a `ResolvedRequest`. */
export interface ModelRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  /** Text is sent as UTF-8. Bytes need not be UTF-8. */
  readonly body?: string | Uint8Array | undefined;
}

/** What is known about a bearer token. */
export type KnownToken =
  | 'management'
  | 'management-expired'
  | 'management-without-role'
  | 'payout'
  | 'payout-expired'
  /** Made from a real token, without the key that signs. */
  | 'forged'
  /** Was never a token. */
  | 'invented'
  | 'unknown';

/** What is known about an HMAC credential, as it is written in the request. */
export interface KnownHmac {
  readonly kind: 'hmac';
  /** `respelt`: the right public key in another spelling. */
  readonly key: 'own' | 'respelt' | 'unknown';
  /** Whether the signature is the right one for the written key, nonce and time, and no body; `odd`: the right one in another form. */
  readonly signature: 'right' | 'wrong' | 'odd';
  /** Seconds from now to the signed time; `odd` if it may be read as one time or another. */
  readonly time: number | 'unreadable' | 'odd';
  /** The time is spelled so that a server need not read it; if it does, it reads `time` or an earlier one. */
  readonly oddTime?: boolean;
  readonly fractional?: boolean;
  /** `odd`: of a form that a server need not take. */
  readonly nonce: 'fresh' | 'used' | 'odd';
  /** Whether the server's clock is known. */
  readonly clock: 'certain' | 'uncertain';
}

/** What is known about the credential that the Authorization header carries, apart from its scheme. */
export type Known =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'token';
      readonly token: KnownToken;
      /** In words, how it was forged: "with alg none". */
      readonly how?: string;
      /** It was issued by the HMAC exchange of this environment. */
      readonly exchanged?: boolean;
    }
  | KnownHmac;

/** The earlier requests, as far as they matter. */
export interface History {
  /** How often the token was presented before. */
  readonly tokenUses?: number;
  /** The nonce of the request was accepted before. */
  readonly nonceUsed?: boolean;
}

/** What the prediction may rely on besides the request itself. */
export interface Circumstances {
  readonly baseUrl: string;
  readonly credential: Known;
  readonly history?: History;
  /** The path of the HMAC exchange that the environment offers; each may be missing if this is not known. */
  readonly hmacPath?: string | undefined;
  readonly accountId?: string | undefined;
  readonly tenantId?: string | undefined;
}

/** How a request must be answered, and why. */
export interface Prediction extends Expectation {
  /** The call that the path leads to. */
  readonly call?: CallId;
  readonly unsafe: boolean;
  readonly mayDisconnect: boolean;
  /** Every row that the prediction rests on. */
  readonly rows: readonly EvidenceId[];
  /** Why it is refused, in a fixed order; empty unless refused. */
  readonly reasons: readonly Reason[];
  /** Why it is open whether it would be accepted, in a fixed order. */
  readonly openings: readonly Reason[];
}
