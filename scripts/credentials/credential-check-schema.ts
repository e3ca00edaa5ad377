import type { JSONSchema } from 'json-schema-to-ts';
import { diagnoses } from './diagnoses';
import { stepIds } from './types';

const text = { type: 'string' } as const;
const name = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text } as const;
const milliseconds = { type: 'number', minimum: 0 } as const;
const evidence = { type: 'array', items: { type: 'string', pattern: '^[A-Z][0-9]+[a-z]?$' } } as const;
const code = {
  type: 'string',
  enum: Object.keys(diagnoses),
  description: 'Stable: a code never changes its meaning. A later version may have more.',
} as const;
const rungId = { type: 'string', enum: stepIds } as const;

const diagnosis = {
  type: 'object',
  properties: {
    code,
    title: name,
    blame: { enum: ['credentials', 'clock', 'network', 'target', 'settings'] },
    evidence,
    remedy: name,
  },
  required: ['code', 'title', 'blame', 'evidence', 'remedy'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const rung = {
  type: 'object',
  title: 'Rung',
  properties: {
    id: rungId,
    title: name,
    state: {
      enum: ['ok', 'failed', 'inconclusive', 'not-reached'],
      description: 'not-reached also where there was nothing to check; then seen says why.',
    },
    checkedBy: {
      enum: ['machine', 'server'],
      description:
        'server: ok means that the other side accepted it. machine: it was looked at here, and nothing more.',
    },
    seen: texts,
    evidence,
    diagnosis: code,
    warnings: { type: 'array', items: code },
    next: { ...name, description: 'What to do.' },
    durationMs: milliseconds,
  },
  required: ['id', 'title', 'state', 'checkedBy', 'seen', 'evidence', 'warnings', 'durationMs'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const exchange = {
  type: 'object',
  title: 'Exchange',
  description: 'One request, for looking it up in the logs of either side.',
  properties: {
    rung: rungId,
    method: name,
    path: name,
    correlationId: { ...name, description: 'Sent as X-Correlation-ID.' },
    status: { type: 'integer', minimum: 100, maximum: 999 },
    failure: { ...text, description: 'Why no response came.' },
    serverCorrelationId: text,
    durationMs: milliseconds,
  },
  required: ['rung', 'method', 'path', 'correlationId', 'durationMs'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const object = <P extends Record<string, JSONSchema>>(properties: P) =>
  ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false }) as const;

/** JSON Schema 2020-12 of what `check-credentials` writes. A change that a reader would notice raises `schemaVersion`. */
export const credentialCheckSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  title: 'Credential check',
  description:
    'What check-credentials --json prints and --bundle writes: whether credentials work, and if not, why. Without secrets.',
  properties: {
    schemaVersion: { const: 1 },
    tool: object({ name, version: name }),
    runtime: object({ node: name, openssl: name, platform: name }),
    startedAt: { ...name, description: "ISO 8601, UTC, by this machine's clock." },
    durationMs: milliseconds,
    complete: { type: 'boolean', description: 'False when the check was interrupted.' },
    exitCode: { enum: [0, 2, 3, 4, 130, 143] },
    verdict: { enum: ['working', 'settings-wrong', 'no-verdict', 'refused', 'interrupted'] },
    cause: { ...diagnosis, title: 'Cause', description: 'Absent when the credentials work.' },
    warnings: { type: 'array', items: diagnosis },
    target: {
      type: 'object',
      properties: {
        name,
        environment: { enum: ['embedded', 'sandbox', 'production', 'unknown'] },
        baseUrl: name,
        from: { ...name, description: 'What named it.' },
        proxy: { ...name, description: 'Host and port of the proxy on the way.' },
      },
      required: ['name', 'environment', 'baseUrl', 'from'],
      additionalProperties: false,
    },
    settings: {
      type: 'array',
      items: object({
        name,
        from: name,
        shadows: { ...texts, description: 'Other places that set it too.' },
        value: { ...text, description: 'Of a secret, a fingerprint.' },
      }),
    },
    clock: {
      type: 'object',
      description: "The server's clock minus this machine's.",
      properties: { skewMs: { type: 'integer' }, uncertaintyMs: { type: 'integer', minimum: 0 } },
      required: ['skewMs', 'uncertaintyMs'],
      additionalProperties: false,
    },
    rungs: { type: 'array', items: rung },
    exchanges: { type: 'array', items: exchange },
  },
  required: [
    'schemaVersion',
    'tool',
    'runtime',
    'startedAt',
    'durationMs',
    'complete',
    'exitCode',
    'verdict',
    'warnings',
    'target',
    'settings',
    'rungs',
    'exchanges',
  ],
  additionalProperties: false,
} as const;
