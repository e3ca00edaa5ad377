import { failureKinds } from '../contract/exchange';
import { targetKinds } from '../contract/hosts';
import { sides } from '../judge/case-verdict';
import { caseVerdictSchema, evidenceIdSchema, findingSchema } from '../judge/finding';
import { reasonKinds } from '../judge/reason-kinds';
import { count, list, milliseconds, name, object, text } from '../lib/json-schema';
import { exchangeSchema } from './exchange-schema';
import { likelyCauseSchema, looksLikeSchema } from './likely-cause-schema';
import { caseLoadSchema, loadSchema, thresholdSchema } from './load-schema';
import { notJudgedSchema } from './not-judged-schema';
import { quarantineEntrySchema } from './quarantine-schema';
import { toolSchema } from './tool-schema';

const time = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$',
  description: 'ISO 8601, UTC.',
} as const;
const fromOne = { type: 'integer', minimum: 1 } as const;
const flag = { type: 'boolean' } as const;
const findings = list(findingSchema);

/** An assertion of a user's own collection; one that `threw` stands for a script that did not run to its end. */
const assertionSchema = object(
  { name: text, result: { enum: ['passed', 'failed', 'skipped', 'threw'] } },
  { message: { ...text, description: 'Why it failed.' } },
  { title: 'Assertion', description: "An assertion of the user's own collection, or a script that threw." },
);

const ownAssertionsSchema = object(
  { total: count, failed: count, skipped: count, threw: { ...count, description: 'Scripts that threw.' } },
  {},
  {
    title: 'Own assertions',
    description: "The assertions of the user's own collection, which say nothing of the contract.",
  },
);

/** How many exchanges a case of recorded traffic stands for. */
export const caseTrafficSchema = object(
  { exchanges: count, failed: { ...count, description: 'How many of them break the contract.' } },
  {},
  { title: 'Traffic of a case' },
);

/** What became of exchanges that nobody planned. */
const trafficSchema = object(
  {
    exchanges: { ...count, description: 'All that were read.' },
    judged: count,
    hosts: {
      ...list(object({ baseUrl: name, judged: count, failed: count })),
      description: 'Which hosts answered the judged exchanges.',
    },
  },
  {},
  {
    title: 'Traffic',
    description: 'Present if the exchanges were recorded and not sent by the run: each case is a kind of request.',
  },
);

const driftSchema = object(
  {
    aspect: { ...name, description: 'Its name in the accepted record, such as success.status.' },
    accepted: list(text),
    observed: list(text),
    cases: { ...list(name), description: 'The cases in which it was observed.' },
  },
  {},
  { title: 'Drift' },
);

const earlierSchema = object(
  { startedAt: time, verdict: caseVerdictSchema, findings },
  { reason: text },
  { title: 'Earlier result', description: 'The result of another attempt at a case, which no longer counts.' },
);

export const caseSchema = object(
  {
    id: { ...name, description: 'Never changes: selections, shards, baselines and JUnit refer to it.' },
    title: text,
    theme: text,
    tags: list(text),
    evidence: list(evidenceIdSchema),
    verdict: caseVerdictSchema,
    durationMs: {
      ...milliseconds,
      description: 'The response times of its requests, together; not the time that it waited for its turn.',
    },
    findings,
    exchanges: list(exchangeSchema),
    reproduce: { ...text, description: 'A shell command that repeats the request; secrets by environment variable.' },
  },
  {
    position: { ...fromOne, description: 'In a shard: its position in the whole plan.' },
    dependencyOnly: {
      ...flag,
      description: "In a shard: a case of another shard, sent because this shard's cases depend on it.",
    },
    looksLike: {
      ...looksLikeSchema,
      description: 'What the target does in an explored case, and in how many of the combinations with its conditions.',
    },
    flaky: { ...flag, description: 'Passed, but not at the first attempt.' },
    reason: { ...text, description: 'Why the case has no verdict of its own.' },
    reasonKind: { enum: reasonKinds, description: 'The kind of the reason. Reports of older versions lack it.' },
    reasonAbout: {
      ...text,
      description:
        'What the reason names, where its kind does not say that: a rule, a variable, the code of an error; never a sentence.',
    },
    unfinished: {
      enum: ['not-sent', 'in-flight'],
      description: 'The run ended before the case was sent, or before it had its verdict.',
    },
    blockedBy: {
      ...name,
      description: 'The case that was not accepted, so that this one could not be sent: the first of a chain.',
    },
    credentialsRefused: { ...flag, description: "The target refused the user's credentials in this case." },
    earlier: { ...list(earlierSchema), description: 'In a merged report: results of other attempts, oldest first.' },
    load: caseLoadSchema,
    traffic: caseTrafficSchema,
    assertions: { ...list(assertionSchema), description: "The assertions of the user's own collection." },
  },
  { title: 'Case' },
);

const summarySchema = object(
  {
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
    quarantined: { ...count, description: 'Findings covered by the quarantine file; not included in other counts.' },
  },
  { client: { ...count, description: 'Mistakes of the client, if there are any.' } },
  {
    title: 'Summary',
    description: 'cases = passed + failed + errored + inconclusive + skipped; flaky cases are among the passed.',
  },
);

