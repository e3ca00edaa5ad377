import type { JSONSchema } from 'json-schema-to-ts';

/** An accepted record, which `accept` writes and people review. */
export const observedRecordSchema = {
  type: 'object',
  title: 'Observed record',
  description: 'What a target does where the contract leaves it open. Holds names and choices, never a secret.',
  properties: {
    schemaVersion: { const: 1 },
    target: { type: 'string', minLength: 1, description: 'The name of the target.' },
    aspects: {
      type: 'object',
      description: 'What was seen, by aspect; each value is a choice, or a list of names in the order of the alphabet.',
      propertyNames: { minLength: 1 },
      additionalProperties: { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
    },
  },
  required: ['schemaVersion', 'target', 'aspects'],
  additionalProperties: false,
  examples: [
    {
      schemaVersion: 1,
      target: 'sandbox',
      aspects: {
        'answer.method.get': ['405'],
        'payout-token.success.status': ['201'],
        'payout-token.token.claims': ['account, aud, exp, iat, iss'],
      },
    },
  ],
} as const satisfies JSONSchema;
