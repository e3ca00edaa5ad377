import type { Context, TokenBody } from './behaviour';
import type { ReceivedReferences } from './references';
import type { Change } from './types';

/** Issues a token once for each key, and the same one again after that. */
export function cachedBy(key: (references: ReceivedReferences, context: Context) => string): Change {
  return (baseline) => {
    const cache = new Map<string, TokenBody>();
    return {
      issue: async (references, context) => {
        const id = key(references, context);
        const body = cache.get(id) ?? (await baseline.issue(references, context));
        cache.set(id, body);
        return body;
      },
    };
  };
}
