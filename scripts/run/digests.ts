import { createHash, createHmac } from 'node:crypto';
import type { Digests } from '../judge/client/types';

/** The digests that Node provides, to compute signatures again. */
export const nodeDigests: Digests = {
  hash: (name, data) => createHash(name).update(data).digest(),
  hmac: (name, key, data) => createHmac(name, key).update(data).digest(),
};
