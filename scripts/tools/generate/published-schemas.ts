import { calls } from '../../contract/calls';
import { errorBodies } from '../../contract/errors';
import type { EvidenceIds } from '../../contract/evidence';
import type { JsonBody, SchemaNode } from '../../contract/types';

/** The bodies that responses are validated against: the success of each call, and the two error bodies. */
export const responseBodies: readonly JsonBody[] = [
  ...new Set(calls.map(({ success }) => success.body)),
  ...errorBodies,
];

/** The schemas of requests and responses, each published in `schemas/` and in the OpenAPI document. */
export const publishedSchemas: readonly JsonBody[] = [
  ...calls.flatMap(({ requestBody }) => (requestBody ? [requestBody] : [])),
  ...responseBodies,
];

/** A copy of the schema with `note(ids)` added to each part that `evidence` names; throws if a part does not exist. */
export function annotate(
  schema: SchemaNode,
  evidence: Readonly<Record<string, EvidenceIds>>,
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
