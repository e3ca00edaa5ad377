import type { EvidenceId } from '../contract/evidence';
import { type Json, name, object, text } from '../lib/json-schema';

/** The id of an evidence row; the type is `EvidenceId`. */
export const evidenceIdSchema = {
  type: 'string',
  pattern: '^[A-Z][0-9]+[a-z]?$',
  description: 'The id of an evidence row.',
} as const;

export type WithEvidenceId = { readonly pattern: typeof evidenceIdSchema; readonly output: EvidenceId };

const day = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'The last day on which the entry is in force, UTC.',
  examples: ['2026-03-31'],
} as const;

/** Who accepted a known deviation, why, and until when. */
export const quarantineProperties = { owner: name, reason: name, expires: day } as const;

export const findingSchema = object(
  {
    rule: { ...name, description: 'The id of the rule that it breaks.' },
    level: {
      enum: ['violation', 'deviation', 'warning', 'client', 'observation'],
      description: '`client`: a mistake of the client; it says nothing about the target.',
    },
    evidence: evidenceIdSchema,
    message: text,
  },
  {
    kind: {
      ...name,
      description:
        'Tells the finding from others of its rule, whatever its message says. Reports of older versions lack it.',
    },
    where: { ...text, description: 'A JSON pointer into the body, a claim path, or a header name.' },
    expected: text,
    actual: text,
    sample: { ...text, description: 'The smallest generated request that shows it: its body.' },
    quarantined: object(quarantineProperties, {}, { description: 'A known deviation, which does not fail its case.' }),
  },
  { title: 'Finding' },
);

/**
 * The same for findings with the same cause. Expected and actual may hold the time of day, so they do not count, and the
 * message is text for people: it counts only where a report of an older version has no kind.
 */
export function findingKey(
  finding: Pick<Finding, 'rule' | 'level' | 'evidence' | 'kind' | 'message' | 'where'>,
): string {
  const { rule, level, evidence, kind, message, where } = finding;
  return JSON.stringify([rule, level, evidence, where, kind ?? { message }]);
}

export const caseVerdictSchema = { enum: ['passed', 'failed', 'errored', 'inconclusive', 'skipped'] } as const;

/** What a rule found in an exchange, with the level that follows from its evidence. */
export type Finding = Json<typeof findingSchema, [WithEvidenceId]>;
/** How much a finding matters; see `level.ts`. */
export type Level = Finding['level'];
export type Quarantine = NonNullable<Finding['quarantined']>;
export type CaseVerdict = Json<typeof caseVerdictSchema>;
