import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { credentialsOf } from './bearer';
import type { Context, TokenBody, World } from './behaviour';

/** The parts of `Authorization: Hmac {publicKey}:{nonce}:{epochSeconds}:{sig}` (H2). */
export interface HmacCredentials {
  readonly publicKey: string;
  readonly nonce: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** What can be changed about the HMAC call. */
export interface HmacPolicies {
  /** Whether a request is let in. */
  holds(context: Context): boolean;
  /** The credentials after the scheme word. */
  find(authorization: string | undefined): string | undefined;
  /** The private key that belongs to a public one (H1). */
  privateKeyOf(publicKey: string, world: World): string | undefined;
  /** The instant in seconds, or nothing if it cannot be read (H4). */
  readTimestamp(text: string): number | undefined;
  /** The oldest timestamp that is accepted, in seconds (H4). */
  readonly maxAgeSeconds: number;
  /** The furthest timestamp ahead that is accepted (H4a). */
  readonly maxAheadSeconds: number;
  signaturesMatch(given: string, expected: string): boolean;
  /** What is remembered of a request, to know it again (H3). */
  nonceId(credentials: HmacCredentials, context: Context): string;
  /** Whether a nonce has been used. */
  isReplay(id: string, world: World): boolean;
  readonly successStatus: number;
  successBody(body: TokenBody): unknown;
}

/** The right policies (H2–H6). */
export const hmacPolicies: HmacPolicies = {
  holds: hmacHolds,
  find: (authorization) => credentialsOf(authorization, 'hmac'),
  privateKeyOf: (publicKey, { credentials }) =>
    publicKey.toLowerCase() === credentials.publicKey.toLowerCase() ? credentials.privateKey : undefined,
  readTimestamp: (text) => (/^\d{1,12}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined),
  maxAgeSeconds: 300,
  maxAheadSeconds: 900,
  signaturesMatch: (given, expected) => {
    const [a, b] = [Buffer.from(given), Buffer.from(expected)];
    return a.length === b.length && timingSafeEqual(a, b);
  },
  nonceId: ({ publicKey, nonce }) => `${publicKey.toLowerCase()}:${nonce}`,
  isReplay: (id, { nonces }) => nonces.has(id),
  successStatus: 201,
  successBody: (body) => body,
};

/** Splits the credentials; a nonce may hold colons, the other parts cannot. */
function readHmacCredentials(text: string | undefined): HmacCredentials | undefined {
  const [, publicKey, nonce, timestamp, signature] = /^([^:]+):(.+):([^:]+):([^:]+)$/.exec(text ?? '') ?? [];
  return publicKey && nonce && timestamp && signature ? { publicKey, nonce, timestamp, signature } : undefined;
}

/** The signature that a request must carry (H2). */
function hmacSignature(credentials: HmacCredentials, privateKey: string, body: Uint8Array): string {
  const { publicKey, nonce, timestamp } = credentials;
  const bodyHash = body.length === 0 ? '' : createHash('sha256').update(body).digest('base64');
  return createHmac('sha256', Buffer.from(privateKey, 'base64'))
    .update(`${publicKey}:${nonce}:${timestamp}:${bodyHash}`, 'utf8')
    .digest('base64');
}

/** Whether the request is signed by a key pair that is known, lately, and for the first time. */
function hmacHolds(context: Context): boolean {
  const { world, request } = context;
  const policies = context.behaviour.hmac;
  const credentials = readHmacCredentials(policies.find(request.header('authorization')));
  if (!credentials) return false;
  const privateKey = policies.privateKeyOf(credentials.publicKey, world);
  const seconds = policies.readTimestamp(credentials.timestamp);
  if (privateKey === undefined || seconds === undefined) return false;

  const now = context.now / 1000;
  if (seconds < now - policies.maxAgeSeconds || seconds > now + policies.maxAheadSeconds) return false;
  if (!policies.signaturesMatch(credentials.signature, hmacSignature(credentials, privateKey, request.body))) {
    return false;
  }
  const id = policies.nonceId(credentials, context);
  for (const [known, until] of world.nonces) if (until < now) world.nonces.delete(known);
  if (policies.isReplay(id, world)) return false;
  world.nonces.set(id, seconds + policies.maxAgeSeconds);
  return true;
}
