import Ajv2020 from 'ajv/dist/2020';
import type { JSONSchema } from 'json-schema-to-ts';
import { list, name, object, text } from './json-schema';
import { problemLine, problemSummary, schemaProblems } from './schema-problems';

const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
const linesOf = (schema: JSONSchema, value: unknown): string[] =>
  schemaProblems(ajv.compile(schema as object), value).map((problem) => problemLine(problem));

const reference = {
  oneOf: [object({ env: { ...text, pattern: '^[A-Z]+$', examples: ['KEY'] } }), object({ file: name })],
};
const like = (schema: object, ...examples: unknown[]) => object({ at: { ...schema, examples } });

describe('the problems of a value', () => {
  it.each<[string, JSONSchema, unknown, readonly string[]]>([
    ['none', object({ a: text }), { a: '' }, []],
    [
      'each type',
      object({ a: text, b: { type: 'integer' } }),
      { a: 1, b: 0.5 },
      ['a must be a string', 'b must be a whole number'],
    ],
    ['several types', object({ a: { type: ['string', 'null'] } }), { a: 1 }, ['a must be a string or null']],
    ['a choice', object({ a: { enum: ['x', 'y'] } }), { a: 'z' }, ['a must be "x" or "y"']],
    ['a constant', object({ a: { const: 1 } }), { a: '1' }, ['a must be 1']],
    [
      'lengths',
      object({ a: { maxLength: 2 }, b: name }),
      { a: 'abc', b: '' },
      ['a must not be longer than 2 characters', 'b must not be empty'],
    ],
    ['a pattern with an example', like({ pattern: '^a' }, 'abc'), { at: 'x' }, ['at must look like "abc"']],
    ['a pattern without', object({ a: { pattern: '^a' } }), { a: 'x' }, ['a must match pattern "^a"']],
    ['a keyword that has no words of its own', object({ a: { minimum: 1 } }), { a: 0 }, ['a must be >= 1']],
    ['a place in lists', list(object({ a: list(text) })), [{ a: [] }, { a: ['', 1] }], ['[1].a[1] must be a string']],
    ['a name with a slash and a tilde', object({ 'a/~b': text }), { 'a/~b': 1 }, ['a/~b must be a string']],
    ['a missing property', list(object({ a: text })), [{}], ['[0].a is missing']],
    [
      'an unknown property',
      object({}, { first: text }),
      { frst: '' },
      ['the file has an unknown property "frst"; did you mean "first"?'],
    ],
    [
      'an unknown property like no other',
      object({}, { first: text }),
      { x: '' },
      ['the file has an unknown property "x"'],
    ],
    [
      'an unknown property that may be a secret',
      object({}),
      { ['x'.repeat(31)]: '' },
      ['the file has an unknown property (a name of 31 characters)'],
    ],
    [
      'an unknown property with a control character',
      object({}),
      { '\u009b': '' },
      ['the file has an unknown property "\\\\u009b"'],
    ],
    [
      'a union',
      like(reference, { env: 'KEY' }, { file: 'path' }),
      { at: 'x' },
      ['at must look like {"env":"KEY"} or {"file":"path"}'],
    ],
    ['a union that fits twice', like(reference, 'x'), { at: { env: 'A', file: 'b' } }, ['at must look like "x"']],
    ['a union, if one member was meant', like(reference, 'x'), { at: { env: 'key' } }, ['at.env must look like "KEY"']],
    [
      'a union in a union',
      like({ anyOf: [name, reference] }, 'x'),
      { at: { env: 'key' } },
      ['at.env must look like "KEY"'],
    ],
    [
      'the name of a property',
      { propertyNames: { minLength: 1 } },
      { '': 1 },
      ['the file must not have a property ""'],
    ],
  ])('name each problem once: %s', (_name, schema, value, expected) => {
    expect(linesOf(schema, value)).toEqual(expected);
  });

  it.each([
    [5, 'p0; p1; p2; p3; p4'],
    [7, 'p0; p1; p2; p3; p4; and 2 more'],
  ])('are %d, shown in one line', (count, expected) => {
    expect(problemSummary(Array.from({ length: count }, (_, index) => `p${index}`))).toBe(expected);
  });
});
