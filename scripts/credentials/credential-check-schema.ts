import { evidenceIdSchema, type WithEvidenceId } from '../judge/finding';
import { count, type Json, list, milliseconds, name, object, text } from '../lib/json-schema';
import { toolSchema } from '../report/tool-schema';
import { type DiagnosisCode, diagnoses } from './diagnoses';

/** The steps in their order. Those that this machine can check by itself come before anything is sent. */
export const stepIds = [
  'settings',
  'key-form',
  'name-resolution',
  'tcp',
  'tls',
  'first-answer',
  'clock',
  'hmac-exchange',
  'management-token',
  'payout-token',
  'payout-claims',
  'payout-options',
] as const;

const evidence = list(evidenceIdSchema);
const code = {
  enum: Object.keys(diagnoses) as DiagnosisCode[],
  description: 'Stable: a code never changes its meaning. A later version may have more.',
} as const;
const stepId = { enum: stepIds } as const;

const diagnosisProperties = {
  code,
  title: name,
  blame: { enum: ['credentials', 'clock', 'network', 'target', 'settings'] },
  evidence,
  remedy: name,
} as const;

const step = object(
  {
    id: stepId,
    title: name,
    state: {
      enum: ['ok', 'failed', 'inconclusive', 'not-reached'],
      description: 'not-reached also if there was nothing to check; then seen says why.',
    },
    checkedBy: {
      enum: ['machine', 'server'],
      description: 'server: ok means that the other side accepted it. machine: ok means only that it looks right here.',
    },
    seen: list(text),
    evidence,
    warnings: list(code),
    durationMs: milliseconds,
  },
  {
    diagnosis: code,
    restates: {
      const: true,
      description: 'The first line of seen says what the title of the diagnosis says, and more.',
    },
    next: { ...name, description: 'What to do.' },
  },
  { title: 'ReportedStep' },
);

const exchange = object(
  {
    step: stepId,
    method: name,
    path: name,
    correlationId: { ...name, description: 'Sent as X-Correlation-ID.' },
    durationMs: milliseconds,
  },
  {
    status: { type: 'integer', minimum: 100, maximum: 999 },
    failure: { ...text, description: 'Why no response came.' },
    serverCorrelationId: text,
  },
  { title: 'Exchange', description: 'One request, for finding it in the logs of either side.' },
);

const target = object(
  {
    name,
    environment: { enum: ['embedded', 'sandbox', 'production', 'unknown'] },
    baseUrl: name,
    from: { ...name, description: 'The option or setting that named it.' },
  },
  { proxy: { ...name, description: 'Host and port of the proxy in use.' } },
);

/** JSON Schema 2020-12 of what `check-credentials` writes. A change that a reader would notice raises `schemaVersion`. */
export const credentialCheckSchema = object(
  {
    schemaVersion: { const: 1 },
    tool: toolSchema,
    runtime: object({ node: name, openssl: name, platform: name }),
    startedAt: { ...name, description: "ISO 8601, UTC, by this machine's clock." },
    durationMs: milliseconds,
    complete: { type: 'boolean', description: 'False if the check was interrupted.' },
    exitCode: { enum: [0, 2, 3, 4, 130, 143] },
    verdict: { enum: ['working', 'settings-wrong', 'no-verdict', 'refused', 'interrupted'] },
    warnings: list(object(diagnosisProperties)),
    target,
    settings: list(
      object({
        name,
        from: name,
        shadows: { ...list(text), description: 'Other places that set it too.' },
        value: { ...text, description: 'Of a secret, a fingerprint.' },
      }),
    ),
    read: object(
      { maxDurationMs: milliseconds },
      {
        envFile: object({
          path: name,
          encoding: { enum: ['UTF-8', 'UTF-16'] },
          assignments: { ...count, description: 'Lines that set a variable.' },
          problems: { ...list(object({ line: count, text: name })), description: 'Lines that are not understood.' },
        }),
        proxy: { ...name, description: 'Host and port of the proxy in use, and the variable that names it.' },
        ca: { ...name, description: 'NODE_EXTRA_CA_CERTS.' },
      },
      { description: 'What was read besides the settings.' },
    ),
    steps: list(step),
    exchanges: list(exchange),
  },
  {
    cause: object(diagnosisProperties, {}, { title: 'Cause', description: 'Absent if the credentials work.' }),
    identity: object(
      { roles: list(text) },
      { tenant: text, account: text, expiresAt: { ...name, description: 'ISO 8601, UTC.' } },
      { description: 'Whose the accepted credentials are. Absent if the target accepted none.' },
    ),
    clock: object(
      { skewMs: { type: 'integer' }, uncertaintyMs: { type: 'integer', minimum: 0 } },
      {},
      { description: "The server's clock minus this machine's." },
    ),
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Credential check',
    description:
      'What check-credentials --json prints and --bundle writes: whether credentials work, and if not, why. Without secrets.',
  },
);

/** What `check-credentials` found: `--json`, and the file of `--bundle`. */
export type CredentialCheck = Json<typeof credentialCheckSchema, [WithEvidenceId]>;
/** A step as it is reported. */
export type ReportedStep = CredentialCheck['steps'][number];
export type StepId = ReportedStep['id'];
/** One request of the check, for a support ticket. */
export type ExchangeNote = CredentialCheck['exchanges'][number];
/** A diagnosis as it is reported. */
export type ReportedDiagnosis = CredentialCheck['warnings'][number];
/** Where a setting came from. Of a secret, `value` is a fingerprint. */
export type ReportedSetting = CredentialCheck['settings'][number];
