import { upperFirst } from '../../../lib/sentence';
import type { EvidenceIds } from '../../evidence';
import { referenceNames } from '../../types';
import { encodeUtf8 } from '../utf8';
import { type DraftBody, drawText, type Factor, type FactorLevel, level, type Properties, unchanged } from './draft';
import { swapCase } from './letters';

const equivalent: EvidenceIds = ['C4', 'C8'];
const open: EvidenceIds = ['C15a'];

/** Other properties than the documented ones. */
const properties = (
  id: string,
  title: string,
  alone: FactorLevel['alone'],
  evidence: EvidenceIds,
  change: (properties: Properties, random: () => number) => Properties,
): FactorLevel =>
  level(id, title, alone, evidence, (draft, _sources, random) => ({
    ...draft,
    write: (own) => draft.write(change(own, random)),
  }));

/** Another way to write the same text; bytes, and a body that is left out, stay as they are. */
export const bodyAs = (
  id: string,
  title: string,
  alone: FactorLevel['alone'],
  evidence: EvidenceIds,
  change: (body: string) => DraftBody,
): FactorLevel =>
  level(id, title, alone, evidence, (draft) => ({
    ...draft,
    write: (own) => {
      const body = draft.write(own);
      return typeof body === 'string' ? change(body) : body;
    },
  }));

/** The order of the properties (C4). */
export const order: Factor = {
  id: 'order',
  title: 'the order of the properties',
  levels: [
    unchanged('usual', 'with the properties in the usual order', ['C4']),
    properties('reversed', 'with the properties in reverse order', 'accepted', equivalent, (own) => [...own].reverse()),
    properties('rotated', 'with the last property first', 'accepted', equivalent, (own) => [
      ...own.slice(-1),
      ...own.slice(0, -1),
    ]),
  ],
};

const adding = (id: string, title: string, more: (random: () => number) => Properties): FactorLevel =>
  properties(id, title, 'open', open, (own, random) => [...own, ...more(random)]);

const manyProperties: Properties = Array.from({ length: 1200 }, (_, index) => [`unknown${index}`, index]);

/** Arrays in arrays. */
function nestedArrays(depth: number): unknown {
  let value: unknown = [];
  for (let made = 1; made < depth; made += 1) value = [value];
  return value;
}

/** Properties that the contract does not know (C15a, C16). */
export const extra: Factor = {
  id: 'extra',
  title: 'unknown properties',
  levels: [
    unchanged('none', 'without unknown properties', ['C4']),
    adding('unknown', 'with an unknown property', (random) => [[drawText(random, 'abcdefgh', 6), 'x']]),
    properties('unknown-first', 'with an unknown property before the others', 'open', open, (own, random) => [
      [drawText(random, 'abcdefgh', 6), 'x'],
      ...own,
    ]),
    adding('unknown-null', 'with an unknown property that is null', () => [['unknownProperty', null]]),
    adding('unknown-empty', 'with an unknown property that is empty', () => [['unknownProperty', '']]),
    adding('unknown-object', 'with an unknown object', () => [
      ['metadata', { customerRef: 'inner', list: [1, { a: null }] }],
    ]),
    adding('unknown-numbers', 'with unknown numbers', () => [
      ['amount', 1.5e300],
      ['count', -0],
      ['total', 1e25],
    ]),
    adding('long-value', 'with an unknown property of 8,200 characters', (random) => [
      ['comment', drawText(random, 'abc', 8200)],
    ]),
    // A reader that stops after some properties does not reach the references.
    properties('many', 'with 1,200 unknown properties before the references', 'open', open, (own) => [
      ...manyProperties,
      ...own,
    ]),
    // A reader that looks for names in the text takes the first.
    properties('nested-names', 'with other references in an object before them', 'open', open, (own, random) => [
      ['unknown', Object.fromEntries(referenceNames.map((name) => [name, drawText(random, 'abcdefgh', 8)]))],
      ...own,
    ]),
    adding('nested-property', 'with a deeply nested unknown property', () => [['unknown', nestedArrays(300)]]),
  ],
};

