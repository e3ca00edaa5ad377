import { referenceProblem } from '../../references';
import { type Condition, requestOf, valuesOf } from './define';

const payout = requestOf('payout');

/** At least one reference of this kind. */
const value = (title: string, test: (value: unknown) => boolean): Condition =>
  payout(title, (received) => valuesOf(received).some(test));

const text = (title: string, test: (text: string) => boolean): Condition =>
  value(title, (one) => typeof one === 'string' && test(one));

const matches = (title: string, pattern: RegExp): Condition => text(title, (one) => pattern.test(one));

const oneOf = (title: string, ...words: readonly string[]): Condition => text(title, (one) => words.includes(one));

/** How three strings relate to each other. */
const together = (title: string, test: (values: readonly string[]) => boolean): Condition =>
  payout(title, (received) => {
    const strings = valuesOf(received).filter((one): one is string => typeof one === 'string' && one !== '');
    return strings.length === 3 && test(strings);
  });

const pairs = (values: readonly string[]): readonly (readonly [string, string])[] =>
  values.flatMap((one, index) => values.flatMap((other, at) => (at === index ? [] : [[one, other] as const])));

const beyond = (one: string, limit: number): boolean => /^-?\d+$/.test(one) && Math.abs(Number(one)) >= limit;

/** Values of the references, spelled like the levels of exploring. */
export const valueConditions = {
  'value-length-2': text('for a reference of two characters', ({ length }) => length === 2),
  'value-length-49': text('for a reference of 49 characters', ({ length }) => length === 49),
  'value-length-50': text('for a reference of 50 characters', ({ length }) => length === 50),
  'value-length-256': text('for a reference of about 256 characters', ({ length }) => length >= 255 && length < 1000),
  'value-length-8000': text('for a reference of 8,000 characters', ({ length }) => length >= 5000),
  'value-backtracking': text('for a long reference that ends badly', (one) => /^[\w.-]{40,}!$/.test(one)),
  'value-upper': matches('for a reference in upper case', /^[A-Z]{2,}$/),
  'value-digits': matches('for a reference of ten digits', /^\d{10}$/),
  'value-int32': text('for a reference beyond 32 bits', (one) => beyond(one, 2 ** 31 - 1) && one.length < 15),
  'value-int64': text('for a reference beyond 53 bits', (one) => beyond(one, 2 ** 53)),
  'value-exponent': matches('for a reference with an exponent', /^-?\d+e-?\d+$/i),
  'value-decimal': matches('for a decimal reference', /^-?\d*\.\d*$|^-0$/),
  'value-leading-zero': matches('for a reference with leading zeros', /^0\d+$/),
  'value-boolean-word': matches('for a reference that reads true or false', /^(?:true|false)$/i),
  'value-null-word': oneOf('for a reference that reads null', 'null', 'NULL', 'undefined', 'None', 'nil'),
  'value-guid': matches('for a reference that is a GUID', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
  'value-guid-upper': matches('for a GUID in upper case', /^(?=.*[A-F])[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}$/),
  'value-hexadecimal': matches('for a hexadecimal reference', /^0x[\da-f]+$/i),
  'value-proto': matches('for a reference that reads __proto__', /^__\w+__$/),
  'value-constructor': oneOf(
    'for a reference that reads constructor',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
  ),
  'value-dots-only': matches('for a reference of dots', /^\.+$/),
  'value-hyphens-only': matches('for a reference of hyphens', /^-+$/),
  'value-underscores-only': matches('for a reference of underscores', /^_+$/),
  'value-option': matches('for a reference that looks like an option', /^(?:-rf|--help|-1|--)$/),
  'value-float': value('for a fraction as a reference', (one) => typeof one === 'number' && !Number.isInteger(one)),
  'value-empty-array': value('for an empty array as a reference', (one) => Array.isArray(one) && one.length === 0),
  'value-empty-object': value('for an empty object as a reference', (one) => JSON.stringify(one) === '{}'),
  'value-zero-width': matches('for a zero-width character', /[\u200b-\u200d\u2060]/),

  'references-all-equal': together('for three equal references', (values) => new Set(values).size === 1),
  'references-two-equal': together(
    'for a customerRef equal to orderRef',
    ([one, other, third]) => one === other && one !== third,
  ),
  'references-equal-but-case': together('for references equal but for case', (values) =>
    pairs(values).some(([one, other]) => one !== other && one.toLowerCase() === other.toLowerCase()),
  ),
  'references-prefix': together('for a reference that begins another', (values) =>
    pairs(values).some(([one, other]) => one !== other && one.length > 3 && other.startsWith(one)),
  ),
  'references-long-together': together('for 140 characters in all', (values) => values.join('').length >= 140),
  'references-jointly-long': together('for references that are long together', (values) => {
    const { length } = values.join('');
    return length > 100 && length < 140;
  }),
  'references-one-character': together('for references of one character', (values) => values.join('').length === 3),
  'references-two-invalid': payout(
    'for two invalid references',
    (received) => valuesOf(received).filter((one) => referenceProblem(one) !== undefined).length === 2,
  ),
  'references-invalid-in-two-ways': payout('for a long and a missing reference', (received) => {
    const problems = valuesOf(received).map(referenceProblem);
    return problems.includes('IS_REQUIRED') && problems.includes('LENGTH_OUT_OF_RANGE');
  }),
} as const satisfies Readonly<Record<string, Condition>>;
