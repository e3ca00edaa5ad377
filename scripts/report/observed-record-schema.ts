import { name, object, text } from '../lib/json-schema';

/** An accepted record, which `accept` writes and people review. */
export const observedRecordSchema = object(
  {
    schemaVersion: { const: 1 },
    target: { ...name, description: 'The name of the target.' },
    aspects: {
      type: 'object',
      description: 'What was seen, by aspect; each value is a choice or a sorted list of names.',
      propertyNames: { minLength: 1 },
      additionalProperties: { type: 'array', items: text, minItems: 1, uniqueItems: true },
    },
  },
  {},
  {
    title: 'Observed record',
    description:
      'What a target does where the contract allows several behaviours. Holds names and choices, never a secret.',
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
  },
);
