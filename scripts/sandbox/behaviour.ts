import type { Header, ReceivedRequest, Reply } from './http';
import type { ReceivedReferences, ReferenceName, ReferenceProblem } from './references';

/** The credentials of a partner, generated at each start, with a valid and an expired management token. */
export interface SandboxCredentials {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly accountId: string;
  readonly tenantId: string;
  readonly managementToken: string;
  readonly expiredToken: string;
  /** A management token of a key that lacks the role (H7). */
  readonly noRoleToken: string;
  readonly expiredPayoutToken: string;
}

/** What a token is for: its audience in the baseline. */
export type TokenKind = 'management' | 'payout';

/** The claims of a token; a fault may make them any JSON. */
export type Claims = Readonly<Record<string, unknown>>;

/** How a token is signed and checked. */
export interface SigningKey {
  readonly header: { readonly alg: string; readonly [parameter: string]: unknown };
  readonly signWith: Parameters<import('jose').CompactSign['sign']>[0];
  readonly verifyWith: Parameters<import('jose').CompactSign['sign']>[0];
}

/** An error response: its status (E1), its error codes (R4) and its headers. */
export interface Refusal {
  readonly status: number;
  readonly codes: readonly string[];
  readonly headers?: readonly Header[];
}

/** The state of one running server. */
export interface World {
  readonly credentials: SandboxCredentials;
  /** The secret under which the baseline signs and checks its tokens. */
  readonly secret: Uint8Array;
  /** The ids of used nonces, each with the second until which it is remembered (H3). */
  readonly nonces: Map<string, number>;
}

/** The documented calls, and everything else. */
export type ReceivedCall = 'payout' | 'hmac' | 'options' | 'unknown';

/** A request as it reaches the server. */
export interface Arrival {
  readonly call: ReceivedCall;
  readonly request: ReceivedRequest;
  readonly world: World;
}

/** One request on its way through the server. */
export interface Context extends Arrival {
  readonly behaviour: Behaviour;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** The server's own id of this request (E5). */
  readonly correlationId: string;
}

/** A success body (C5); a fault may put anything into it. */
export interface TokenBody {
  readonly accessToken: unknown;
  readonly expires: unknown;
}

/** The parts of `Authorization: Hmac {publicKey}:{nonce}:{epochSeconds}:{sig}` (H2). */
export interface HmacCredentials {
  readonly publicKey: string;
  readonly nonce: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** What an HMAC signature is computed from. */
export interface HmacSigned {
  readonly credentials: HmacCredentials;
  readonly body: Uint8Array;
  readonly world: World;
}

/** What can be changed about the HMAC call. */
export interface HmacPolicies {
  /** Whether a request is authenticated. */
  holds(context: Context): boolean;
  /** The credentials after the scheme word. */
  find(authorization: string | undefined): string | undefined;
  /** The private key that belongs to a public one (H1). */
  privateKeyOf(publicKey: string, world: World): string | undefined;
  /** The time in seconds, or `undefined` if it cannot be read (H4). */
  readTimestamp(text: string): number | undefined;
  /** The oldest timestamp that is accepted, in seconds (H4). */
  readonly maxAgeSeconds: number;
  /** How far ahead an accepted timestamp may be, in seconds (H4a). */
  readonly maxAheadSeconds: number;
  signaturesMatch(given: string, expected: string, signed: HmacSigned): boolean;
  /** What is remembered of a request, to detect a replay (H3). */
  nonceId(credentials: HmacCredentials, context: Context): string;
  /** Whether a nonce has been used. */
  isReplay(id: string, world: World): boolean;
  readonly successStatus: number;
  successBody(body: TokenBody): unknown;
}

/**
 * Everything about the API that a fault or variant can change: values, and small functions that do not know
 * each other. The calls (`calls/*.ts`) combine them; `baseline.ts` holds the correct ones.
 */
export interface Behaviour {
  /** The behaviour that answers a request, where it is not the same for all. */
  select?(arrival: Arrival): Promise<Behaviour>;
  /** The path that another spelling stands for. */
  route(path: string): string;
  /** Whether an idle connection is closed, and after how long. */
  readonly idleMs?: number;
  /** Refuses a request before anything else is checked: rate limits, outages. */
  admit(context: Context): Refusal | undefined;
  /** Whether the caller is checked before the input. */
  readonly authenticatesFirst: boolean;
  /** The response to a method that a call does not have. */
  otherMethod(context: Context, allowed: readonly string[]): Reply | Promise<Reply>;

  /** The bearer token that a request presents. */
  findToken(request: ReceivedRequest): string | undefined;
  /** Whether the caller may make this call. */
  authenticate(kind: TokenKind, context: Context): Promise<Refusal | undefined>;
  signatureHolds(token: string, kind: TokenKind, world: World): Promise<boolean>;
  isCurrent(claims: Claims, now: number): boolean;
  isFor(kind: TokenKind, claims: Claims): boolean;
  /** Whether the key behind a management token has the role for this call (H7). */
  hasRole(claims: Claims): boolean;
  /** Whether the account and tenant headers, if sent, match the caller (C12). */
  checkOwner(context: Context): Refusal | undefined;

  acceptsMediaType(contentType: string | undefined): boolean;
  /** The status for a body of another media type. */
  readonly mediaTypeStatus: number;
  readonly maxBodyBytes: number;
  /** The status for a body that is too large. */
  readonly tooLargeStatus: number;
  /** The JSON object in a body, or `undefined` if it cannot be read. */
  readBody(body: Uint8Array): Readonly<Record<string, unknown>> | undefined;
  referenceProblem(value: unknown, name: ReferenceName): ReferenceProblem | undefined;
  referenceCode(name: ReferenceName, problem: ReferenceProblem): string;
  /** Which of the error codes are reported. */
  reported(codes: readonly string[]): readonly string[];

  readonly lifetimeSeconds: number;
  readonly managementLifetimeSeconds: number;
  /** The `exp` claim for an instant in milliseconds. */
  exp(expiresMs: number): unknown;
  /** The claims that hold the references. */
  referenceClaims(references: ReceivedReferences): Claims;
  /** All claims of a payout token. */
  claims(references: ReceivedReferences, expiresMs: number, context: Context): Claims;
  readonly payoutKey: (world: World) => SigningKey;
  sign(claims: Claims, key: SigningKey, context: Context): Promise<string>;
  formatExpires(expiresMs: number, context: Context): unknown;
  /** Makes a payout token. */
  issue(references: ReceivedReferences, context: Context): Promise<TokenBody>;

  readonly successStatus: number;
  successBody(body: TokenBody, context: Context): unknown;
  /** The body of `GET /v1/payout/options`. */
  optionsBody(context: Context): unknown;

  readonly hmac: HmacPolicies;

  /** Changes a refusal before it is written. */
  refusal(refusal: Refusal, context: Context): Refusal;
  errorBody(refusal: Refusal, context: Context): unknown;
  timestamp(now: number): unknown;
  outerCorrelationId(context: Context): unknown;
  innerCorrelationId(context: Context): unknown;

  serialise(value: unknown): string;
  /** Changes any response before it is sent. */
  reply(reply: Reply, context: Context): Reply | Promise<Reply>;
}
