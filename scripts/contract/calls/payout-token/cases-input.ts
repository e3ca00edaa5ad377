import { badRequest, type CaseDefinition, codesFor, defineCases, open, referenceSlug, words } from '../../define';
import { referenceNames } from '../../types';
import { payoutToken } from './call';

const control = 'accept.documented';
const invalid = { evidence: 'R3', suffix: 'CONTAINS_INVALID_CHARACTERS' } as const;

/** Values that no reference may have. Without a `suffix`, any code will do unless it names another reference (R4a). */
const refusedValues = [
  { id: 'empty', title: 'that is empty', value: '', evidence: 'R1', suffix: 'IS_REQUIRED', tokenBreaks: 'C8' },
  { id: 'null', title: 'that is null', value: null, evidence: 'R1', tokenBreaks: 'C8' },
  { id: 'number', title: 'that is a number', value: 12345, evidence: 'R4' },
  { id: 'boolean', title: 'that is a boolean', value: true, evidence: 'R4' },
  { id: 'array', title: 'that is an array', value: ['a'], evidence: 'R4' },
  { id: 'object', title: 'that is an object', value: { a: 'b' }, evidence: 'R4' },
  { id: 'length-51', title: 'of 51 characters', value: 'a'.repeat(51), evidence: 'R2', suffix: 'LENGTH_OUT_OF_RANGE' },
  { id: 'white-space', title: 'of white space only', value: '   ', evidence: 'R3' },
  { id: 'space', title: 'with a space', value: 'a b', ...invalid },
  { id: 'outer-space', title: 'with a space at each end', value: ' ab ', ...invalid },
  { id: 'slash', title: 'with a slash', value: 'a/b', ...invalid },
  { id: 'quote', title: 'with a single quote', value: "a'b", ...invalid },
  { id: 'double-quote', title: 'with a double quote', value: 'a"b', ...invalid },
  { id: 'tab', title: 'with a tab', value: 'a\tb', ...invalid },
  { id: 'percent', title: 'with a percent sign', value: 'a%20b', ...invalid },
  // ASCII neighbours of allowed characters: a range such as [A-z] or [+-.] lets them through.
  { id: 'caret', title: 'with a caret', value: 'a^b', ...invalid },
  { id: 'comma', title: 'with a comma', value: 'a,b', ...invalid },
  { id: 'newline', title: 'with a newline at its end', value: 'ab\n', ...invalid },
  { id: 'angle-bracket', title: 'with "<"', value: 'a<b', ...invalid },
  // Characters of addresses and paths: the most likely to be allowed some day.
  { id: 'at-sign', title: 'with an at sign', value: 'a@b', ...invalid },
  { id: 'plus', title: 'with a plus sign', value: 'a+b', ...invalid },
  { id: 'colon', title: 'with a colon', value: 'a:b', ...invalid },
  { id: 'backslash', title: 'with a backslash', value: 'a\\b', ...invalid },
  { id: 'ampersand', title: 'with an ampersand', value: 'a&b', ...invalid },
  { id: 'hash', title: 'with a hash sign', value: 'a#b', ...invalid },
  { id: 'tilde', title: 'with a tilde', value: 'a~b', ...invalid },
  { id: 'brackets', title: 'with brackets', value: 'a(b)', ...invalid },
  { id: 'square-brackets', title: 'with square brackets', value: 'a[b]', ...invalid },
  { id: 'braces', title: 'with braces', value: 'a{b}', ...invalid },
  { id: 'exclamation', title: 'with an exclamation mark', value: 'a!b', ...invalid },
  { id: 'question', title: 'with a question mark', value: 'a?b', ...invalid },
  { id: 'dollar', title: 'with a dollar sign', value: 'a$b', ...invalid },
  { id: 'asterisk', title: 'with an asterisk', value: 'a*b', ...invalid },
  { id: 'equals', title: 'with an equals sign', value: 'a=b', ...invalid },
  { id: 'semicolon', title: 'with a semicolon', value: 'a;b', ...invalid },
  { id: 'bar', title: 'with a vertical bar', value: 'a|b', ...invalid },
  { id: 'backtick', title: 'with a backtick', value: 'a`b', ...invalid },
  // Valid after decoding, normalising or case folding, if a server does that before it validates.
  { id: 'encoded-hyphen', title: 'with a percent-encoded hyphen', value: 'a%2Db', ...invalid },
  { id: 'kelvin', title: 'with the Kelvin sign, which folds to k', value: 'a\u212ab', ...invalid },
  { id: 'non-ascii', title: 'with a letter outside ASCII', value: 'aéb', ...invalid },
  { id: 'non-ascii-digit', title: 'with a digit outside ASCII', value: 'a٣b', ...invalid },
  { id: 'emoji', title: 'with an emoji', value: 'a😀b', ...invalid },
  { id: 'nul', title: 'with a NUL', value: 'a\u0000b', ...invalid },
] as const;

