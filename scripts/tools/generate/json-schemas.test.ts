import Ajv2020 from 'ajv/dist/2020';
import { jsonSchemas } from './json-schemas';
import { annotate, publishedSchemas } from './published-schemas';

const files = [...jsonSchemas()];
const validatorOf = (file: string) =>
  new Ajv2020({ strict: true, allErrors: true }).compile(jsonSchemas().get(file) as object);

describe('the published JSON Schemas', () => {
  it('are the eleven schemas', () => {
    expect(files.map(([file]) => file)).toEqual([
      'payout-request.schema.json',
      'token-response.schema.json',
      'payout-options.schema.json',
      'error-codes.schema.json',
      'error-list.schema.json',
      'run-report.schema.json',
      'credential-check.schema.json',
      'quarantine.schema.json',
      'observed-record.schema.json',
      'partners.schema.json',
      'fleet-report.schema.json',
    ]);
  });

  it.each(files)('%s compiles in strict mode, names itself and accepts its own examples', (file, schema) => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.$id).toBe(`urn:payout-contract:schema:${file.replace('.schema.json', '')}:1`);
    expect(schema.title).toEqual(expect.any(String));
    const validate = validatorOf(file);
    const errors = ((schema.examples ?? []) as unknown[]).map((example) => validate(example) || validate.errors);
    expect(errors).toEqual(errors.map(() => true));
  });

  it.each([
    ['payout-request', 'a missing reference', { orderRef: '1', instructionRef: '1' }],
    [
      'payout-request',
      'a reference of 51 characters',
      { customerRef: 'a'.repeat(51), orderRef: '1', instructionRef: '1' },
    ],
    [
      'payout-request',
      'a reference with a newline at its end',
      { customerRef: 'a\n', orderRef: '1', instructionRef: '1' },
    ],
    ['token-response', 'expires as a number', { accessToken: 'a.b.c', expires: 1560514835115 }],
    ['token-response', 'a token of two segments', { accessToken: 'a.b', expires: '1560514835115' }],
    ['payout-options', 'options without rewards', {}],
    ['error-codes', 'an empty list of codes', { errorCodes: [] }],
    ['error-list', 'a timestamp as text', { timestamp: '2019-09-11T12:00:00Z', correlationId: 'a', errors: [{}] }],
  ])('%s refuses %s', (name, _, body) => {
    expect(validatorOf(`${name}.schema.json`)(body)).toBe(false);
  });
});

describe('evidence beside a schema', () => {
  const note = (ids: readonly string[]) => ({ $comment: ids.join() });

  it('is added only to the part that it names', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' }, b: {} } };
    expect(annotate(schema, { '': ['C4'], 'properties/a': ['R1', 'R2'] }, note)).toEqual({
      type: 'object',
      $comment: 'C4',
      properties: { a: { type: 'string', $comment: 'R1,R2' }, b: {} },
    });
    expect(schema.properties.a).toEqual({ type: 'string' });
  });

  it('must name an existing part', () => {
    expect(() => annotate({ type: 'object' }, { 'properties/a': ['C4'] }, note)).toThrow('no subschema "properties/a"');
  });

  it('exists for every published schema as a whole', () => {
    expect(publishedSchemas.filter(({ evidence }) => !('' in evidence))).toEqual([]);
  });
});