const quarantineResultSchema = object(
  {
    expired: { ...list(quarantineEntrySchema), description: 'Past their date: they fail the run.' },
    unused: { ...list(quarantineEntrySchema), description: 'Their case was checked without the finding: remove them.' },
  },
  {},
  { description: 'The entries of the quarantine file that need attention.' },
);

const coveredSchema = object({ covered: count, of: count }, {}, { title: 'Covered' });

const bits = { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: 200_000 } as const;

const coverageSchema = object(
  {
    factors: { type: 'string', pattern: '^sha256:[0-9a-f]{16}$', description: 'Which list of conditions is numbered.' },
    levels: bits,
    pairs: bits,
  },
  { programs: bits },
  {
    title: 'Coverage',
    description:
      'Which conditions, pairs of them, and programs of several requests were sent: bits by their numbers, as DEFLATE in base64.',
  },
);

const exploredSchema = object(
  {
    seed: { type: 'integer' },
    strength: { enum: ['pairs', 'triples'], description: 'How many levels were combined.' },
    programs: { ...count, description: 'Combinations, sequences and simultaneous requests.' },
    requests: count,
    levels: coveredSchema,
    pairs: { ...coveredSchema, description: 'Two levels in one request.' },
  },
  {
    coverage: coverageSchema,
    named: list({ ...name, description: 'Combinations that were sent by name.' }),
    engine: { ...name, description: 'What sent the requests, where it is not the engine of the run.' },
    notExplored: {
      ...text,
      description: 'What was not explored, and why; if no combination was sent, why nothing was.',
    },
  },
  { title: 'Explored', description: 'What was sent in addition to the cases of the contract.' },
);

/** JSON Schema 2020-12 of `run.json`. A change that a reader would notice raises `schemaVersion`. */
export const runReportSchema = object(
  {
    schemaVersion: { const: 1 },
    tool: toolSchema,
    target: object(
      { name, baseUrl: name },
      { kind: { enum: targetKinds, description: 'Embedded: a sandbox that ended with the run.' } },
    ),
    engine: name,
    seed: { type: 'integer' },
    strict: { ...flag, description: 'Deviations and warnings fail the run too.' },
    startedAt: time,
    durationMs: {
      ...milliseconds,
      description: 'Of the whole run; until its last recorded response if the end is missing.',
    },
    complete: { ...flag, description: 'False if the run was stopped or its events end early.' },
    exitCode: { enum: [0, 1, 3, 4, 130, 143] },
    verdict: { enum: ['held', 'broken', 'no-verdict', 'credentials-refused'] },
    summary: summarySchema,
    cases: list(caseSchema),
  },
  {
    shadowed: { ...name, description: 'The setting that names another target, and counts less than --target.' },
    failOnFlaky: { ...flag, description: 'A flaky case fails the run.' },
    side: { enum: sides, description: 'Whose mistakes fail the run; absent if no client was judged.' },
    repeat: { type: 'integer', minimum: 2, description: 'How often every case was sent.' },
    durationS: { type: 'number', exclusiveMinimum: 0, description: 'For how many seconds the cases were sent.' },
    plan: {
      type: 'string',
      pattern: '^sha256:[0-9a-f]{16}$',
      description: 'The same for runs of the same cases; shards of one plan are recognized by it.',
    },
    shard: object({ index: fromOne, count: fromOne }, {}, { description: 'Which part of the plan the run is.' }),
    collection: { ...name, description: "The file of the user's own collection." },
    collectionOptions: { ...list(name), description: 'The options about that collection, each with its value.' },
    source: { ...name, description: 'What recorded traffic was read from: files, or a proxy.' },
    stopped: {
      enum: ['interrupted', 'terminated', 'deadline', 'bail', 'outage', 'unreadable', 'internal-error', 'collection'],
      description:
        'Why the run ended before all cases were sent; unreadable: a part of the recorded traffic cannot be read.',
    },
    because: { ...text, description: 'More about why the run was stopped.' },
    error: { ...text, description: 'The internal error that ended the run or kept a rule from judging.' },
    unreached: object(
      { kind: { enum: failureKinds }, detail: { ...text, description: 'What the system said: ECONNREFUSED.' } },
      { proxy: { ...name, description: 'host:port of the proxy that could not be reached.' } },
      { description: 'Why no connection to the target could be made, so that nothing was sent.' },
    ),
    likelyCause: {
      ...list(likelyCauseSchema),
      description: 'In a broken run: the faults that would explain what was found, the best fit first.',
    },
    drift: { ...list(driftSchema), description: 'Differences from the accepted record.' },
    quarantine: quarantineResultSchema,
    load: loadSchema,
    traffic: trafficSchema,
    thresholds: {
      ...list(thresholdSchema),
      description: 'Limits that the user set; one that is exceeded fails the run.',
    },
    explored: exploredSchema,
    assertions: ownAssertionsSchema,
    notJudged: notJudgedSchema,
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Run report',
    description: 'run.json: everything that one run of the contract found, without secrets.',
  },
);
