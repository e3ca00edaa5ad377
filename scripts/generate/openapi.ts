import type { OpenAPIV3_1 } from 'openapi-types';
import { requestExample } from '../contract/calls/payout-token/schemas';
import type { EvidenceIds } from '../contract/evidence';
import { hosts } from '../contract/hosts';
import { calls } from '../contract/index';
import type { ApiCall } from '../contract/types';
import { components, facts } from './openapi-components';
import { responsesOf, withEvidence } from './openapi-responses';

const description = [
  "What is publicly known of Imburse's `POST /v1/identity/payout`, and of the calls before and after it.",
  "This is not a document of Imburse's: it is generated from a contract that was written from public sources.",
  '`x-evidence` names the rows of the evidence table (`docs/evidence.md`) that a part rests on.',
].join('\n');

const servers: OpenAPIV3_1.ServerObject[] = [
  { url: hosts.sandbox, description: 'Sandbox' },
  { url: hosts.sandbox2019, description: 'Sandbox, as the introduction of 2019 names it' },
  { url: hosts.production, description: 'Production' },
  {
    url: 'https://{host}',
    description: 'The dedicated host that some accounts have',
    variables: { host: { default: 'api.imbursepayments.com' } },
  },
].map((server) => withEvidence(['C10'], server));

const tags = {
  management: { name: 'Management token', description: 'From a Tenant API key to a management token.' },
  options: { name: 'Payout options', description: 'Where a payout token is used.' },
  payout: { name: 'Payout token', description: 'From a management token to a payout token.' },
};

type Operation = NonNullable<OpenAPIV3_1.PathItemObject['post']>;

interface Details extends Pick<Operation, 'operationId' | 'tags' | 'security' | 'parameters' | 'requestBody'> {
  readonly about: string;
  readonly evidence: EvidenceIds;
}

const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` });

const operation = (call: ApiCall, { about, evidence, ...details }: Details): Operation =>
  withEvidence(evidence, {
    summary: call.title,
    description: `${about}\n\n${facts(evidence)}`,
    ...details,
    responses: responsesOf(call),
  });

const { 'payout-token': payoutToken, 'payout-options': payoutOptions, 'management-token': managementToken } = calls;

const getPayoutToken = operation(payoutToken, {
  operationId: 'getPayoutToken',
  about: 'Issues a payout token for three references.',
  evidence: [...payoutToken.evidence, 'C7', 'C8', 'C9'],
  tags: [tags.payout.name],
  security: [{ managementToken: [] }],
  parameters: [parameter('CorrelationId'), parameter('AccountId'), parameter('TenantId')],
  requestBody: withEvidence(['C3', 'C4'], {
    required: true,
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/PayoutTokenRequest' },
        examples: { documented: { summary: 'The documented request', value: requestExample } },
      },
    },
  }),
});

const exchange = (operationId: string, about: string) =>
  operation(managementToken, {
    operationId,
    about,
    evidence: [...managementToken.evidence, 'H3', 'H4'],
    tags: [tags.management.name],
    security: [{ hmac: [] }],
    parameters: [parameter('CorrelationId')],
  });

const getPayoutOptions = operation(payoutOptions, {
  operationId: 'getPayoutOptions',
  about: 'Returns the ways in which the customer of the payout token can be paid.',
  evidence: [...payoutOptions.evidence, 'C7'],
  tags: [tags.options.name],
  security: [{ payoutToken: [] }],
  parameters: [parameter('CorrelationId')],
});

/** The contract as an OpenAPI 3.1 document. */
export function openApiDocument(): OpenAPIV3_1.Document {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Payout identity call',
      summary: 'POST /v1/identity/payout and its neighbours, as far as they are publicly known.',
      description,
      version: '1.0.0',
      contact: { name: 'The payout-contract authors' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers,
    tags: Object.values(tags),
    paths: {
      [payoutToken.path]: { post: getPayoutToken },
      [managementToken.path]: {
        post: exchange(
          'getManagementToken',
          'Exchanges a signed request for a management token, at the path of the developer portal.',
        ),
      },
      '/identity/v1/hmac/management': {
        post: exchange(
          'getManagementTokenAtDocsPath',
          'Exchanges a signed request for a management token, at the path of the 2019-08 documentation.',
        ),
      },
      [payoutOptions.path]: { get: getPayoutOptions },
    },
    components,
  };
}