/** Properties whose names a server may stumble over, or trust (C15a, C16). */
export const extraNames: Factor = {
  id: 'extra-names',
  title: 'properties of odd names',
  levels: [
    unchanged('none', 'without properties of odd names', ['C4']),
    adding('proto', 'with a property __proto__', () => [['__proto__', { customerRef: 'inner', isAdmin: true }]]),
    adding('constructor', 'with a property constructor', () => [
      ['constructor', { prototype: { isAdmin: true } }],
      ['toString', 'x'],
    ]),
    adding('empty-name', 'with a property without a name', () => [['', 'x']]),
    adding('long-name', 'with a property name of 1,500 characters', (random) => [[drawText(random, 'abc', 1500), 'x']]),
    adding('non-ascii-name', 'with a property name outside ASCII', () => [['caf\u00e9\u{1f600}', 'x']]),
    adding('similar-names', 'with properties of similar names', () => [
      ['customer_ref', 'x'],
      ['customerReference', 'y'],
      ['customerRef ', 'z'],
    ]),
    adding('other-case', 'with second references whose names are in the other case', (random) =>
      referenceNames.map((name) => [swapCase(name), drawText(random, 'abcdefgh', 8)]),
    ),
    adding('type-names', 'with properties that name a type', () =>
      ['$type', '@type', '$ref', '$id'].map((name) => [name, 'System.Object']),
    ),
    adding('role', 'with a role in the body', () => [
      ['role', 'admin'],
      ['isAdmin', true],
      ['exp', 4_102_444_800],
    ]),
  ],
};

const renamed = (id: string, title: string, change: (name: string) => string): FactorLevel =>
  properties(id, title, 'open', open, (own) => own.map(([name, value]) => [change(name), value]));

/** A second value of a reference, which some readers take. */
const withAnother = (
  reference: string,
  id: string,
  title: string,
  change: (properties: Properties, random: () => number) => Properties,
): FactorLevel => ({ ...properties(id, title, 'open', open, change), obscures: [reference] });

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Names that are written differently, or more than once (C15a, R1). */
export const names: Factor = {
  id: 'names',
  title: 'the names of the properties',
  levels: [
    unchanged('usual', 'with each name once', ['C4']),
    renamed('lower-case-names', 'with the property names in lower case', (name) => name.toLowerCase()),
    renamed('upper-case-names', 'with the property names in upper case', (name) => name.toUpperCase()),
    renamed('capital-names', 'with capital property names', upperFirst),
    properties('repeated', 'with each property twice', 'open', open, (own) => [...own, ...own]),
    withAnother('customer-ref', 'repeated-other', 'with a property twice, with other values', (own, random) => [
      ['customerRef', drawText(random, 'abcdef', 6)],
      ...own,
    ]),
    withAnother('customer-ref', 'second-spelling', 'with CustomerRef in addition to customerRef', (own, random) => [
      ...own,
      ['CustomerRef', drawText(random, 'abcdef', 6)],
    ]),
    withAnother('order-ref', 'second-spelling-first', 'with orderref before orderRef', (own, random) => [
      ['orderref', drawText(random, 'abcdef', 6)],
      ...own,
    ]),
    properties('snake-case-beside', 'with instruction_ref and instructionRef', 'open', open, (own, random) => [
      ...own,
      [snake('instructionRef'), drawText(random, 'abcdef', 6)],
    ]),
  ],
};

