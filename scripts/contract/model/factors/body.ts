import type { EvidenceIds } from '../../evidence';
import { referenceNames } from '../../types';
import { encodeUtf8 } from '../utf8';
import { type Body, drawText, type Factor, type Level, type Properties, unchanged } from './draft';

/** Properties as a JSON object, as `JSON.stringify` writes it; names may be repeated. */
export const writeJson = (properties: Properties): string =>
  `{${properties
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(',')}}`;

type Write = (properties: Properties, random: () => number) => Body;

/** Another form of the same body. */
const form = (id: string, title: string, alone: Level['alone'], evidence: EvidenceIds, write: Write): Level => ({
  id,
  title,
  evidence,
  alone,
  change: (draft, _sources, random) => ({ ...draft, write: (properties) => write(properties, random) }),
});

/** A body that holds none of the references. */
const instead = (
  id: string,
  title: string,
  write: (random: () => number) => Body,
  evidence: EvidenceIds = ['R4', 'C8'],
): Level => ({
  id,
  title,
  evidence,
  alone: 'refused',
  hides: ['references', 'customer-ref', 'order-ref', 'instruction-ref'],
  change: (draft, _sources, random) => ({ ...draft, write: () => write(random) }),
});

const equivalent: EvidenceIds = ['C4', 'C8'];
const open: EvidenceIds = ['C15a'];

