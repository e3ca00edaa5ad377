import { slug } from '../../define';
import { type ReferenceName, referenceNames } from '../../types';
import { type Draft, drawText, type Factor, type Level, pick, unchanged } from './draft';
import { swapCase } from './letters';
import { referenceClasses } from './reference-classes';

const set = (draft: Draft, values: Partial<Record<ReferenceName, unknown>>): Draft => ({
  ...draft,
  references: { ...draft.references, ...values },
});

/** The value of one reference (R1 to R4). */
export const referenceFactor = (name: ReferenceName): Factor => ({
  id: slug(name),
  title: name,
  levels: [
    unchanged('fresh', `with a fresh ${name}`, ['C4']),
    ...referenceClasses.map(
      ({ id, title, evidence, alone, draw }): Level => ({
        id,
        title: `where ${name} ${title}`,
        evidence: [evidence, ...(alone === 'refused' ? (['R4'] as const) : (['C8'] as const))],
        alone,
        change: (draft, _sources, random) => set(draft, { [name]: draw(random) }),
      }),
    ),
  ],
});

const letters = 'abcdefghijklmnopqrstuvwxyz';

const related = (
  id: string,
  title: string,
  values: (random: () => number) => Partial<Record<ReferenceName, string>>,
): Level => ({
  id,
  title,
  evidence: ['C4', 'C8'],
  alone: 'accepted',
  hides: referenceNames.map(slug),
  change: (draft, _sources, random) => set(draft, values(random)),
});

const pairs: readonly (readonly [ReferenceName, ReferenceName])[] = [
  ['customerRef', 'orderRef'],
  ['orderRef', 'instructionRef'],
  ['customerRef', 'instructionRef'],
];

/** How the three references relate to each other (C8). */
export const relation: Factor = {
  id: 'references',
  title: 'the references together',
  levels: [
    unchanged('different', 'with three different references', ['C4']),
    related('two-equal', 'with two equal references', (random) => {
      const [one, other] = pick(random, pairs);
      const value = drawText(random, letters, 8);
      return { [one]: value, [other]: value };
    }),
    related('all-equal', 'with three equal references', (random) => {
      const value = drawText(random, letters, 8);
      return { customerRef: value, orderRef: value, instructionRef: value };
    }),
    related('equal-but-case', 'with two references equal but for case', (random) => {
      const [one, other] = pick(random, pairs);
      const value = drawText(random, letters, 8);
      return { [one]: value, [other]: swapCase(value) };
    }),
    related('prefix', 'with one reference the beginning of another', (random) => {
      const [one, other] = pick(random, pairs);
      const value = drawText(random, letters, 6);
      return { [one]: value, [other]: value + drawText(random, letters, 3) };
    }),
    related('sorted-equal', 'with the letters of one reference in another order in the next', (random) => {
      const [one, other] = pick(random, pairs);
      const value = drawText(random, letters, 8);
      return { [one]: value, [other]: [...value].reverse().join('') };
    }),
    related('one-character', 'with references of one character', (random) => ({
      customerRef: drawText(random, letters, 1),
      orderRef: drawText(random, letters, 1),
      instructionRef: drawText(random, '0123456789', 1),
    })),
    related('long-together', 'with three references of 50 characters', (random) => ({
      customerRef: drawText(random, letters, 50),
      orderRef: drawText(random, letters, 50),
      instructionRef: drawText(random, letters, 50),
    })),
    related('jointly-long', 'with three references of 34 characters', (random) => ({
      customerRef: drawText(random, letters, 34),
      orderRef: drawText(random, letters, 34),
      instructionRef: drawText(random, letters, 34),
    })),
  ],
};
