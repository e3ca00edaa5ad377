import { count, list, milliseconds, name, object, text } from '../lib/json-schema';
import { toolSchema } from '../report/tool-schema';

const time = { ...name, description: 'ISO 8601, UTC.' } as const;

const cause = object(
  {
    code: { ...name, description: 'Stable. For a credential check, the code of its diagnosis.' },
    title: name,
    next: { ...name, description: 'What to do.' },
  },
  {
    seen: {
      ...name,
      description: 'What was seen of it at this partner: the part of a setting, or the words of what answered.',
    },
  },
  { title: 'Cause' },
);

/** A row of the report, and what a worker says of a partner. */
export const partnerResultSchema = object(
  {
    name,
    fingerprint: {
      type: 'string',
      pattern: '^sha256:[0-9a-f]{16}$',
      description: "Of the partner's entry in partners.yaml, so that a change is noticed; not of its secrets.",
    },
    verdict: { enum: ['working', 'held', 'broken', 'settings-wrong', 'no-verdict', 'refused'] },
    exitCode: { enum: [0, 1, 2, 3, 4] },
    startedAt: time,
    durationMs: { ...milliseconds, description: 'Including the time spent waiting for the rate limit.' },
    requests: { ...count, description: 'HTTP requests sent, including those of earlier attempts.' },
    attempts: { type: 'integer', minimum: 1 },
  },
  {
    cause,
    warnings: { ...list(cause), description: 'What does not change the verdict now, but may do so soon.' },
    publicKey: { ...name, description: 'Shows whether several partners use the same key.' },
    identity: object(
      { roles: list(name) },
      { tenant: name, account: name, expiresAt: time },
      { description: 'Whose the accepted credentials are.' },
    ),
    worker: object(
      { host: name, process: count, version: name },
      {},
      { description: 'The worker that checked the partner, for a fleet in a queue.' },
    ),
    change: {
      enum: ['new', 'fixed', 'worse'],
      description: 'Since the fleet in `comparedWith`: not in that fleet, OK again, or with a new or worse problem.',
    },
    report: {
      type: 'string',
      pattern: '^partners/[a-z0-9._-]+\\.json$',
      description: "The partner's own report, relative to this file. Absent if nothing could be checked.",
    },
  },
  { title: 'Partner' },
);

const mode = {
  enum: ['credentials', 'suite'],
  description: 'What was done for each partner: check its credentials, or run every case.',
} as const;

/** What is known of a fleet before the first request; the report and what is stored of a fleet share these fields. */
export const headerFields = {
  always: { schemaVersion: { const: 1 }, tool: toolSchema, mode, startedAt: time },
  sometimes: {
    rate: { type: 'number', exclusiveMinimum: 0, description: 'Requests a second over all partners.' },
    fleet: { ...name, description: 'The name of the fleet in the queue.' },
    selectedFrom: { ...count, description: 'How many partners the file has, if only some of them were selected.' },
  },
} as const;

/** JSON Schema 2020-12 of `fleet.json`. A change that a reader would notice raises `schemaVersion`. */
export const fleetReportSchema = object(
  {
    ...headerFields.always,
    durationMs: milliseconds,
    complete: { type: 'boolean', description: 'False if partners are missing.' },
    exitCode: { enum: [0, 1, 2, 3, 4, 130, 143] },
    summary: object({
      partners: count,
      done: count,
      working: count,
      held: count,
      broken: count,
      settingsWrong: count,
      noVerdict: count,
      refused: count,
      requests: count,
    }),
    partners: { ...list(partnerResultSchema), description: 'Worst first.' },
  },
  {
    rate: headerFields.sometimes.rate,
    fleet: headerFields.sometimes.fleet,
    stopped: { enum: ['interrupted', 'terminated'] },
    selectedFrom: headerFields.sometimes.selectedFrom,
    comparedWith: { ...time, description: 'When the earlier fleet was started with which this one is compared.' },
    unverified: object(
      {
        count,
        entries: {
          ...list(object({ kind: { enum: ['job', 'result', 'note', 'report'] }, name: text, why: name })),
          maxItems: 100,
          description: 'The first of them. Names are as they were found, and may be of anybody.',
        },
      },
      {},
      { description: 'What was found in Redis and was not signed with the key of the fleet. It is not counted.' },
    ),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Fleet report',
    description: 'The result of each partner of a fleet. Without secrets.',
  },
);
