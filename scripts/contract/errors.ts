import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { JsonBody } from './types';

/** The error body of 2019-08 (E2). */
const errorCodesSchema = {
  type: 'object',
  title: 'Error codes',
  description: 'The error body of the 2019-08 documentation, promised for 400.',
  properties: { errorCodes: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } } },
  required: ['errorCodes'],
} as const satisfies JSONSchema;

/** The error body since 2019-09 (E3). */
const errorListSchema = {
  type: 'object',
  title: 'Error list',
  description: 'The error body of the documentation since 2019-09, promised for all errors.',
  properties: {
    timestamp: { type: 'integer', description: 'Seconds since the Unix epoch.' },
    correlationId: { type: 'string', minLength: 1, description: "The server's correlation id." },
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          errorCode: { type: 'string', minLength: 1 },
          message: { type: 'string' },
          messageTemplate: { type: 'string' },
          metadata: {
            type: 'object',
            additionalProperties: true,
            description: "Holds the caller's correlation id if one was sent (E5).",
          },
        },
        required: ['errorCode', 'message', 'messageTemplate', 'metadata'],
      },
    },
  },
  required: ['timestamp', 'correlationId', 'errors'],
} as const satisfies JSONSchema;

export const errorCodesExample: FromSchema<typeof errorCodesSchema> = { errorCodes: ['CUSTOMER_REF_IS_REQUIRED'] };

export const errorListExample: FromSchema<typeof errorListSchema> = {
  timestamp: 1568203200,
  correlationId: '2f1f2a52-8a4b-4a8e-9d58-2f7f6f0f5f11',
  errors: [
    {
      errorCode: 'CUSTOMER_REF_IS_REQUIRED',
      message: 'The customer reference is required.',
      messageTemplate: 'The customer reference is required.',
      metadata: { correlationId: '2f1f2a52-8a4b-4a8e-9d58-2f7f6f0f5f11' },
    },
  ],
};

/** The two error bodies. */
export const errorBodies: readonly JsonBody[] = [
  {
    name: 'error-codes',
    component: 'ErrorCodes',
    schema: errorCodesSchema,
    example: errorCodesExample,
    evidence: { '': ['E2', 'E4'] },
  },
  {
    name: 'error-list',
    component: 'ErrorList',
    schema: errorListSchema,
    example: errorListExample,
    evidence: {
      '': ['E3', 'E4'],
      'properties/correlationId': ['E5'],
      'properties/errors/items/properties/metadata': ['E3', 'E5'],
    },
  },
];
