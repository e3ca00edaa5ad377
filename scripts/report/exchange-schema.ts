import { failureKinds } from '../contract/exchange';
import { count, list, milliseconds, name, object, text } from '../lib/json-schema';

const headers = { type: 'object', additionalProperties: text } as const;

const claims = {
  type: 'object',
  additionalProperties: {
    anyOf: [text, { type: 'number' }, { type: 'boolean' }, { type: 'null' }, { type: 'array' }, { type: 'object' }],
  },
} as const;

export const tokenSchema = object(
  { fingerprint: { type: 'string', pattern: '^sha256:[0-9a-f]{8}$' }, header: claims, claims },
  { kind: { ...name, description: 'What was requested, such as "payout token".' } },
  {
    title: 'Token',
    description:
      'A decoded token without its signature. Long values are cut; of an object or a list that is too long, the start of its JSON text is shown.',
  },
);

const bodyChanges = {
  bodyLength: { ...count, description: 'The characters of the whole body, if `body` has only its start.' },
  bodyRedacted: { const: true, description: 'A secret in the body was replaced.' },
} as const;

export const exchangeSchema = object(
  {
    attempt: { type: 'integer', minimum: 1 },
    request: object({ method: name, url: name, headers }, { body: text, ...bodyChanges }),
  },
  {
    startedMs: { ...milliseconds, description: 'When the request was sent, since the start of the run.' },
    response: object(
      {
        status: { type: 'integer', minimum: 100, maximum: 999 },
        headers,
        body: text,
        timings: object({ totalMs: milliseconds }),
      },
      { ...bodyChanges, tokens: { ...list(tokenSchema), description: 'The tokens in the body, decoded.' } },
    ),
    failure: object({ kind: { enum: failureKinds }, message: text }, {}, { description: 'Why no response came.' }),
  },
  { title: 'Exchange', description: 'One request and its response, without secrets.' },
);