const escaped = (text: string): string =>
  text.replace(/[A-Za-z0-9]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

const adding = (id: string, title: string, more: (random: () => number) => Properties): Level =>
  form(id, title, 'open', open, (properties, random) => writeJson([...properties, ...more(random)]));

/** An object's text with more before its last brace. */
function extended(properties: Properties, more: string): string {
  const text = writeJson(properties).slice(0, -1);
  return `${text}${text === '{' ? '' : ','}${more}}`;
}

/** An object with an unknown property whose value holds the given bytes. */
function withBytes(properties: Properties, bytes: readonly number[]): Uint8Array {
  const text = encodeUtf8(extended(properties, '"unknown":""'));
  const end = text.length - '"}'.length;
  return Uint8Array.from([...text.slice(0, end), ...bytes, ...text.slice(end)]);
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const mebibyte = 1024 * 1024;

const forms: readonly Level[] = [
  form('reversed', 'with the properties in another order', 'accepted', equivalent, (properties) =>
    writeJson([...properties].reverse()),
  ),
  form('pretty', 'with indented JSON', 'accepted', equivalent, (properties) =>
    JSON.stringify(JSON.parse(writeJson(properties)), null, 2),
  ),
  form(
    'white-space-around',
    'with white space around the object',
    'accepted',
    equivalent,
    (properties) => `\r\n\t ${writeJson(properties)} \n\n`,
  ),
  form('white-space-inside', 'with white space between all signs', 'accepted', equivalent, (properties) =>
    writeJson(properties).replace(/"(?:[^"\\]|\\.)*"|[{}:,]/g, ' $&\t\r\n'),
  ),
  form(
    'white-space-much',
    'with 5,000 spaces in the body',
    'accepted',
    equivalent,
    (properties) => `${' '.repeat(5000)}${writeJson(properties)}`,
  ),
  form('escaped-names', 'with escaped property names', 'accepted', equivalent, (properties) =>
    writeJson(properties).replace(/"(customerRef|orderRef|instructionRef)":/g, (whole) => escaped(whole)),
  ),
  form('escaped-values', 'with escaped letters in the references', 'accepted', equivalent, (properties) =>
    writeJson(properties).replace(/(?<=":)"[A-Za-z0-9_.-]*"/g, (whole) => escaped(whole)),
  ),
  form('byte-order-mark', 'with a byte order mark', 'open', open, (properties) => `\ufeff${writeJson(properties)}`),
  form(
    'trailing-comma',
    'with a trailing comma',
    'open',
    ['C4'],
    (properties) => `${writeJson(properties).slice(0, -1)},}`,
  ),
  form('comment', 'with a comment', 'open', ['C4'], (properties) => `/* x */${writeJson(properties)}`),
  form('single-quotes', 'with single quotes', 'open', ['C4'], (properties) =>
    writeJson(properties).replace(/"([A-Za-z]+Ref)"/g, "'$1'"),
  ),
  form(
    'trailing-text',
    'with text after the object',
    'refused',
    ['C4', 'R4'],
    (properties) => `${writeJson(properties)} x`,
  ),
  form(
    'trailing-nul',
    'with a NUL after the object',
    'refused',
    ['C4', 'R4'],
    (properties) => `${writeJson(properties)}\0`,
  ),
  form(
    'trailing-object',
    'with another object after the object',
    'refused',
    ['C4', 'R4'],
    (properties) => `${writeJson(properties)}{}`,
  ),
  form(
    'trailing-brace',
    'with another brace after the object',
    'refused',
    ['C4', 'R4'],
    (properties) => `${writeJson(properties)}}`,
  ),
  form('unclosed', 'with an object that is not closed', 'refused', ['C4', 'R4'], (properties) =>
    writeJson(properties).slice(0, -1),
  ),
  form('repeated', 'with each property twice', 'open', open, (properties) => writeJson([...properties, ...properties])),
  form('repeated-other', 'with a property twice, with other values', 'open', open, (properties, random) =>
    writeJson([['customerRef', drawText(random, 'abcdef', 6)], ...properties]),
  ),
  form('lower-case-names', 'with the property names in lower case', 'open', open, (properties) =>
    writeJson(properties.map(([name, value]) => [name.toLowerCase(), value])),
  ),
  form('capital-names', 'with capital property names', 'open', open, (properties) =>
    writeJson(properties.map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value])),
  ),
  form('invalid-utf8', 'with an unknown property that is not UTF-8', 'open', open, (properties) =>
    withBytes(properties, [0xff, 0xfe]),
  ),
  form('overlong-utf8', 'with an unknown property in overlong UTF-8', 'open', open, (properties) =>
    withBytes(properties, [0xc0, 0xaf]),
  ),
  form(
    'mebibyte-of-space',
    'with a mebibyte of white space',
    'open',
    ['C15'],
    (properties) => `${' '.repeat(mebibyte)}${writeJson(properties)}`,
  ),
  adding('unknown', 'with an unknown property', (random) => [[drawText(random, 'abcdefgh', 6), 'x']]),
  adding('unknown-null', 'with an unknown property that is null', () => [['unknownProperty', null]]),
  adding('unknown-object', 'with an unknown object', () => [
    ['metadata', { customerRef: 'inner', list: [1, { a: null }] }],
  ]),
  adding('unknown-numbers', 'with unknown numbers', () => [
    ['amount', 1.5e300],
    ['count', -0],
    ['total', 1e25],
  ]),
  adding('proto', 'with a property __proto__', () => [['__proto__', { customerRef: 'inner', isAdmin: true }]]),
  adding('constructor', 'with a property constructor', () => [
    ['constructor', { prototype: { isAdmin: true } }],
    ['toString', 'x'],
  ]),
  adding('empty-name', 'with a property without a name', () => [['', 'x']]),
  adding('long-name', 'with a property name of 5,000 characters', (random) => [[drawText(random, 'abc', 5000), 'x']]),
  adding('non-ascii-name', 'with a property name outside ASCII', () => [['caf\u00e9\u{1f600}', 'x']]),
  adding('many', 'with 500 unknown properties', () =>
    [...Array(500).keys()].map((index) => [`unknown${index}`, index] as const),
  ),
  adding('similar-names', 'with properties of similar names', () => [
    ['customer_ref', 'x'],
    ['customerReference', 'y'],
    ['customerRef ', 'z'],
  ]),
  adding('role', 'with a role in the body', () => [
    ['role', 'admin'],
    ['isAdmin', true],
    ['exp', 4_102_444_800],
  ]),
  form('nested-property', 'with a deeply nested unknown property', 'open', open, (properties) =>
    extended(properties, `"unknown":${nested(1000)}`),
  ),
];

const replacements: readonly Level[] = [
  instead('none', 'without a body', () => undefined),
  instead('blank', 'with a body of white space', () => ' \r\n '),
  instead('empty-object', 'with an empty object', () => '{}', ['R1', 'C8']),
  instead('empty-array', 'with an empty array', () => '[]'),
  instead('array', 'with the object in an array', (random) => `[${exampleBody(random)}]`),
  instead('array-of-references', 'with an array of references', () => '["a","b","c"]'),
  instead('wrapped', 'with the object in a property', (random) => `{"data":${exampleBody(random)}}`, ['R1', 'C8']),
  instead('string', 'with a JSON string', () => '"customerRef"'),
  instead('json-in-string', 'with the object as a JSON string', (random) => JSON.stringify(exampleBody(random))),
  instead('number', 'with a JSON number', () => '1'),
  instead('float', 'with a large JSON number', () => '1e400'),
  instead('true', 'with a JSON boolean', () => 'true'),
  instead('null', 'with a JSON null', () => 'null'),
  instead('text', 'with text that is not JSON', () => 'hello'),
  instead('truncated', 'with truncated JSON', (random) => exampleBody(random).slice(0, 40)),
  instead('brace', 'with an opening brace', () => '{'),
  instead('form', 'with a form', () => 'customerRef=a&orderRef=b&instructionRef=c'),
  instead('xml', 'with XML', () => '<request><customerRef>a</customerRef></request>'),
  instead('nul', 'with NUL bytes', () => '\0\0\0\0'),
  instead('bytes', 'with bytes that are not text', () => Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10])),
  instead('nested', 'with 10,000 nested arrays', () => nested(10_000)),
  instead(
    'invalid-utf8-reference',
    'with a reference that is not UTF-8',
    () =>
      Uint8Array.from([
        ...encodeUtf8('{"customerRef":"a'),
        0xff,
        0xfe,
        ...encodeUtf8('b","orderRef":"b","instructionRef":"c"}'),
      ]),
    ['R3', 'R4'],
  ),
  instead(
    'mebibyte-reference',
    'with a reference of one mebibyte',
    () => writeJson(referenceNames.map((name) => [name, name === 'customerRef' ? 'a'.repeat(mebibyte) : 'b'])),
    ['C15', 'R2'],
  ),
];

/** The body of the documented request, with drawn references. */
function exampleBody(random: () => number): string {
  return writeJson(referenceNames.map((name) => [name, drawText(random, 'abcdefgh', 8)]));
}

/** The form of the body (C4, C15). */
export const bodyForm: Factor = {
  id: 'body',
  title: 'the body',
  levels: [unchanged('plain', 'with a plain body', ['C4']), ...forms, ...replacements],
};
