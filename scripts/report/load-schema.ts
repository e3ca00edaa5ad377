import type { JSONSchema } from 'json-schema-to-ts';

const count = { type: 'integer', minimum: 0 } as const;
const milliseconds = { type: 'number', minimum: 0 } as const;

const responseTimes = {
  type: 'object',
  description: 'In milliseconds.',
  properties: { p50: milliseconds, p90: milliseconds, p99: milliseconds, max: milliseconds },
  required: ['p50', 'p90', 'p99', 'max'],
  additionalProperties: false,
} as const;

/** What a case did in a sustained run. */
export const caseLoadSchema = {
  type: 'object',
  title: 'Load of a case',
  properties: { sent: count, failed: count, errored: count, responseTimes },
  required: ['sent', 'failed', 'errored', 'responseTimes'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** How a target stood a sustained run. */
export const loadSchema = {
  type: 'object',
  title: 'Load',
  description: 'Present where cases were sent again and again; the first pass over them is not counted here.',
  properties: {
    durationMs: milliseconds,
    sent: count,
    failed: count,
    errored: count,
    throttled: { ...count, description: 'Answers that asked for patience (429).' },
    responseTimes: {
      ...responseTimes,
      description: 'In milliseconds. Absent where the report is merged of several: percentiles do not add up.',
    },
    failures: {
      type: 'array',
      description: 'Requests that broke an expectation, by time; slices without any are left out.',
      items: {
        type: 'object',
        properties: { fromMs: milliseconds, toMs: milliseconds, count },
        required: ['fromMs', 'toMs', 'count'],
        additionalProperties: false,
      },
    },
  },
  required: ['durationMs', 'sent', 'failed', 'errored', 'throttled', 'failures'],
  additionalProperties: false,
} as const satisfies JSONSchema;
