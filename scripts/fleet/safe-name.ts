import { createHash } from 'node:crypto';

/** Device names on Windows, also with an extension. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;
const plain = /^[a-z0-9][a-z0-9._-]{0,59}$/;
/** Looks like a name with a hash; used as it is, it could collide with one. */
const hashed = /-[0-9a-f]{8}$/;

/** A file name without extension: the name itself if it is safe on every system, else a similar one with a hash. */
export function safeName(name: string): string {
  if (plain.test(name) && !reserved.test(name) && !hashed.test(name)) return name;
  const similar = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 50);
  return `${similar || 'partner'}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
