import { plural } from '../../../lib/plural';
import { referenceSlug } from '../../define';
import type { EvidenceId } from '../../evidence';
import { type ReferenceName, referenceNames } from '../../types';
import { type Draft, drawText, type Factor, type FactorLevel, level, pick, unchanged } from './draft';
import { swapCase } from './letters';
import { referenceClasses } from './reference-classes';

const set = (draft: Draft, values: Partial<Record<ReferenceName, unknown>>): Draft => ({
  ...draft,
  references: { ...draft.references, ...values },
});

/** The value of one reference (R1 to R4). */
export const referenceFactor = (name: ReferenceName): Factor => ({
  id: referenceSlug(name),
  title: name,
  levels: [
    unchanged('fresh', `with a fresh ${name}`, ['C4']),
    ...referenceClasses.map(
      ({ id, title, evidence, alone, draw }): FactorLevel => ({
        ...level(
          id,
          `where ${name} ${title}`,
          alone,
          [evidence, alone === 'refused' ? 'R4' : 'C8'],
          (draft, _sources, random) => set(draft, { [name]: draw(random) }),
        ),
        family: `reference ${evidence}`,
      }),
    ),
  ],
});

const letters = 'abcdefghijklmnopqrstuvwxyz';

const related = (
  id: string,
  title: string,
  values: (random: () => number) => Partial<Record<ReferenceName, string>>,
  names: readonly ReferenceName[] = referenceNames,
): FactorLevel => ({
  ...level(id, title, 'accepted', ['C4', 'C8'], (draft, _sources, random) => set(draft, values(random))),
  hides: names.map(referenceSlug),
});

const digits = '0123456789';

/** A value like the documented ones: a refusal cannot be explained by a rule for the values (R2, R3). */
const ordinary = (random: () => number): string => `${drawText(random, letters, 11)}-${drawText(random, digits, 6)}`;

/** A value that looks different once it is cut, or its case or its signs change. */
const full = (random: () => number): string =>
  [drawText(random, letters, 12), drawText(random, letters.toUpperCase(), 10), drawText(random, digits, 6)].join('-');

/** Several references that must be refused, each for the reason that is named. */
const together = (
  id: string,
  title: string,
  evidence: EvidenceId,
  values: (random: () => number) => Partial<Record<ReferenceName, unknown>>,
): FactorLevel => ({
  ...level(id, title, 'refused', [evidence, 'R4'], (draft, _sources, random) => set(draft, values(random))),
  family: `reference ${evidence}`,
  hides: referenceNames.map(referenceSlug),
});

const all = <Value>(value: () => Value) => ({ customerRef: value(), orderRef: value(), instructionRef: value() });

/** Faults that come together: the second may meet what the first left behind. */
const badTogether: readonly FactorLevel[] = [
  together('two-absent', 'without customerRef and instructionRef', 'R1', () => ({
    customerRef: undefined,
    instructionRef: undefined,
  })),
  together('empty-and-null', 'with an empty customerRef, where orderRef is null', 'R1', () => ({
    customerRef: '',
    orderRef: null,
  })),
  together('all-null', 'with three references that are null', 'R1', () => all(() => null)),
  together('all-empty', 'with three empty references', 'R1', () => all(() => '')),
  together('all-numbers', 'with three references that are numbers', 'R4', () => ({
    customerRef: 12_345_678_901_234_567_890n,
    orderRef: 9_007_199_254_740_993n,
    instructionRef: 1,
  })),
  together('all-too-long', 'with three references of 60 characters', 'R2', (random) =>
    all(() => drawText(random, letters, 60)),
  ),
  together('all-invalid', 'with three references that hold a sign that is not allowed', 'R3', (random) =>
    all(() => `${drawText(random, letters, 4)}!`),
  ),
  // Errors that are collected by the refused value meet the same one again.
  together('equal-too-long', 'with three equal references of 60 characters', 'R2', (random) => {
    const value = drawText(random, letters, 60);
    return all(() => value);
  }),
  together('equal-invalid', 'with three equal references that hold a sign that is not allowed', 'R3', (random) => {
    const value = `${drawText(random, letters, 4)}!`;
    return all(() => value);
  }),
  together('array-and-absent', 'with an array as orderRef, without instructionRef', 'R4', () => ({
    orderRef: ['a'],
    instructionRef: undefined,
  })),
  together(
    'long-and-invalid',
    'with a long customerRef, where orderRef holds a letter outside ASCII',
    'R2',
    (random) => ({
      customerRef: drawText(random, letters, 60),
      orderRef: `a${pick(random, ['\u{1d49c}', '\u00e9', '\u{1f600}'])}b`,
    }),
  ),
];

