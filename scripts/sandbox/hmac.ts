import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { credentialsOf } from './bearer';
import type { Context, HmacCredentials, HmacPolicies } from './behaviour';

/** The correct policies (H2–H6). */
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

/** A request that came before another may be checked after it: a nonce outlasts its time by a little. */
const graceSeconds = 10;

/** Splits the credentials; a nonce may hold colons, the other parts cannot. */
function readHmacCredentials(text: string | undefined): HmacCredentials | undefined {
  const [, publicKey, nonce, timestamp, signature] = /^([^:]+):(.+):([^:]+):([^:]+)$/.exec(text ?? '') ?? [];
  return publicKey && nonce && timestamp && signature ? { publicKey, nonce, timestamp, signature } : undefined;
}

/** The text that a request signs (H2). */
export function signedText({ publicKey, nonce, timestamp }: HmacCredentials, body: Uint8Array): string {
  const bodyHash = body.length === 0 ? '' : createHash('sha256').update(body).digest('base64');
  return `${publicKey}:${nonce}:${timestamp}:${bodyHash}`;
}

/** The signature of a text. */
export function hmacSignature(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64');
}

/** Whether the request is signed with the known key pair, recent, and not a replay. */
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
  const { body } = request;
  const expected = hmacSignature(Buffer.from(privateKey, 'base64'), signedText(credentials, body));
  if (!policies.signaturesMatch(credentials.signature, expected, { credentials, body, world })) return false;
  const id = policies.nonceId(credentials, context);
  for (const [known, until] of world.nonces) if (until < now) world.nonces.delete(known);
  if (policies.isReplay(id, world)) return false;
  world.nonces.set(id, seconds + policies.maxAgeSeconds + graceSeconds);
  return true;
}
