import type { JSONSchema } from 'json-schema-to-ts';
import { failureKinds } from '../contract/exchange';
import { caseLoadSchema, loadSchema } from './load-schema';
import { toolSchema } from './tool-schema';

const count = { type: 'integer', minimum: 0 } as const;
const milliseconds = { type: 'number', minimum: 0 } as const;
const text = { type: 'string' } as const;
const name = { type: 'string', minLength: 1 } as const;
const evidenceId = {
  type: 'string',
  pattern: '^[A-Z][0-9]+[a-z]?$',
  description: 'The id of an evidence row.',
} as const;
const headers = { type: 'object', additionalProperties: text } as const;

const time = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$',
  description: 'ISO 8601, UTC.',
} as const;
const date = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } as const;
const quarantine = { owner: name, reason: name, expires: date } as const;

const quarantineEntrySchema = {
  type: 'object',
  title: 'Quarantine entry',
  properties: { case: name, rule: name, ...quarantine },
  required: ['case', 'rule', 'owner', 'reason', 'expires'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const driftSchema = {
  type: 'object',
  title: 'Drift',
  properties: {
    aspect: name,
    accepted: { type: 'array', items: text },
    observed: { type: 'array', items: text },
    cases: { type: 'array', items: name },
  },
  required: ['aspect', 'accepted', 'observed', 'cases'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const findingSchema = {
  type: 'object',
  title: 'Finding',
  properties: {
    rule: { ...name, description: 'The id of the rule that it breaks.' },
    level: { enum: ['violation', 'deviation', 'warning', 'observation'] },
    evidence: evidenceId,
    message: text,
    where: { ...text, description: 'A JSON pointer into the body, a claim path, or a header name.' },
    expected: text,
    actual: text,
    sample: { ...text, description: 'The smallest generated request that shows it: its body.' },
    quarantined: {
      type: 'object',
      description: 'A known deviation, which does not fail its case.',
      properties: quarantine,
      required: ['owner', 'reason', 'expires'],
      additionalProperties: false,
    },
  },
  required: ['rule', 'level', 'evidence', 'message'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const recordedClaims = {
  type: 'object',
  additionalProperties: { anyOf: [text, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] },
} as const;

const tokenSchema = {
  type: 'object',
  title: 'Token',
  description: 'What a token says, cut where it is long; what holds others stands as its JSON text.',
  properties: {
    fingerprint: { type: 'string', pattern: '^sha256:[0-9a-f]{8}$' },
    kind: name,
    header: recordedClaims,
    claims: recordedClaims,
  },
  required: ['fingerprint', 'header', 'claims'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const exchangeSchema = {
  type: 'object',
  title: 'Exchange',
  description: 'One request sent and what came of it, without secrets.',
  properties: {
    attempt: { type: 'integer', minimum: 1 },
    startedMs: { ...milliseconds, description: 'When it was sent, since the start of the run.' },
    request: {
      type: 'object',
      properties: { method: name, url: name, headers, body: text },
      required: ['method', 'url', 'headers'],
      additionalProperties: false,
    },
    response: {
      type: 'object',
      properties: {
        status: { type: 'integer', minimum: 100, maximum: 999 },
        headers,
        body: text,
        timings: {
          type: 'object',
          properties: { totalMs: milliseconds },
          required: ['totalMs'],
          additionalProperties: false,
        },
        tokens: { type: 'array', items: tokenSchema, description: 'The tokens in the body, decoded.' },
      },
      required: ['status', 'headers', 'body', 'timings'],
      additionalProperties: false,
    },
    failure: {
      type: 'object',
      description: 'Why no response came.',
      properties: {
        kind: { enum: failureKinds },
        message: text,
      },
      required: ['kind', 'message'],
      additionalProperties: false,
    },
  },
  required: ['attempt', 'request'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const caseVerdict = { enum: ['passed', 'failed', 'errored', 'inconclusive', 'skipped'] } as const;

const earlierSchema = {
  type: 'object',
  title: 'Earlier result',
  description: 'What another attempt at a case found, whose result does not count any more.',
  properties: {
    startedAt: time,
    verdict: caseVerdict,
    reason: text,
    findings: { type: 'array', items: findingSchema },
  },
  required: ['startedAt', 'verdict', 'findings'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const caseSchema = {
  type: 'object',
  title: 'Case',
  properties: {
    id: { ...name, description: 'Never changes: selections, shards, baselines and JUnit refer to it.' },
    title: text,
    theme: text,
    tags: { type: 'array', items: text },
    evidence: { type: 'array', items: evidenceId },
    position: { type: 'integer', minimum: 1, description: 'In a shard: its place in the whole plan.' },
    dependencyOnly: {
      type: 'boolean',
      description: "In a shard: another shard's case, sent because cases of this one depend on it.",
    },
    verdict: caseVerdict,
    flaky: { type: 'boolean', description: 'Passed, but not at the first attempt.' },
    reason: { ...text, description: 'Why the case has no verdict of its own.' },
    blockedBy: { ...name, description: 'The case that was not accepted, so that this one could not be sent.' },
    credentialsRefused: { type: 'boolean', description: "The target refused the user's credentials in this case." },
    durationMs: milliseconds,
    findings: { type: 'array', items: findingSchema },
    exchanges: { type: 'array', items: exchangeSchema },
    earlier: {
      type: 'array',
      items: earlierSchema,
      description: 'In a merged report: what other attempts found, oldest first.',
    },
    generated: { type: 'integer', minimum: 1, description: 'How many requests were generated for it.' },
    load: caseLoadSchema,
    reproduce: { ...text, description: 'A shell command that repeats the request; secrets by environment variable.' },
  },
  required: ['id', 'title', 'theme', 'tags', 'evidence', 'verdict', 'durationMs', 'findings', 'exchanges', 'reproduce'],
  additionalProperties: false,
} as const satisfies JSONSchema;

const summarySchema = {
  type: 'object',
  title: 'Summary',
  description: 'cases = passed + failed + errored + inconclusive + skipped; flaky cases are among the passed.',
  properties: {
    cases: count,
    passed: count,
    failed: count,
    errored: count,
    inconclusive: count,
    skipped: count,
    flaky: count,
    violations: count,
    deviations: count,
    warnings: count,
    observations: count,
    quarantined: { ...count, description: 'Findings that a quarantine puts up with; they are in no other count.' },
  },
  required: [
    'cases',
    'passed',
    'failed',
    'errored',
    'inconclusive',
    'skipped',
    'flaky',
    'violations',
    'deviations',
    'warnings',
    'observations',
    'quarantined',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** JSON Schema 2020-12 of `run.json`. A change that a reader would notice raises `schemaVersion`. */
export const runReportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  title: 'Run report',
  description: 'run.json: everything that one run of the contract found, without secrets.',
  properties: {
    schemaVersion: { const: 1 },
    tool: toolSchema,
    target: {
      type: 'object',
      properties: { name, baseUrl: name },
      required: ['name', 'baseUrl'],
      additionalProperties: false,
    },
    engine: name,
    seed: { type: 'integer' },
    strict: { type: 'boolean', description: 'Deviations and warnings fail the run too.' },
    failOnFlaky: { type: 'boolean', description: 'A flaky case fails the run.' },
    repeat: { type: 'integer', minimum: 2, description: 'How often every case was sent.' },
    durationS: { type: 'number', exclusiveMinimum: 0, description: 'For how many seconds the cases were sent.' },
    plan: {
      type: 'string',
      pattern: '^sha256:[0-9a-f]{16}$',
      description: 'The same for runs of the same cases, so that shards of one plan know each other.',
    },
    shard: {
      type: 'object',
      description: 'Which part of the plan the run is, counted from 1.',
      properties: { index: { type: 'integer', minimum: 1 }, count: { type: 'integer', minimum: 1 } },
      required: ['index', 'count'],
      additionalProperties: false,
    },
    collection: { ...name, description: "The file of the user's own collection." },
    startedAt: time,
    durationMs: { ...milliseconds, description: 'Of the whole run; where its end is missing, of its longest case.' },
    complete: { type: 'boolean', description: 'False when the run was stopped or its events end early.' },
    stopped: {
      type: 'string',
      enum: ['interrupted', 'terminated', 'deadline', 'bail', 'outage', 'internal-error'],
      description: 'Why the run ended before all cases were sent.',
    },
    because: { ...text, description: 'Why it was stopped, where there is more to say.' },
    error: { type: 'string', description: 'The internal error that ended the run, or kept a rule from its judgement.' },
    unreached: {
      type: 'object',
      description: 'Why the target took no connection, so that nothing was sent.',
      properties: { kind: { enum: failureKinds }, detail: text, proxy: name },
      required: ['kind', 'detail'],
      additionalProperties: false,
    },
    exitCode: { enum: [0, 1, 3, 4, 130, 143] },
    verdict: { enum: ['held', 'broken', 'no-verdict', 'credentials-refused'] },
    summary: summarySchema,
    drift: { type: 'array', items: driftSchema, description: 'What differs from the accepted record.' },
    quarantine: {
      type: 'object',
      description: 'What became of the quarantine file.',
      properties: {
        expired: { type: 'array', items: quarantineEntrySchema },
        unused: { type: 'array', items: quarantineEntrySchema },
      },
      required: ['expired', 'unused'],
      additionalProperties: false,
    },
    load: loadSchema,
    cases: { type: 'array', items: caseSchema },
  },
  required: [
    'schemaVersion',
    'tool',
    'target',
    'engine',
    'seed',
    'strict',
    'startedAt',
    'durationMs',
    'complete',
    'exitCode',
    'verdict',
    'summary',
    'cases',
  ],
  additionalProperties: false,
} as const satisfies JSONSchema;
