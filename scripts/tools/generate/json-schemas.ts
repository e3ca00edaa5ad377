import type { EvidenceIds } from '../../contract/evidence';
import type { SchemaNode } from '../../contract/types';
import { credentialCheckSchema } from '../../credentials/credential-check-schema';
import { fleetReportSchema } from '../../fleet/fleet-report-schema';
import { partnersSchema } from '../../fleet/partners-schema';
import { observedRecordSchema } from '../../report/observed-record-schema';
import { quarantineSchema } from '../../report/quarantine-schema';
import { runReportSchema } from '../../report/run-report-schema';
import { annotate, publishedSchemas } from './published-schemas';

const comment = (ids: EvidenceIds): SchemaNode => ({ $comment: `Evidence: ${ids.join(', ')}.` });

const published = (name: string, version: number, schema: SchemaNode): [file: string, schema: SchemaNode] => [
  `${name}.schema.json`,
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:payout-contract:schema:${name}:${version}`,
    ...schema,
  },
];

/** The published JSON Schemas by file name. The `$comment` of each part names its evidence. */
export function jsonSchemas(): ReadonlyMap<string, SchemaNode> {
  return new Map([
    ...publishedSchemas.map(({ name, schema, example, evidence }) =>
      published(name, 1, { ...annotate(schema, evidence, comment), examples: [example] }),
    ),
    published('run-report', runReportSchema.properties.schemaVersion.const, runReportSchema),
    published('credential-check', credentialCheckSchema.properties.schemaVersion.const, credentialCheckSchema),
    published('quarantine', quarantineSchema.properties.schemaVersion.const, quarantineSchema),
    published('observed-record', observedRecordSchema.properties.schemaVersion.const, observedRecordSchema),
    published('partners', 1, partnersSchema),
    published('fleet-report', fleetReportSchema.properties.schemaVersion.const, fleetReportSchema),
  ]);
}