const pairs: readonly (readonly [ReferenceName, ReferenceName])[] = [
  ['customerRef', 'orderRef'],
  ['orderRef', 'instructionRef'],
  ['customerRef', 'instructionRef'],
];

const pairSuffixes = ['', '-last', '-outer'] as const;

/** How the three references relate to each other (C8). */
export const relation: Factor = {
  id: 'references',
  title: 'the references together',
  levels: [
    unchanged('different', 'with three different references', ['C4']),
    ...pairs.map(([one, other], index) =>
      related(
        `two-equal${pairSuffixes[index]}`,
        `with ${one} equal to ${other}`,
        (random) => {
          const value = ordinary(random);
          return { [one]: value, [other]: value };
        },
        [one, other],
      ),
    ),
    related('two-equal-full', 'with two equal references with letters of both cases and digits', (random) => {
      const [one, other] = pick(random, pairs);
      const value = full(random);
      return { [one]: value, [other]: value };
    }),
    related('all-equal', 'with three equal references', (random) => {
      const value = ordinary(random);
      return all(() => value);
    }),
    ...([1, 50] as const).map((length) =>
      related(`all-equal-${length}`, `with three equal references of ${plural(length, 'character')}`, (random) => {
        const value = drawText(random, `${letters}${length > 1 ? letters.toUpperCase() : ''}${digits}`, length);
        return all(() => value);
      }),
    ),
    ...pairs.flatMap(([one, other], index) => [
      related(
        `equal-but-case${pairSuffixes[index]}`,
        `with ${one} equal to ${other} but for case`,
        (random) => {
          const value = full(random);
          return { [one]: value, [other]: swapCase(value) };
        },
        [one, other],
      ),
      related(
        `prefix${pairSuffixes[index]}`,
        `where ${one} begins the ${other}`,
        (random) => {
          const value = drawText(random, letters, 9);
          return { [one]: value, [other]: value + drawText(random, letters, 3) };
        },
        [one, other],
      ),
      related(
        `numbered${pairSuffixes[index]}`,
        `where ${other} is the ${one}, a hyphen and a number`,
        (random) => {
          const value = drawText(random, letters, 9);
          return { [one]: value, [other]: `${value}-${drawText(random, digits, 1)}` };
        },
        [one, other],
      ),
    ]),
    related('sorted-equal', 'with two references of the same letters', (random) => {
      const [one, other] = pick(random, pairs);
      const value = drawText(random, letters, 8);
      return { [one]: value, [other]: [...value].reverse().join('') };
    }),
    related('one-character', 'with references of one character', (random) => ({
      customerRef: drawText(random, letters, 1),
      orderRef: drawText(random, letters, 1),
      instructionRef: drawText(random, '0123456789', 1),
    })),
    related('long-together', 'with three references of 50 characters', (random) =>
      all(() => drawText(random, letters, 50)),
    ),
    related('leading-zeros', 'with numbers with leading zeros as references', (random) => ({
      customerRef: `00${drawText(random, digits, 6)}`,
      orderRef: `0${drawText(random, digits, 4)}`,
      instructionRef: `000${drawText(random, digits, 3)}`,
    })),
    related('all-digits', 'with numbers as references', (random) => ({
      customerRef: `1${drawText(random, digits, 6)}`,
      orderRef: `2${drawText(random, digits, 4)}`,
      instructionRef: `3${drawText(random, digits, 9)}`,
    })),
    related('all-signs', 'with signs at both ends of each reference', (random) => ({
      customerRef: `_${drawText(random, `${letters}${letters.toUpperCase()}`, 6)}.`,
      orderRef: `-${drawText(random, `${letters}${letters.toUpperCase()}`, 6)}_`,
      instructionRef: `.${drawText(random, `${letters}${letters.toUpperCase()}`, 6)}-`,
    })),
    ...badTogether,
    related('jointly-long', 'with three references of 34 characters', (random) =>
      all(() => drawText(random, letters, 34)),
    ),
  ],
};
