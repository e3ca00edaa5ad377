import { count, object } from '../lib/json-schema';
import { headerFields, partnerResultSchema } from './fleet-report-schema';
import { partnerSchema } from './partners-schema';

/** A SHA-256 digest in hexadecimal. */
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
const header = { ...headerFields.always, partners: count } as const;

/** The lines of `fleet.ndjson`, by their type. */
export const fleetStartedSchema = object({ type: { const: 'fleet-started' }, ...header }, headerFields.sometimes);
export const partnerFinishedSchema = object({ type: { const: 'partner-finished' }, result: partnerResultSchema });
export const fleetFinishedSchema = object({ type: { const: 'fleet-finished' }, complete: { type: 'boolean' } });

/** The header of a fleet in Redis: `digest` is of its partners and rate, and no other fleet of this name has its `id`. */
export const storedHeaderSchema = object(
  { ...header, digest, id: { type: 'string', minLength: 1, maxLength: 100 } },
  headerFields.sometimes,
);

/** A result in Redis, and the digest of the partner's own report if it has one. */
export const storedResultSchema = object({ result: partnerResultSchema }, { digest });

/** A partner to check, with references to its secrets, never the secrets; `attempts` is how often it may be tried. */
export const partnerJobSchema = object({
  partner: partnerSchema,
  mode: headerFields.always.mode,
  attempts: { type: 'integer', minimum: 1 },
});
