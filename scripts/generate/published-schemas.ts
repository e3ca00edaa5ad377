import { optionsExample, optionsSchema } from '../contract/calls/payout-options/schemas';
import { requestExample, requestSchema, tokenExample, tokenSchema } from '../contract/calls/payout-token/schemas';
import { errorCodesExample, errorCodesSchema, errorListExample, errorListSchema } from '../contract/errors';
import type { EvidenceIds } from '../contract/evidence';

/** A JSON Schema object with any keywords. */
export interface SchemaNode {
  readonly [keyword: string]: unknown;
}

/** A schema of the contract that is published, with the evidence for its parts. */
export interface PublishedSchema {
  /** File name in `schemas/`, without the extension, and the last part but one of its `$id`. */
  readonly name: string;
  /** Name under `components/schemas` of the OpenAPI document. */
  readonly component: string;
  readonly schema: SchemaNode;
  readonly example: unknown;
  /** Evidence by the path of a subschema, keywords joined by `/`; the root is the empty string. */
  readonly evidence: Readonly<Record<string, EvidenceIds>>;
}

const reference: EvidenceIds = ['C4', 'R1', 'R2', 'R3'];

/** The schemas of requests and responses, each published in `schemas/` and in the OpenAPI document. */
export const publishedSchemas = [
  {
    name: 'payout-request',
    component: 'PayoutTokenRequest',
    schema: requestSchema,
    example: requestExample,
    evidence: {
      '': ['C4', 'C15a'],
      'properties/customerRef': reference,
      'properties/orderRef': reference,
      'properties/instructionRef': reference,
    },
  },
  {
    name: 'token-response',
    component: 'TokenResponse',
    schema: tokenSchema,
    example: tokenExample,
    evidence: { '': ['C5', 'T5', 'T9'], 'properties/accessToken': ['T1', 'T1a'], 'properties/expires': ['T2', 'T3'] },
  },
  {
    name: 'payout-options',
    component: 'PayoutOptions',
    // OpenAPI linters require `items`, although the contract promises nothing about them.
    schema: { ...optionsSchema, properties: { rewards: { ...optionsSchema.properties.rewards, items: {} } } },
    example: optionsExample,
    evidence: { '': ['C8'] },
  },
  {
    name: 'error-codes',
    component: 'ErrorCodes',
    schema: errorCodesSchema,
    example: errorCodesExample,
    evidence: { '': ['E2', 'E4'] },
  },
  {
    name: 'error-list',
    component: 'ErrorList',
    schema: errorListSchema,
    example: errorListExample,
    evidence: {
      '': ['E3', 'E4'],
      'properties/correlationId': ['E5'],
      'properties/errors/items/properties/metadata': ['E3', 'E5'],
    },
  },
] as const satisfies readonly PublishedSchema[];

/** A copy of the schema with `note(ids)` added to each part that `evidence` names; throws if there is no such part. */
export function annotate(
  schema: SchemaNode,
  evidence: PublishedSchema['evidence'],
  note: (ids: EvidenceIds) => SchemaNode,
): SchemaNode {
  const copy = structuredClone(schema);
  for (const [path, ids] of Object.entries(evidence)) {
    const part = path === '' ? copy : path.split('/').reduce<unknown>((at, key) => (at as SchemaNode)?.[key], copy);
    if (typeof part !== 'object' || part === null) throw new Error(`no subschema "${path}"`);
    Object.assign(part, note(ids));
  }
  return copy;
}
