import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { JsonBody } from '../../types';

/** The payout options (C8); the form of a reward is not promised. */
const optionsSchema = {
  type: 'object',
  title: 'Payout options',
  description: 'The ways in which the customer can be paid.',
  // OpenAPI linters require `items`, even if nothing is promised about them.
  properties: { rewards: { type: 'array', items: {} } },
  required: ['rewards'],
} as const satisfies JSONSchema;

const optionsExample: FromSchema<typeof optionsSchema> = { rewards: [] };

export const optionsBody: JsonBody = {
  name: 'payout-options',
  component: 'PayoutOptions',
  schema: optionsSchema,
  example: optionsExample,
  evidence: { '': ['C8'] },
};
