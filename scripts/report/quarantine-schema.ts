import type { JSONSchema } from 'json-schema-to-ts';

const name = { type: 'string', minLength: 1 } as const;

/** The quarantine file, which people write. */
export const quarantineSchema = {
  type: 'object',
  title: 'Quarantine',
  description: 'Known deviations, which do not fail a run until they expire.',
  properties: {
    schemaVersion: { const: 1 },
    quarantine: {
      type: 'array',
      items: {
        type: 'object',
        title: 'Quarantine entry',
        properties: {
          case: { ...name, description: 'The id of a case; "payout-contract list" shows them.' },
          rule: { ...name, description: 'The id of a rule; "payout-contract list --rules" shows them.' },
          owner: { ...name, description: 'Who sees to it that it is mended.' },
          reason: { ...name, description: 'Why it is put up with.' },
          expires: {
            type: 'string',
            pattern: '^\\d{4}-\\d{2}-\\d{2}$',
            description: 'The last day on which it counts, UTC.',
          },
        },
        required: ['case', 'rule', 'owner', 'reason', 'expires'],
        additionalProperties: false,
      },
    },
  },
  required: ['schemaVersion', 'quarantine'],
  additionalProperties: false,
  examples: [
    {
      schemaVersion: 1,
      quarantine: [
        {
          case: 'method.get',
          rule: 'allow',
          owner: 'the payments team',
          reason: 'reported to the provider',
          expires: '2026-03-31',
        },
      ],
    },
  ],
} as const satisfies JSONSchema;
