import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { SigningHost } from '../contract/model/factors/draft';
import type { Digests } from '../judge/client/types';

/** What Node provides for the derivation of variables, and to sign requests. `random` decides the references; nonces are never seeded. */
export function nodeHost(random: () => number): SigningHost {
  return {
    hmacSha256: (key, text) => createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64'),
    sha256: (body) => createHash('sha256').update(body).digest('base64'),
    uniqueId: () => randomUUID(),
    random,
    now: () => Date.now(),
  };
}

/** The digests that Node provides, to compute signatures again. */
export const nodeDigests: Digests = {
  hash: (name, data) => createHash(name).update(data).digest(),
  hmac: (name, key, data) => createHmac(name, key).update(data).digest(),
};
