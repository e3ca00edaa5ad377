import type { OpenAPIV3_1 } from 'openapi-types';
import { type EvidenceIds, evidence } from '../../contract/evidence';
import { responseComponents, withEvidence } from './openapi-responses';
import { annotate, publishedSchemas } from './published-schemas';

/** The facts as a Markdown list, each under its id. */
export const factList = (ids: EvidenceIds): string =>
  ids.map((id) => `- **${id}** (${evidence[id].strength}): ${evidence[id].fact}`).join('\n');

/** Every integer as 64 bits: seconds since 1970 outgrow the 32 bits that generators choose. Only OpenAPI has this format. */
function withInt64<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withInt64) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, child]) => [name, withInt64(child)]);
  return Object.fromEntries('type' in value && value.type === 'integer' ? [...members, ['format', 'int64']] : members);
}

const schemas: Record<string, OpenAPIV3_1.SchemaObject> = {
  ...Object.fromEntries(
    publishedSchemas.map(({ component, schema, example, evidence: ids }) => [
      component,
      { ...withInt64(annotate(schema, ids, (each) => ({ 'x-evidence': each }))), examples: [example] },
    ]),
  ),
  Error: withEvidence(['E2', 'E3', 'E4'], {
    title: 'Error',
    description: 'Either of the two error bodies; both conform.',
    anyOf: [{ $ref: '#/components/schemas/ErrorCodes' }, { $ref: '#/components/schemas/ErrorList' }],
  }),
};

const ownerHeader = (owner: string): OpenAPIV3_1.ParameterObject =>
  withEvidence(['C12'], {
    name: `x-${owner}-id`,
    in: 'header',
    description: `The ${owner}, if the environment requires it.`,
    schema: { type: 'string', format: 'uuid' },
  });

const parameters: Record<string, OpenAPIV3_1.ParameterObject> = {
  CorrelationId: withEvidence(['E5'], {
    name: 'X-Correlation-ID',
    in: 'header',
    description: evidence.E5.fact,
    schema: { type: 'string' },
  }),
  AccountId: ownerHeader('account'),
  TenantId: ownerHeader('tenant'),
};

const header = (ids: EvidenceIds, description: string): OpenAPIV3_1.HeaderObject =>
  withEvidence(ids, { description, schema: { type: 'string' as const } });

const responseHeaders: Record<string, OpenAPIV3_1.HeaderObject> = {
  'WWW-Authenticate': header(['E6'], 'The authentication schemes of the call.'),
  'Cache-Control': header(['T8'], 'Should be `no-store`.'),
  Allow: header(['C14a'], 'The methods that the path supports.'),
  'Retry-After': header(['E1e'], 'When to retry: a number of seconds, or a date.'),
};

const bearer = (ids: EvidenceIds, description: string): OpenAPIV3_1.SecuritySchemeObject =>
  withEvidence(ids, { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description });

const securitySchemes: Record<string, OpenAPIV3_1.SecuritySchemeObject> = {
  managementToken: bearer(['C2', 'H6'], 'A management token, derived from a Tenant API key.'),
  payoutToken: bearer(['C8', 'C7', 'H6'], 'A payout token. It can be reused until it expires.'),
  hmac: withEvidence(['H1', 'H2', 'H3', 'H4', 'H6'], {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: `A signature made with a Tenant API key.\n\n${factList(['H2', 'H3', 'H4'])}`,
  }),
};

/** `components` of the OpenAPI document. */
export const components: OpenAPIV3_1.ComponentsObject = {
  schemas,
  responses: responseComponents,
  parameters,
  headers: responseHeaders,
  securitySchemes,
};
