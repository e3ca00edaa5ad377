import type { JSONSchema } from 'json-schema-to-ts';

const text = { type: 'string', minLength: 1 } as const;
const targetText = {
  ...text,
  description: 'sandbox, production, or a base URL. Without it, the target of the file.',
} as const;

/** A name of an environment variable. */
export const variablePattern = '^[A-Za-z_][A-Za-z0-9_]*$';
export const longestName = 200;

const reference = {
  description: 'Where the secret is; never the secret.',
  oneOf: [
    {
      type: 'object',
      properties: { env: { type: 'string', pattern: variablePattern, description: 'An environment variable.' } },
      required: ['env'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { file: { ...text, description: 'A file that only its owner can read; relative to this file.' } },
      required: ['file'],
      additionalProperties: false,
    },
  ],
} as const satisfies JSONSchema;

const partner = {
  type: 'object',
  title: 'Partner',
  properties: {
    name: { ...text, maxLength: longestName, description: 'Unique in the file.' },
    target: targetText,
    publicKey: { description: 'Of a Tenant API key.', anyOf: [text, reference] },
    privateKey: reference,
    managementToken: reference,
    expiredToken: reference,
    accountId: text,
    tenantId: text,
  },
  required: ['name'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** JSON Schema 2020-12 of `partners.yaml`, for editors. `readPartners` holds a file to the same. */
export const partnersSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  title: 'Partners',
  description: 'The partners of a fleet. Secrets are named, never written here.',
  properties: {
    target: { ...targetText, description: 'Of every partner that names none of its own.' },
    partners: { type: 'array', items: partner, minItems: 1 },
  },
  required: ['partners'],
  additionalProperties: false,
} as const satisfies JSONSchema;
