import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { type EvidenceIds, evidence } from '../../evidence';
import type { JsonBody } from '../../types';

const reference = {
  type: 'string',
  minLength: 1,
  maxLength: 50,
  pattern: '^[A-Za-z0-9._-]+$',
} as const satisfies JSONSchema;

/** The request body: three references (C4; their limits R1–R3 are inferred). */
const requestSchema = {
  type: 'object',
  title: 'Payout token request',
  description: 'The three references of the instruction that the payout token is for.',
  properties: {
    customerRef: { ...reference, description: 'The reference of the customer.' },
    orderRef: { ...reference, description: 'The reference of the order.' },
    instructionRef: { ...reference, description: 'The reference of the instruction.' },
  },
  required: ['customerRef', 'orderRef', 'instructionRef'],
} as const satisfies JSONSchema;

/** The success body of both token calls (C5, T1, T2; additional properties are open, T9). */
const tokenSchema = {
  type: 'object',
  title: 'Token response',
  description: 'A bearer token and the instant at which it expires.',
  properties: {
    accessToken: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
      description: 'A compact JWS: three base64url segments joined by dots.',
    },
    expires: {
      type: 'string',
      pattern: '^[1-9][0-9]*$',
      description: 'Milliseconds since the Unix epoch, as a string of digits.',
    },
  },
  required: ['accessToken', 'expires'],
} as const satisfies JSONSchema;

/** The documented request (C4). */
export const requestExample: FromSchema<typeof requestSchema> = {
  customerRef: 'my-customer-ref',
  orderRef: '1',
  instructionRef: '1',
};

/** The documented response, scrambled by its authors so that it fits the schema but cannot be decoded (T5). */
export const tokenExample: FromSchema<typeof tokenSchema> = {
  accessToken:
    'eyJhbGciOiJIUzI1NiIsInR5cCI6Ihf769kxcgk9304Y2NvdW50IjoiNzgyZjFiNzEtN2NhNC00NDY1LTkxN2YtNjhkNThmZmJlYzhiIiwidGVD.GHTUGHFRJFVJ8IHFDDF4WYtMDExNS00NmQ4LTg5ZmQtNDNhMmZhNTM3NmFkIiwiaHR0cDovL3NjaGVtYXMubWljcm9zb2Z0LmNvbS93cy8yMDA4LzA2L2lkZW50aXR5L2NsYWltcy9wcmltYXJ5c2lkIjoiM2Q5YzY1Y2EtZjA3Yy1hZTBiLWVlNdfgffthjs8978gjghgfdgdbvxvxwicm9sZSI6WyJ0ZW5hbnQtYWRtaW4iLCJpbWJ1cnNlLWFkbWluIl0sImF1ZCI6Im1hbmFnZW1lbnQtYXBpIiwiaHR0cDovL3NjaGVtYXMueG1sc29hcC5vcmcvd3MvMjAwNS8wNS9pZGVudGl0eS9jbGFpbXMvc2lkIjoiYjI0ZjI5NDg2YTg1Ndsfght546ffssgimklVS3VgtTEiLCJleHAiOjE1NjA1MTQ4MzUsImlzcyI6Imh0dHBzOi8vb3BlbmlkLmltYnVyc2VwYXltZW50cy5jb20vIn0.sWbEjgGnU6HAimkyiJ3h7427AEx-7ZRkMCjvoBVzLb4',
  expires: '1560514835115',
};

const referenceRows: EvidenceIds = ['C4', 'R1', 'R2', 'R3'];

export const requestBody: JsonBody = {
  name: 'payout-request',
  component: 'PayoutTokenRequest',
  schema: requestSchema,
  example: requestExample,
  evidence: {
    '': ['C4', 'C15a'],
    'properties/customerRef': referenceRows,
    'properties/orderRef': referenceRows,
    'properties/instructionRef': referenceRows,
  },
};

export const tokenBody: JsonBody = {
  name: 'token-response',
  component: 'TokenResponse',
  schema: tokenSchema,
  example: tokenExample,
  exampleNote: evidence.T5.fact,
  evidence: { '': ['C5', 'T5', 'T9'], 'properties/accessToken': ['T1', 'T1a'], 'properties/expires': ['T2', 'T3'] },
};