interface RefusedValue {
  readonly id: string;
  readonly title: string;
  readonly value: unknown;
  readonly evidence: 'R1' | 'R2' | 'R3' | 'R4';
  readonly suffix?: string;
  readonly tokenBreaks?: 'C8';
}

/** What the input rules refuse of each reference (R1–R4). */
export const refusedReferenceCases = defineCases(
  payoutToken,
  'Refused references',
  referenceNames.flatMap((name) => [
    {
      id: `refuse.${referenceSlug(name)}.missing`,
      title: `refuses a request without the ${words(name)}`,
      evidence: ['R1', 'R4', 'C8'] as const,
      tags: name === 'customerRef' ? ['input', 'safe', 'probe'] : ['input', 'safe'],
      change: { omit: [name] },
      expect: badRequest('R1', { tokenBreaks: 'C8', codes: codesFor([name], 'IS_REQUIRED') }),
      control,
    },
    ...refusedValues.map(({ id, title, value, evidence, suffix, tokenBreaks }: RefusedValue) => ({
      id: `refuse.${referenceSlug(name)}.${id}`,
      title: `refuses ${/^[aeiou]/.test(name) ? 'an' : 'a'} ${words(name)} ${title}`,
      evidence: tokenBreaks ? ([evidence, 'R4', tokenBreaks] as const) : ([evidence, 'R4'] as const),
      tags: ['input'],
      change: { set: { [name]: value } },
      expect: badRequest(evidence, {
        ...(tokenBreaks && { tokenBreaks }),
        codes: codesFor([name], suffix),
      }),
      control,
    })),
  ]),
);

type RefusedBody = readonly [id: string, title: string, text: string, Pick<CaseDefinition, 'evidence' | 'expect'>];

const unreadable = { evidence: ['R4', 'C8'], expect: badRequest('R4', { tokenBreaks: 'C8' }) } as const;
const notJson = { evidence: ['C4', 'R4'], expect: badRequest('R4') } as const;
const valid = '"customerRef":"{{customerRef}}","orderRef":"{{orderRef}}","instructionRef":"{{instructionRef}}"';
const noReferences = badRequest('R1', { tokenBreaks: 'C8', codes: codesFor(referenceNames, 'IS_REQUIRED') });

