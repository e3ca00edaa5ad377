import { createHmac, randomUUID } from 'node:crypto';
import type { Host } from '../contract/derive';

/** What Node provides for the derivation of variables. `random` decides the references; nonces are never seeded. */
export function nodeHost(random: () => number): Host {
  return {
    hmacSha256: (key, text) => createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64'),
    uniqueId: () => randomUUID(),
    random,
    now: () => Date.now(),
  };
}
