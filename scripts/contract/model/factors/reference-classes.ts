import type { EvidenceId } from '../../evidence';
import { drawText, pick } from './draft';
import { drawGuid } from './headers';

/** A class of values of a reference, and the result of a request with one of them. */
export interface ReferenceClass {
  readonly id: string;
  /** In words, after "customerRef": "has 51 characters". */
  readonly title: string;
  readonly evidence: EvidenceId;
  readonly alone: 'accepted' | 'refused';
  /** One value of the class; `undefined` leaves the reference out. */
  readonly draw: (random: () => number) => unknown;
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const allowed = `${lower}${lower.toUpperCase()}${digits}-_.`;

/** Letters of two bytes each. */
const wide = '\u00e0\u00e1\u00e4\u00e9\u00f1\u00f6\u00fc';

/** What an object may hold the value of a reference in. */
const usualProperties = ['value', 'id', 'ref', 'reference', 'key', 'name', 'text', '0', '$', '_', '#text', 'toString'];

const oneOf =
  (values: readonly unknown[]) =>
  (random: () => number): unknown =>
    pick(random, values);

const accepted = (
  id: string,
  title: string,
  draw: ReferenceClass['draw'],
  evidence: EvidenceId = 'R3',
): ReferenceClass => ({
  id,
  title,
  evidence,
  alone: 'accepted',
  draw,
});

const refused = (id: string, title: string, evidence: EvidenceId, draw: ReferenceClass['draw']): ReferenceClass => ({
  id,
  title,
  evidence,
  alone: 'refused',
  draw,
});

const ofLength = (length: number): ReferenceClass =>
  accepted(`length-${length}`, `has ${length} characters`, (random) => drawText(random, allowed, length), 'R2');

const tooLong = (id: string, title: string, lengths: readonly number[]): ReferenceClass =>
  refused(id, title, 'R2', (random) => drawText(random, allowed, pick(random, lengths)));

/** A value with one character of a set, at its start, in its middle or at its end. */
const withOne = (id: string, title: string, characters: string): ReferenceClass =>
  refused(id, `holds ${title}`, 'R3', (random) => {
    const text = drawText(random, lower, 4);
    const at = pick(random, [0, 2, 4]);
    return text.slice(0, at) + pick(random, [...characters]) + text.slice(at);
  });

/** The first value is the usual one, and drawn three times as often as all others together. */
const lookalike = (id: string, title: string, values: readonly [string, ...string[]]): ReferenceClass =>
  accepted(id, `looks like ${title}`, (random) => (random() < 0.75 ? values[0] : pick(random, values.slice(1))));

const numbers = [0, 1, 12_345, -1, 2_147_483_648];
const fractions = [1.5, -0.25, 1e21, 1e-7];
/** Numbers of which a double, or a decimal, keeps not all digits. */
const preciseNumbers = [12_345_678_901_234_567_890n, 9_007_199_254_740_993n, -9_223_372_036_854_775_809n];

/** Values that the input rules refuse whatever their content: missing, of another type, or white space (R1, R4). */
const absentClasses: readonly ReferenceClass[] = [
  refused('absent', 'is left out', 'R1', () => undefined),
  refused('null', 'is null', 'R1', () => null),
  refused('empty', 'is empty', 'R1', () => ''),
  refused('number', 'is a number', 'R4', (random) =>
    pick<number | bigint>(random, random() < 0.5 ? preciseNumbers : numbers),
  ),
  refused('number-with-fraction', 'is a number with a fraction or an exponent', 'R4', oneOf(fractions)),
  refused('boolean', 'is a boolean', 'R4', oneOf([true, false])),
  refused('array', 'is an array', 'R4', oneOf([['a'], ['a', 'b'], [['a']], [null], [{}], [null, 'a'], [1, true]])),
  refused('empty-array', 'is an empty array', 'R4', () => []),
  refused(
    'object',
    'is an object',
    'R4',
    oneOf([{ a: 'b' }, { value: 'a' }, { $ne: null }, { length: 3 }, { a: null }, { '': [] }, { toString: 'a' }]),
  ),
  // Whichever property a server reads as the reference, it is there.
  refused('object-of-values', 'is an object with a value in each usual property', 'R4', (random) => {
    const value = drawText(random, lower, 8);
    return Object.fromEntries(usualProperties.map((name) => [name, value]));
  }),
  refused('empty-object', 'is an empty object', 'R4', () => ({})),
  refused('white-space', 'is only white space', 'R3', oneOf([' ', '   ', '\t', '\n', '\u00a0', '\u3000'])),
];

/** Lengths on both sides of the limit (R2). */
const lengthClasses: readonly ReferenceClass[] = [
  accepted('length-1', 'has 1 character', (random) => drawText(random, `${lower}${digits}`, 1), 'R2'),
  accepted('length-2', 'has 2 characters', (random) => drawText(random, `${lower}${digits}`, 2), 'R2'),
  ofLength(49),
  ofLength(50),
  tooLong('length-51', 'has 51 characters', [51]),
  tooLong('length-256', 'has 255 to 257 characters', [255, 256, 257]),
  refused('wide', 'has 30 characters of 60 bytes', 'R3', (random) => drawText(random, wide, 30)),
  tooLong('length-8000', 'has 8,000 characters', [8000]),
  // Whoever checks each part of a composed reference finds nothing wrong.
  refused('long-in-parts', 'has 77 characters in two parts', 'R2', (random) =>
    [drawText(random, lower, 38), drawText(random, lower, 38)].join(pick(random, ['.', '-', '_'])),
  ),
  refused(
    'long-and-invalid',
    'has 60 characters, one of them not allowed',
    'R2',
    (random) => `${drawText(random, lower, 59)}!`,
  ),
  refused(
    'backtracking',
    'has many equal parts and a character that is not allowed',
    'R3',
    oneOf([`${'a'.repeat(49)}!`, `${'a.'.repeat(24)}!`, `${'a-_.'.repeat(2000)}!`]),
  ),
];

/** Characters that the rule allows (R3), in values that are long enough to show whether a server cuts them. */
const allowedClasses: readonly ReferenceClass[] = [
  accepted('lower', 'has lower-case letters only', (random) => drawText(random, lower, 26)),
  accepted('upper', 'has upper-case letters only', (random) => drawText(random, lower.toUpperCase(), 24)),
  accepted('mixed', 'has letters in both cases', (random) => drawText(random, `${lower}${lower.toUpperCase()}`, 26)),
  accepted('digits', 'has digits only', (random) => drawText(random, digits, 10)),
  accepted(
    'hyphens',
    'has hyphens, also at its ends',
    (random) => `-${drawText(random, lower, 11)}-${drawText(random, lower, 11)}-`,
  ),
  accepted(
    'underscores',
    'has underscores, also at its ends',
    (random) => `_${drawText(random, lower, 11)}_${drawText(random, lower, 11)}_`,
  ),
  accepted(
    'dots',
    'has dots, also at its ends',
    (random) => `.${drawText(random, lower, 11)}.${drawText(random, lower, 11)}.`,
  ),
  accepted(
    'doubled',
    'has signs side by side',
    (random) => `${drawText(random, lower, 11)}${drawText(random, '-_.', 3)}${drawText(random, lower, 11)}`,
  ),
];

/** Characters that the rule does not allow (R3), by the reason why a careless check may allow them. */
const forbiddenClasses: readonly ReferenceClass[] = [
  withOne('space', 'a space', ' '),
  withOne('control', 'a control character', '\t\n\r\u0000\u0007\u001b\u007f'),
  withOne('quotes', 'a quote', '\'"`'),
  withOne('slashes', 'a slash', '/\\'),
  withOne('ascii-neighbour', 'a neighbour in ASCII of what is allowed', ',/:@[`{^'),
  withOne('address', 'a sign of addresses', '@+:&=?#%~'),
  withOne('brackets', 'a bracket', '()[]{}<>'),
  withOne('punctuation', 'punctuation', '!$*;|,^'),
  refused('encoded', 'holds an escape of URLs', 'R3', oneOf(['a%2Db', '%61bc', 'a%5Fb'])),
  refused('entity', 'holds an escape of HTML', 'R3', oneOf(['a&#45;b', '&#97;bc', 'a&#95;b'])),
  refused('other-escape', 'holds another escape', 'R3', oneOf(['a\\u002db', 'a+b', 'a=2Db', 'a%20b', 'a\\x2db'])),
  refused('outer-space', 'has white space at its ends', 'R3', oneOf([' ab', 'ab ', ' ab ', '\tab', 'ab\n', 'ab\r\n'])),
  withOne('upper-letter', 'an upper-case letter outside ASCII', '\u00c4\u00c9\u03a9\u0416\u0531'),
  withOne('lower-letter', 'a lower-case letter outside ASCII', '\u00e4\u00e9\u00df\u03bb\u0436\u0561'),
  withOne('title-letter', 'a title-case or modifier letter', '\u01c5\u01c8\u02b0\u02c0'),
  withOne('other-letter', 'a letter without case', '\u05d0\u0628\u0905\ud55c\u5b57\u3042'),
  withOne('mark', 'a combining mark', '\u0301\u0308\u20dd'),
  withOne('digit', 'a digit outside ASCII', '\u0663\u0968\uff12\u{1d7d7}'),
  withOne('number-sign', 'a number sign outside ASCII', '\u00b2\u00bd\u2460\u2167'),
  withOne('symbol', 'a symbol', '\u20ac\u00a9\u2192\u{1f600}'),
  withOne(
    'dash',
    'a dash, dot or underscore outside ASCII',
    '\u2010\u2011\u2013\u2212\u00b7\u2024\uff0e\uff0d\u203f\uff3f',
  ),
  withOne('unicode-space', 'a space outside ASCII', '\u00a0\u2003\u3000\u2028\u2029\u0085'),
  withOne('zero-width', 'a zero-width character', '\u200b\u200c\u200d\u2060\ufeff\u00ad'),
  withOne('direction', 'a direction mark', '\u200e\u200f\u202a\u202e\u2066\u2069'),
  withOne('folding', 'a letter that folds into ASCII', '\u212a\u017f'),
  withOne('turkish-folding', 'a letter that folds into ASCII in Turkish', '\u0131\u0130'),
  withOne('normalising', 'a character that normalises into ASCII', '\uff21\uff41\uff11\ufb01\u2075\u1d43'),
  withOne('private', 'a private or unassigned character', '\ue000\ufffe\uffff\ufffd\u{e0061}'),
  withOne('astral', 'a letter beyond the basic plane', '\u{1d49c}\u{10400}\u{20000}'),
  refused('half', 'holds half a character', 'R3', oneOf(['a\ud800b', 'a\udc00b', '\udbff', 'ab\ud83d'])),
];

/** Values that look like something else and are allowed (R3). */
const lookalikeClasses: readonly ReferenceClass[] = [
  lookalike('int32', 'a limit of 32-bit integers', [
    '2147483648',
    '2147483647',
    '-2147483648',
    '-2147483649',
    '4294967296',
  ]),
  // A reader that goes through a floating-point number changes each of these.
  lookalike('int64', 'a limit of 64-bit integers', [
    '9223372036854775807',
    '9223372036854775809',
    '-9223372036854775809',
    '18446744073709551615',
    '12345678901234567891',
    '9007199254740993',
  ]),
  lookalike('exponent', 'a number with an exponent', ['1e5', '1E400', '-1e-7', '1e999']),
  lookalike('decimal', 'a decimal number', ['1.0', '0.10', '-0', '.5', '5.', '1.50']),
  lookalike('leading-zero', 'a number with leading zeros', ['007', '00', '0', '0000012345']),
  lookalike('date', 'a date', ['2019-05-31', '20190531', '31.05.2019', '2019-05-31T']),
  lookalike('no-date', 'a date that no calendar has', ['2019-02-31', '2019-13-05', '0000-00-00', '20190230']),
  lookalike('boolean-word', 'a boolean', ['true', 'false', 'True', 'FALSE']),
  lookalike('yaml-boolean', 'a boolean of YAML', ['no', 'yes', 'on', 'off', 'NO', 'Yes', 'n', 'y']),
  lookalike('null-word', 'null', ['null', 'NULL', 'undefined', 'None', 'nil', 'NaN', 'Infinity']),
  accepted('guid', 'is a GUID', drawGuid),
  accepted('guid-upper', 'is a GUID in upper case', (random) => drawGuid(random).toUpperCase()),
  lookalike('hexadecimal', 'a hexadecimal number', ['0x1F', 'DEADBEEF', '0b11', '0o17', 'ffffffff']),
  lookalike('proto', 'an internal property', ['__proto__', '__defineGetter__', '__class__']),
  lookalike('constructor', 'an inherited property', [
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'length',
  ]),
  accepted('dots-only', 'has dots only', oneOf(['..', '.', '..', '...', '.....'])),
  accepted('hyphens-only', 'has hyphens only', oneOf(['-', '--', '---'])),
  accepted('underscores-only', 'has underscores only', oneOf(['_', '__', '___'])),
  lookalike('file-name', 'a reserved file name', ['CON', 'aux', 'NUL', '.git', 'a.js']),
  lookalike('property', 'a property of the request', ['customerRef', 'orderRef', 'instructionRef', 'accessToken']),
  lookalike('option', 'an option', ['-rf', '--help', '-1', '--']),
];

/** Every class of value of a reference. The valid one, a fresh value, is not among them. */
export const referenceClasses: readonly ReferenceClass[] = [
  ...absentClasses,
  ...lengthClasses,
  ...allowedClasses,
  ...forbiddenClasses,
  ...lookalikeClasses,
];
