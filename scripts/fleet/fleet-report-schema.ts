import type { JSONSchema } from 'json-schema-to-ts';
import { toolSchema } from '../report/tool-schema';

const count = { type: 'integer', minimum: 0 } as const;
const milliseconds = { type: 'number', minimum: 0 } as const;
const name = { type: 'string', minLength: 1 } as const;
const time = { ...name, description: 'ISO 8601, UTC.' } as const;

const cause = {
  type: 'object',
  title: 'Cause',
  properties: {
    code: { ...name, description: 'Stable. Of a credential check, the code of its diagnosis.' },
    title: name,
    next: { ...name, description: 'What to do.' },
  },
  required: ['code', 'title', 'next'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const result = {
  type: 'object',
  title: 'Partner',
  properties: {
    name,
    fingerprint: {
      type: 'string',
      pattern: '^sha256:[0-9a-f]{16}$',
      description: 'Of what partners.yaml says of the partner; not of its secrets.',
    },
    verdict: { enum: ['working', 'held', 'broken', 'settings-wrong', 'no-verdict', 'refused'] },
    exitCode: { enum: [0, 1, 2, 3, 4] },
    cause,
    startedAt: time,
    durationMs: { ...milliseconds, description: 'Waiting for the rate limit included.' },
    requests: { ...count, description: 'HTTP requests sent.' },
    attempts: { type: 'integer', minimum: 1 },
    report: { type: 'string', pattern: '^partners/[a-z0-9._-]+\\.json$', description: "The partner's own report." },
  },
  required: ['name', 'fingerprint', 'verdict', 'exitCode', 'startedAt', 'durationMs', 'requests', 'attempts'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const counts = [
  'partners',
  'done',
  'working',
  'held',
  'broken',
  'settingsWrong',
  'noVerdict',
  'refused',
  'requests',
] as const;

/** JSON Schema 2020-12 of `fleet.json`. A change that a reader would notice raises `schemaVersion`. */
export const fleetReportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  title: 'Fleet report',
  description: 'What a fleet found at each of its partners. Without secrets.',
  properties: {
    schemaVersion: { const: 1 },
    tool: toolSchema,
    mode: { enum: ['credentials', 'suite'] },
    startedAt: time,
    rate: { type: 'number', exclusiveMinimum: 0, description: 'Requests a second over all partners.' },
    fleet: { ...name, description: 'The name under which the queue knows it.' },
    durationMs: milliseconds,
    complete: { type: 'boolean', description: 'False where partners are missing.' },
    stopped: { enum: ['interrupted', 'terminated'] },
    exitCode: { enum: [0, 1, 2, 3, 4, 130, 143] },
    summary: {
      type: 'object',
      properties: Object.fromEntries(counts.map((each) => [each, count])) as Record<
        (typeof counts)[number],
        typeof count
      >,
      required: counts,
      additionalProperties: false,
    },
    partners: { type: 'array', items: result, description: 'Worst first.' },
  },
  required: ['schemaVersion', 'tool', 'mode', 'startedAt', 'durationMs', 'complete', 'exitCode', 'summary', 'partners'],
  additionalProperties: false,
} as const satisfies JSONSchema;
