import { jsonValue } from '../../lib/json';
import { readAlso } from '../changes';
import { codePrefix, isObject, type ReferenceName, type ReferenceProblem, referenceNames } from '../references';
import type { Change, Fault } from '../types';
import { group, kebab, nextReference } from './define';

/** Accepts values of one reference that should be refused. */
const accept =
  (name: ReferenceName, trigger: (value: unknown) => boolean): Change =>
  (baseline) => ({
    referenceProblem: (value, of) => (of === name && trigger(value) ? undefined : baseline.referenceProblem(value, of)),
  });

/** Accepts characters that should be refused, in a reference that is valid without them. */
const acceptCharacters =
  (name: ReferenceName, characters: RegExp): Change =>
  (baseline) => ({
    referenceProblem: (value, of) => {
      const isText = of === name && typeof value === 'string' && value.length <= 50;
      return baseline.referenceProblem(isText ? value.replace(characters, 'x') : value, of);
    },
  });

/** Refuses valid values of one reference. */
const refuse =
  (name: ReferenceName, trigger: (value: string) => boolean, problem: ReferenceProblem): Change =>
  (baseline) => ({
    referenceProblem: (value, of) =>
      of === name && typeof value === 'string' && trigger(value) ? problem : baseline.referenceProblem(value, of),
  });

/** Converts a reference before it is validated. */
const coerce =
  (name: ReferenceName, edit: (value: unknown) => unknown): Change =>
  (baseline) => ({
    readBody: (bytes) => {
      const body = baseline.readBody(bytes);
      return body && name in body ? { ...body, [name]: edit(body[name]) } : body;
    },
  });

/** Changes the error code of one reference. */
const code =
  (name: ReferenceName, spell: (problem: ReferenceProblem) => string): Change =>
  (baseline) => ({
    referenceCode: (of, problem) => (of === name ? spell(problem) : baseline.referenceCode(of, problem)),
  });

const isText = (value: unknown): value is string => typeof value === 'string';

