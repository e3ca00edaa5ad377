import type { FromSchema, JSONSchema } from 'json-schema-to-ts';

/** The payout options (C8): what a reward looks like is not promised. */
export const optionsSchema = {
  type: 'object',
  title: 'Payout options',
  description: 'The ways in which the customer can be paid.',
  properties: { rewards: { type: 'array' } },
  required: ['rewards'],
} as const satisfies JSONSchema;

export type PayoutOptions = FromSchema<typeof optionsSchema>;

export const optionsExample: PayoutOptions = { rewards: [] };
