import { isObject, referenceNames } from '../references';
import type { Change, Fault } from '../types';
import { group, otherReferences, referencesInToken } from './define';

/** Changes each reference before it is checked. */
const beforeChecks =
  (edit: (value: unknown) => unknown): Change =>
  (right) => ({
    readBody: (bytes) => {
      const body = right.readBody(bytes);
      if (!body) return body;
      const edited = referenceNames.filter((name) => name in body).map((name) => [name, edit(body[name])]);
      return { ...body, ...Object.fromEntries(edited) };
    },
  });

const text = (edit: (value: string) => string): Change =>
  beforeChecks((value) => (typeof value === 'string' ? edit(value) : value));

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

/** Changes the references that match on their way into the token. */
const matching = (pattern: RegExp, edit: (value: string) => unknown): Change =>
  referencesInToken((value) => (pattern.test(value) ? edit(value) : value));

/** Faults by which the token holds something else than was sent. */
export const valueFaults: readonly Fault[] = [
  ...group('violation', ['C8', 'R3'], {
    'references-normalised': [
      'Normalises references (NFKC) before it checks them',
      text((value) => value.normalize('NFKC')),
    ],
    'references-folded': [
      'Folds letters beyond ASCII to ASCII before it checks references',
      text((value) => value.replace(/[^\0-\x7f]/g, (letter) => letter.toLowerCase())),
    ],
    'references-without-accents': [
      'Removes accents from references before it checks them',
      text((value) => value.normalize('NFD').replace(/\p{M}/gu, '')),
    ],
    'references-percent-decoded': ['Percent-decodes all references before it checks them', text(decoded)],
    'references-entities-decoded': [
      'Decodes HTML entities in references before it checks them',
      text((value) => value.replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(Number(code)))),
    ],
    'references-stripped': [
      'Removes forbidden characters from references and accepts them',
      text((value) => value.replace(/[^A-Za-z0-9._-]/g, '')),
    ],
    'references-white-space-removed': [
      'Removes white space anywhere in references and accepts them',
      text((value) => value.replace(/\s/g, '')),
    ],
    'references-zero-width-removed': [
      'Removes zero-width characters from references and accepts them',
      text((value) => value.replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')),
    ],
    'references-spaces-replaced': [
      'Replaces spaces in references by hyphens and accepts them',
      text((value) => value.replaceAll(' ', '-')),
    ],
  }),
  ...group('violation', ['C8', 'R4'], {
    'references-unwrapped': [
      'Takes the first entry of an array as the reference',
      beforeChecks((value) => (Array.isArray(value) ? value[0] : value)),
    ],
    'references-of-objects': [
      'Takes the value property of an object as the reference',
      beforeChecks((value) => (isObject(value) ? value.value : value)),
    ],
  }),
  ...group('violation', ['C8'], {
    'references-leading-zeros-dropped': [
      'Drops leading zeros of the references in the token',
      matching(/^0+\d/, (value) => value.replace(/^0+(?=\d)/, '')),
    ],
    'references-decimals-shortened': [
      'Shortens decimals in the references in the token',
      matching(/^\d*\.\d*$/, (value) => (value === '.' ? value : String(Number(value)))),
    ],
    'references-exponents-expanded': [
      'Writes out exponents in the references in the token',
      matching(/^-?\d+e-?\d+$/i, (value) => String(Number(value))),
    ],
    'references-rounded': [
      'Rounds long numbers in the references in the token',
      matching(/^-?\d{16,}$/, (value) => String(Number(value))),
    ],
    'references-wrapped-at-32-bits': [
      'Keeps only 32 bits of numbers in the references in the token',
      matching(/^-?\d{10,19}$/, (value) => String(Number(value) | 0)),
    ],
    'references-hexadecimal-read': [
      'Reads hexadecimal numbers in the references in the token',
      matching(/^0x[\da-f]+$/i, (value) => String(Number(value))),
    ],
    'references-dates-expanded': [
      'Writes dates in the references in the token with a time',
      matching(/^\d{4}-\d{2}-\d{2}$/, (value) => `${value}T00:00:00Z`),
    ],
    'references-booleans-read': [
      'Turns references that read true or false into booleans in the token',
      matching(/^(?:true|false)$/i, (value) => value.toLowerCase() === 'true'),
    ],
    'references-yaml-read': [
      'Turns references that read yes, no, on or off into booleans in the token',
      matching(/^(?:yes|no|on|off)$/i, (value) => /^(?:yes|on)$/i.test(value)),
    ],
    'references-null-read': ['Turns references that read null into null in the token', matching(/^null$/i, () => null)],
    'references-inherited-lost': [
      'Loses references that name inherited properties',
      matching(/^(?:__\w+__|constructor|toString|valueOf|hasOwnProperty)$/, () => undefined),
    ],
    'references-dots-trimmed': [
      'Removes dots at the end of the references in the token',
      matching(/\.$/, (value) => value.replace(/\.+$/, '')),
    ],
    'references-hyphens-trimmed': [
      'Removes hyphens at the ends of the references in the token',
      matching(/^-|-$/, (value) => value.replace(/^-+|-+$/g, '')),
    ],
    'references-equal-once': [
      'Puts equal references into the token only once',
      otherReferences(({ customerRef, orderRef, instructionRef }) => ({
        customerRef,
        orderRef: orderRef === customerRef ? undefined : orderRef,
        instructionRef: instructionRef === customerRef ? undefined : instructionRef,
      })),
    ],
    'references-cut-together': [
      'Cuts the references in the token to 100 characters in all',
      otherReferences(({ customerRef, orderRef, instructionRef }) => {
        const left = Math.max(0, 100 - `${customerRef}${orderRef}`.length);
        return { customerRef, orderRef, instructionRef: String(instructionRef).slice(0, left) };
      }),
    ],
  }),
];
