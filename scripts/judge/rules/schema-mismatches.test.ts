import Ajv2020 from 'ajv/dist/2020';
import { description, schemaMismatches } from './schema-mismatches';

describe('the short description of a value', () => {
  it.each<[unknown, string]>([
    [undefined, 'missing'],
    [null, 'null'],
    [0, '0'],
    [false, 'false'],
    ['', '""'],
    ['a'.repeat(40), `"${'a'.repeat(40)}"`],
    ['a'.repeat(41), 'a string of 41 characters'],
    [[1, 2], 'an array of 2'],
    [{}, 'a value of type object'],
  ])('%j', (value, wanted) => {
    expect(description(value)).toBe(wanted);
  });
});

describe('the mismatches of a value', () => {
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile({
    type: 'object',
    required: ['a'],
    properties: { 'b/c': { items: { type: 'string' } }, d: { pattern: '^x$' }, e: { maxLength: 1 } },
  });
  const mismatches = (value: unknown) =>
    schemaMismatches(validate, value, () => 'T1').map(({ where, expected, actual }) => [where, expected, actual]);

  it.each<[unknown, string]>([
    [[], 'The body must be an object.'],
    [{ a: 1, 'b/c': ['x', 7] }, 'In the body, /b~1c/1 must be a string.'],
    [{}, "The body must have required property 'a'."],
    [{ a: 1, d: 'y' }, 'In the body, /d must match pattern "^x$".'],
  ])('say which property is wrong: %j', (value, wanted) => {
    expect(schemaMismatches(validate, value, () => 'T1').map(({ message }) => message)).toEqual([wanted]);
  });

  it.each<[unknown, string[][]]>([
    [{ a: 1 }, []],
    [{}, [['/', 'property a', 'missing']]],
    [{ a: 1, 'b/c': ['x', 7] }, [['/b~1c/1', 'a value of type string', '7']]],
    [{ a: 1, d: 'y' }, [['/d', 'a string that matches ^x$', '"y"']]],
    [{ a: 1, e: 'yy' }, [['/e', 'maxLength {"limit":1}', '"yy"']]],
  ])('%j', (value, wanted) => {
    expect(mismatches(value)).toEqual(wanted);
  });
});
