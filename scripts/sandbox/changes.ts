import type { Context, HmacPolicies, Refusal, TokenBody } from './behaviour';
import { type ReceivedReferences, readObject } from './references';
import { type ErrorBody, type ErrorEntry, e3Body } from './refusal';
import type { Change } from './types';

// Changes of which both faults and variants are made.

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

/** Reads a body that is not quite JSON as what it stands for. */
export const readAlso =
  (repair: (text: string) => string): Change =>
  (baseline) => ({
    readBody: (bytes) =>
      baseline.readBody(bytes) ?? readObject(Buffer.from(repair(Buffer.from(bytes).toString('utf8')))),
  });

/** Moves the whole lifetime of tokens. */
export const lifetime =
  (lifetimeSeconds: number): Change =>
  () => ({ lifetimeSeconds });

/** Changes how HMAC requests are checked. */
export const hmacPolicy =
  (edit: (right: HmacPolicies) => Partial<HmacPolicies>): Change =>
  (right) => ({ hmac: { ...right.hmac, ...edit(right.hmac) } });

/** Changes the E3 body. */
export const envelope =
  (edit: (body: ErrorBody, refusal: Refusal, context: Context) => unknown): Change =>
  () => ({
    errorBody: (refusal, context) => edit(e3Body(refusal, context), refusal, context),
  });

/** Changes each entry of the E3 body. */
export const entries = (edit: (entry: ErrorEntry, context: Context) => unknown): Change =>
  envelope((body, _refusal, context) => ({ ...body, errors: body.errors.map((entry) => edit(entry, context)) }));
