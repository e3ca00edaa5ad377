import type { JSONSchema } from 'json-schema-to-ts';

const name = { type: 'string', minLength: 1 } as const;

/** What made a report: its name and version. */
export const toolSchema = {
  type: 'object',
  properties: { name, version: name },
  required: ['name', 'version'],
  additionalProperties: false,
} as const satisfies JSONSchema;