const refusedBodies: readonly RefusedBody[] = [
  ['empty-object', 'refuses an object without references', '{}', { evidence: ['R1', 'C8'], expect: noReferences }],
  ['empty', 'refuses an empty body', '', unreadable],
  ['array', 'refuses a JSON array', `[{${valid}}]`, unreadable],
  ['string', 'refuses a JSON string', '"customerRef"', unreadable],
  ['null', 'refuses a JSON null', 'null', unreadable],
  ['number', 'refuses a JSON number', '1', unreadable],
  ['truncated', 'refuses truncated JSON', '{"customerRef":"{{customerRef}}","orderRef":"{{ord', unreadable],
  ['form', 'refuses form data sent as JSON', 'customerRef=a&orderRef=b&instructionRef=c', unreadable],
  [
    'trailing-comma',
    'accepts JSON with a trailing comma, or refuses it',
    `{${valid},}`,
    // A parser may accept extensions of JSON (RFC 8259 §9).
    { evidence: ['C15a', 'C4'], expect: open('C15a') },
  ],
  ['unclosed', 'refuses an object that is not closed', `{${valid}`, notJson],
  ['trailing-text', 'refuses an object followed by more text', `{${valid}} x`, notJson],
  [
    'lone-surrogate',
    'refuses an escaped lone surrogate',
    '{"customerRef":"a\\ud800b","orderRef":"{{orderRef}}","instructionRef":"{{instructionRef}}"}',
    { evidence: ['R3', 'R4'], expect: badRequest('R3') },
  ],
  [
    'deep-nesting',
    'refuses 10,000 nested arrays',
    '{{nesting}}',
    { evidence: ['R4', 'C8', 'C15'], expect: badRequest('R4', { tokenBreaks: 'C8', status: [400, 413] }) },
  ],
];

/** Bodies that are not a request, or not JSON. */
export const refusedBodyCases = defineCases(
  payoutToken,
  'Refused bodies',
  refusedBodies.map(([id, title, text, known]) => ({
    id: `body.${id}`,
    title,
    ...known,
    tags: ['body'],
    change: { body: { text } },
    control,
  })),
).concat(
  defineCases(payoutToken, 'Refused bodies', [
    {
      id: 'body.invalid-utf8',
      title: 'refuses a body that is not UTF-8',
      evidence: ['R3', 'R4'],
      tags: ['body'],
      change: {
        body: {
          file: 'invalid-utf8.bin',
          // A reference with the bytes FF and FE, which UTF-8 never has.
          base64: 'eyJjdXN0b21lclJlZiI6ImH//mIiLCJvcmRlclJlZiI6ImIiLCJpbnN0cnVjdGlvblJlZiI6ImMifQ==',
        },
      },
      expect: badRequest('R3'),
      control,
    },
    {
      id: 'body.one-mebibyte',
      title: 'refuses a body of one mebibyte',
      evidence: ['C15', 'R2'],
      tags: ['body'],
      change: { set: { customerRef: '{{filler}}' } },
      expect: { ...badRequest('C15', { status: [400, 413, 415] }), mayDisconnect: true },
      control,
    },
  ]),
);

/** Bodies without a JSON media type (C15). */
export const mediaTypeCases = defineCases(
  payoutToken,
  'Media types',
  [
    { id: 'missing', title: 'a body without Content-Type', type: null },
    { id: 'text', title: 'text/plain', type: 'text/plain' },
    { id: 'form', title: 'application/x-www-form-urlencoded', type: 'application/x-www-form-urlencoded' },
    { id: 'xml', title: 'application/xml', type: 'application/xml' },
  ].map(({ id, title, type }) => ({
    id: `media.${id}`,
    title: `refuses ${title}`,
    evidence: ['C3', 'C15'] as const,
    tags: ['media'],
    change: { headers: { 'Content-Type': type } },
    expect: badRequest('C15', { status: [400, 413, 415] }),
    control,
  })),
);

/** Methods other than POST (C14): a token for any of them is unsafe. */
export const methodCases = defineCases(
  payoutToken,
  'Methods',
  ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
    id: `method.${method.toLowerCase()}`,
    title: `refuses ${method}`,
    evidence: ['C14'] as const,
    tags: ['method'],
    change:
      method === 'PUT' || method === 'PATCH' ? { method } : { method, body: null, headers: { 'Content-Type': null } },
    expect: { outcome: 'refused', status: [404, 405], evidence: 'C14', unsafe: true } as const,
    control,
  })),
);
