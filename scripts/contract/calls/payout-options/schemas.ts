import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { JsonBody } from '../../types';

/** The payout options (C8): what a reward looks like is not promised. */
const optionsSchema = {
  type: 'object',
  title: 'Payout options',
  description: 'The ways in which the customer can be paid.',
  // OpenAPI linters require `items`, even where nothing is promised about them.
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
