import { createHash } from 'node:crypto';

/** Names that are devices on Windows, also with an extension. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;
const plain = /^[a-z0-9][a-z0-9._-]{0,59}$/;
/** Ends as a name does that was made safe; taken for itself, it might be the same as another's. */
const marked = /-[0-9a-f]{8}$/;

/** A file name without extension for any name: the name itself where that is safe everywhere, else a likeness with a hash. */
export function safeName(name: string): string {
  if (plain.test(name) && !reserved.test(name) && !marked.test(name)) return name;
  const likeness = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 50);
  return `${likeness || 'partner'}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