/** Characters that no reference may hold but that a server is likely to accept some day. Each is a fault. */
const punctuation: readonly (readonly [id: string, title: string, characters: RegExp])[] = [
  ['at-sign', 'at signs', /@/g],
  ['plus', 'plus signs', /\+/g],
  ['colon', 'colons', /:/g],
  ['backslash', 'backslashes', /\\/g],
  ['ampersand', 'ampersands', /&/g],
  ['hash', 'hash signs', /#/g],
  ['tilde', 'tildes', /~/g],
  ['brackets', 'brackets', /[()]/g],
  ['square-brackets', 'square brackets', /[[\]]/g],
  ['braces', 'braces', /[{}]/g],
  ['exclamation', 'exclamation marks', /!/g],
  ['question', 'question marks', /\?/g],
  ['dollar', 'dollar signs', /\$/g],
  ['asterisk', 'asterisks', /\*/g],
  ['equals', 'equals signs', /=/g],
  ['semicolon', 'semicolons', /;/g],
  ['bar', 'vertical bars', /\|/g],
  ['backtick', 'backticks', /`/g],
  ['folded', 'letters that case-fold to ASCII', /[\u212a\u017f]/g],
];

/** Faults of one reference; the other two are handled correctly. */
function faultsOf(name: ReferenceName): readonly Fault[] {
  const id = kebab(name);
  return [
    ...group('violation', ['C8', 'R1'], {
      [`${id}-missing-accepted`]: [`Issues a token without ${name}`, accept(name, (value) => value === undefined)],
      [`${id}-null-accepted`]: [`Issues a token for a null ${name}`, accept(name, (value) => value === null)],
      [`${id}-empty-accepted`]: [`Issues a token for an empty ${name}`, accept(name, (value) => value === '')],
    }),
    ...group('deviation', ['R4'], {
      [`${id}-number-accepted`]: [
        `Accepts a number as ${name}`,
        coerce(name, (value) => (typeof value === 'number' ? String(value) : value)),
      ],
      [`${id}-any-type-accepted`]: [
        `Accepts a boolean, array or object as ${name}`,
        accept(name, (value) => typeof value === 'boolean' || (typeof value === 'object' && value !== null)),
      ],
      [`${id}-reported-as-another`]: [
        `Reports an invalid ${name} as an invalid ${nextReference(name)}`,
        code(name, (problem) => `${codePrefix(nextReference(name))}_${problem}`),
      ],
      [`${id}-reported-without-name`]: [
        `Reports an invalid ${name} without naming the reference`,
        code(name, (problem) => `REFERENCE_${problem}`),
      ],
    }),
    ...group('deviation', ['R2'], {
      [`${id}-51-accepted`]: [
        `Has no upper limit for ${name}`,
        accept(name, (value) => isText(value) && value.length > 50 && /^[\w.-]+$/.test(value)),
      ],
      [`${id}-50-refused`]: [
        `Refuses a ${name} of 50 characters`,
        refuse(name, (value) => value.length === 50, 'LENGTH_OUT_OF_RANGE'),
      ],
      [`${id}-short-refused`]: [
        `Refuses a ${name} of one character`,
        refuse(name, (value) => value.length === 1, 'LENGTH_OUT_OF_RANGE'),
      ],
      [`${id}-cut-to-50`]: [
        `Truncates a ${name} of more than 50 characters and accepts it`,
        coerce(name, (value) => (isText(value) ? value.slice(0, 50) : value)),
      ],
    }),
    ...punctuation.flatMap(([character, title, characters]) =>
      group('deviation', ['R3'], {
        [`${id}-${character}-accepted`]: [`Accepts ${title} in ${name}`, acceptCharacters(name, characters)],
      }),
    ),
    ...group('deviation', ['R3'], {
      [`${id}-white-space-accepted`]: [
        `Issues a token for a ${name} that is only white space`,
        accept(name, (value) => isText(value) && value !== '' && value.trim() === ''),
      ],
      [`${id}-trimmed`]: [
        `Trims white space from ${name} and accepts it`,
        coerce(name, (value) => (isText(value) ? value.trim() : value)),
      ],
      [`${id}-space-accepted`]: [`Accepts spaces in ${name}`, acceptCharacters(name, /(?<=\S) (?=\S)/g)],
      [`${id}-slash-accepted`]: [`Accepts slashes in ${name}`, acceptCharacters(name, /[/\\]/g)],
      [`${id}-quote-accepted`]: [`Accepts quotes in ${name}`, acceptCharacters(name, /['"]/g)],
      [`${id}-markup-accepted`]: [`Accepts angle brackets in ${name}`, acceptCharacters(name, /[<>]/g)],
      [`${id}-newline-accepted`]: [`Accepts a newline in ${name}`, acceptCharacters(name, /(?<=.)\r?\n/g)],
      [`${id}-letters-accepted`]: [`Accepts letters of any script in ${name}`, acceptCharacters(name, /\p{L}/gu)],
      [`${id}-emoji-accepted`]: [`Accepts emoji in ${name}`, acceptCharacters(name, /\p{Extended_Pictographic}/gu)],
      [`${id}-nul-accepted`]: [`Accepts NUL in ${name}`, acceptCharacters(name, /\0/g)],
      [`${id}-decoded`]: [
        `Percent-decodes ${name} before validating it`,
        coerce(name, (value) => (isText(value) ? value.replace(/%2D/gi, '-') : value)),
      ],
      [`${id}-doubled-refused`]: [
        `Refuses consecutive punctuation in ${name}`,
        refuse(name, (value) => /[._-]{2}/.test(value), 'CONTAINS_INVALID_CHARACTERS'),
      ],
      [`${id}-upper-case-refused`]: [
        `Refuses upper case in ${name}`,
        refuse(name, (value) => /^[\w.-]*[A-Z][\w.-]*$/.test(value), 'CONTAINS_INVALID_CHARACTERS'),
      ],
      [`${id}-dot-refused`]: [
        `Refuses dots in ${name}`,
        refuse(name, (value) => value.includes('.'), 'CONTAINS_INVALID_CHARACTERS'),
      ],
      [`${id}-underscore-refused`]: [
        `Refuses underscores in ${name}`,
        refuse(name, (value) => value.includes('_'), 'CONTAINS_INVALID_CHARACTERS'),
      ],
      [`${id}-dash-refused`]: [
        `Refuses dashes in ${name}`,
        refuse(name, (value) => value.includes('-'), 'CONTAINS_INVALID_CHARACTERS'),
      ],
    }),
  ];
}

/** Treats an unreadable body as an object with invented references. */
const madeUp =
  (trigger: (bytes: Uint8Array, value: unknown) => boolean): Change =>
  (baseline) => ({
    readBody: (bytes) =>
      trigger(bytes, jsonValue(text(bytes)))
        ? { customerRef: 'unknown', orderRef: 'unknown', instructionRef: 'unknown' }
        : baseline.readBody(bytes),
  });

/** Refuses valid bodies. */
const refuseBody =
  (trigger: (text: string, body: Record<string, unknown>) => boolean): Change =>
  (baseline) => ({
    readBody: (bytes) => {
      const body = baseline.readBody(bytes);
      return body && trigger(text(bytes), body) ? undefined : body;
    },
  });

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Uses the wrong code for one kind of problem, for every reference. */
const codeFor =
  (problem: ReferenceProblem, suffix: string): Change =>
  (baseline) => ({
    referenceCode: (name, of) => (of === problem ? `${codePrefix(name)}_${suffix}` : baseline.referenceCode(name, of)),
  });

/** Faults in reading the body and the references. */
export const inputFaults: readonly Fault[] = [
  ...referenceNames.flatMap(faultsOf),
  ...group('violation', ['C8', 'R1'], {
    'empty-body-accepted': ['Issues a token for an empty body', madeUp((bytes) => bytes.length === 0)],
    'empty-object-accepted': [
      'Issues a token for an empty object',
      madeUp((_bytes, value) => isObject(value) && Object.keys(value).length === 0),
    ],
    'array-body-accepted': ['Issues a token for a JSON array', madeUp((_bytes, value) => Array.isArray(value))],
    'string-body-accepted': ['Issues a token for a JSON string', madeUp((_bytes, value) => isText(value))],
    'number-body-accepted': ['Issues a token for a JSON number', madeUp((_bytes, value) => typeof value === 'number')],
    'malformed-json-accepted': [
      'Issues a token for a body that is not JSON',
      madeUp((bytes, value) => bytes.length > 0 && value === undefined),
    ],
  }),
  ...group('violation', ['E1f'], {
    'lone-surrogate-500': [
      'Returns 500 for an escaped lone surrogate',
      (baseline) => ({
        readBody: (bytes) => {
          if (/\\ud[89ab]/i.test(text(bytes))) throw new Error('surrogate');
          return baseline.readBody(bytes);
        },
      }),
    ],
  }),
  ...group('deviation', ['R4'], {
    'trailing-text-accepted': ['Ignores text after the JSON object', readAlso((json) => json.replace(/\}[^}]*$/, '}'))],
    'truncated-json-accepted': ['Completes truncated JSON', readAlso((json) => `${json.replace(/,?\s*$/, '')}}`)],
    'invalid-utf8-accepted': [
      'Drops bytes that are not UTF-8 and accepts the rest',
      readAlso((json) => json.replaceAll('\ufffd', '')),
    ],
  }),
  ...group('deviation', ['R1', 'R4'], {
    'required-code-wrong': ['Uses the code …_MISSING for a missing reference', codeFor('IS_REQUIRED', 'MISSING')],
  }),
  ...group('deviation', ['R2', 'R4'], {
    'length-code-wrong': ['Uses the code …_TOO_LONG for a long reference', codeFor('LENGTH_OUT_OF_RANGE', 'TOO_LONG')],
  }),
  ...group('deviation', ['R3', 'R4'], {
    'characters-code-wrong': [
      'Uses the code …_INVALID for a forbidden character',
      codeFor('CONTAINS_INVALID_CHARACTERS', 'INVALID'),
    ],
  }),
  ...group('deviation', ['R4'], {
    'codes-lower-case': [
      'Writes the codes in lower case with dashes',
      (baseline) => ({
        referenceCode: (name, problem) => baseline.referenceCode(name, problem).toLowerCase().replaceAll('_', '-'),
      }),
    ],
    'codes-generic': [
      'Reports any invalid input as VALIDATION_FAILED',
      () => ({ reported: () => ['VALIDATION_FAILED'] }),
    ],
    'codes-always-all': [
      'Reports all references as missing, for any problem',
      () => ({ reported: () => referenceNames.map((name) => `${codePrefix(name)}_IS_REQUIRED`) }),
    ],
  }),
  ...group('violation', ['C4'], {
    'property-order-refused': [
      'Refuses the properties in another order',
      refuseBody((_text, body) => {
        const order = Object.keys(body).filter((key) => referenceNames.some((name) => name === key));
        return order.join() !== referenceNames.filter((name) => order.includes(name)).join();
      }),
    ],
    'white-space-refused': [
      'Refuses JSON with insignificant white space',
      refuseBody((json, body) => /[\r\n\t]/.test(json) && JSON.stringify(body) !== json),
    ],
    'equal-references-refused': [
      'Refuses a request in which two references are equal',
      refuseBody(
        (_text, body) => body.orderRef === body.instructionRef && isText(body.orderRef) && body.orderRef !== '',
      ),
    ],
  }),
];