const escaped = (value: string): string =>
  value.replace(/[A-Za-z0-9]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Letters that are written as escapes (C4). */
export const escapes: Factor = {
  id: 'escapes',
  title: 'the escapes',
  levels: [
    unchanged('none', 'without escapes', ['C4']),
    bodyAs('escaped-names', 'with escaped property names', 'accepted', equivalent, (body) =>
      body.replace(/"(customerRef|orderRef|instructionRef)":/gi, (whole) => escaped(whole)),
    ),
    bodyAs('escaped-values', 'with escaped letters in the references', 'accepted', equivalent, (body) =>
      body.replace(/(?<=":)"[A-Za-z0-9_.-]*"/g, (whole) => escaped(whole)),
    ),
  ],
};

/** Extensions of JSON that some parsers accept (RFC 8259 §9). */
export const syntax: Factor = {
  id: 'syntax',
  title: 'the JSON syntax',
  levels: [
    unchanged('strict', 'with strict JSON', ['C4']),
    bodyAs('trailing-comma', 'with a trailing comma', 'open', ['C4'], (body) => `${body.slice(0, -1)},}`),
    bodyAs('comment', 'with a comment', 'open', ['C4'], (body) => `/* x */${body}`),
    bodyAs('single-quotes', 'with single quotes', 'open', ['C4'], (body) => body.replace(/"([A-Za-z]+Ref)"/g, "'$1'")),
  ],
};

const mebibyte = 1024 * 1024;

/** JSON with a line for each property of the outer object, and the white space of a printer. */
function indented(body: string): string {
  let depth = 0;
  return body.replace(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g, (piece) => {
    if (piece === ':') return ': ';
    if (piece === '{' || piece === '[') depth += 1;
    if (piece === '}' || piece === ']') depth -= 1;
    if (piece === '{') return depth === 1 ? '{\n  ' : piece;
    if (piece === '}') return depth === 0 ? '\n}' : piece;
    return piece === ',' && depth === 1 ? ',\n  ' : piece;
  });
}

/** White space outside strings, which means nothing (C4, RFC 8259 §2). */
export const spacing: Factor = {
  id: 'spacing',
  title: 'the white space',
  levels: [
    unchanged('none', 'without white space', ['C4']),
    bodyAs('pretty', 'with indented JSON', 'accepted', equivalent, indented),
    bodyAs(
      'white-space-around',
      'with white space around the object',
      'accepted',
      equivalent,
      (body) => `\r\n\t ${body} \n\n`,
    ),
    bodyAs('white-space-inside', 'with white space between all signs', 'accepted', equivalent, (body) =>
      body.replace(/"(?:[^"\\]|\\.)*"|[{}:,]/g, ' $&\t\r\n'),
    ),
    bodyAs(
      'white-space-much',
      'with 1,200 spaces in the body',
      'accepted',
      equivalent,
      (body) => `${' '.repeat(1200)}${body}`,
    ),
    bodyAs('line-break-after', 'with a line break after the object', 'accepted', equivalent, (body) => `${body}\r\n`),
    bodyAs(
      'mebibyte-of-space',
      'with a mebibyte of white space',
      'open',
      ['C15'],
      (body) => `${' '.repeat(mebibyte)}${body}`,
    ),
  ],
};

/** The object with an unknown property at its end, whose value holds the given bytes. */
function withBytes(body: string, bytes: readonly number[]): Uint8Array {
  const end = body.lastIndexOf('}');
  const separator = /[{,]\s*$/.test(body.slice(0, end)) ? '' : ',';
  const before = encodeUtf8(`${body.slice(0, end)}${separator}"unencoded":"`);
  return Uint8Array.from([...before, ...bytes, ...encodeUtf8(`"${body.slice(end)}`)]);
}

/** How the text is encoded (C15a, RFC 8259 §8.1). */
export const encoding: Factor = {
  id: 'encoding',
  title: 'the encoding of the body',
  levels: [
    unchanged('utf-8', 'with a body in UTF-8', ['C4']),
    bodyAs('byte-order-mark', 'with a byte order mark', 'open', open, (body) => `\ufeff${body}`),
    bodyAs('invalid-utf8', 'with an unknown property that is not UTF-8', 'open', open, (body) =>
      withBytes(body, [0xff, 0xfe]),
    ),
    bodyAs('overlong-utf8', 'with an unknown property in overlong UTF-8', 'open', open, (body) =>
      withBytes(body, [0xc0, 0xaf]),
    ),
  ],
};

/** The factors of a body that holds references. */
export const bodyFactors: readonly string[] = [
  'order',
  'extra',
  'extra-names',
  'names',
  'escapes',
  'syntax',
  'spacing',
  'encoding',
  'references',
  'customer-ref',
  'order-ref',
  'instruction-ref',
];
