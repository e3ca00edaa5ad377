import type { OpenAPIV3_1 } from 'openapi-types';
import { Document, isScalar, isSeq, visit } from 'yaml';
import { calls } from '../../contract/calls';
import { hosts } from '../../contract/hosts';
import type { ApiCall, JsonBody, Operation } from '../../contract/types';
import { components, factList } from './openapi-components';
import { responsesOf, withEvidence } from './openapi-responses';

const description = [
  "What is publicly known about Imburse's `POST /v1/identity/payout`, and about the calls before and after it.",
  'This document is not published by Imburse. It is generated from a contract that was written from public sources.',
  '`x-evidence` names the rows of the evidence table (`docs/evidence.md`) that a part is based on.',
].join('\n');

const servers: OpenAPIV3_1.ServerObject[] = [
  { url: hosts.sandbox, description: 'Sandbox' },
  { url: hosts.sandbox2019, description: 'Sandbox, as named in the 2019 introduction' },
  { url: hosts.production, description: 'Production' },
  {
    url: 'https://{host}',
    description: 'The dedicated host of some accounts',
    variables: { host: { default: 'api.imbursepayments.com' } },
  },
].map((server) => withEvidence(['C10'], server));

function operationOf(call: ApiCall, { id, about }: Operation): OpenAPIV3_1.OperationObject {
  const { title, evidence, tag, security, parameters, requestBody } = call;
  return withEvidence(evidence, {
    summary: title,
    description: `${about}\n\n${factList(evidence)}`,
    operationId: id,
    tags: [tag.name],
    security: [{ [security]: [] }],
    parameters: parameters.map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ...(requestBody && { requestBody: requestOf(requestBody) }),
    responses: responsesOf(call),
  });
}

const requestOf = ({ component, example }: JsonBody): OpenAPIV3_1.RequestBodyObject =>
  withEvidence(['C3', 'C4'], {
    required: true,
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${component}` },
        examples: { documented: { summary: 'The documented request', value: example } },
      },
    },
  });

const paths = (): OpenAPIV3_1.PathsObject =>
  Object.fromEntries(
    calls.flatMap((call) =>
      call.operations.map((operation) => [
        operation.path,
        { [call.valid.method.toLowerCase()]: operationOf(call, operation) },
      ]),
    ),
  );

/** The contract as an OpenAPI 3.1 document. */
export function openApiDocument(): OpenAPIV3_1.Document {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Payout identity call',
      summary: 'POST /v1/identity/payout and related calls, as far as they are publicly known.',
      description,
      version: '1.0.0',
      contact: { name: 'The payout-contract authors' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers,
    tags: calls.map(({ tag }) => tag).sort((one, other) => (one.name < other.name ? -1 : 1)),
    paths: paths(),
    components,
  };
}

/** The OpenAPI document as YAML. Equal parts are repeated, not aliased; evidence ids share a line. */
export function openApiYaml(): string {
  const document = new Document(openApiDocument(), { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && key.value === 'x-evidence' && isSeq(value)) value.flow = true;
    },
  });
  document.commentBefore = ' Generated from the contract by "npm run generate". Do not edit.';
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false, blockQuote: 'literal' });
}
