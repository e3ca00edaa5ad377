import type * as FastCheck from 'fast-check';
import { payoutToken } from './calls/payout-token/call';
import { accepted, badRequest, codesFor, defineCases, slug, words } from './define';
import type { EvidenceIds } from './evidence';
import { type ContractCase, type Expectation, type ReferenceName, type RequestChange, referenceNames } from './types';

/** A statement about any number of requests: what they have in common, and what to expect of all of them. */
export interface ContractProperty {
  /** What is planned and reported: one case for the whole property. */
  readonly contractCase: ContractCase;
  /** The requests, as changes to the valid one. */
  readonly changes: FastCheck.Arbitrary<RequestChange>;
}

interface Definition {
  readonly id: string;
  readonly title: string;
  readonly evidence: EvidenceIds;
  readonly expect: Expectation;
  readonly changes: FastCheck.Arbitrary<RequestChange>;
}

const allowed = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.'];

/** The request of a property, with one generated change. */
export function caseOf({ contractCase }: ContractProperty, change: RequestChange): ContractCase {
  const { id, title, evidence, expect, control, theme, tags } = contractCase;
  return defineCases(payoutToken, theme, [
    { id, title, evidence, expect, tags, change, ...(control && { control }) },
  ])[0]!;
}

function ofReference(fc: typeof FastCheck, name: ReferenceName): Definition[] {
  const set = (values: FastCheck.Arbitrary<unknown>) =>
    values.map((value): RequestChange => ({ set: { [name]: value } }));
  const text = (minLength: number, maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...allowed), minLength, maxLength });
  const forbidden = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((unit) => !allowed.includes(unit));
  const withForbidden = fc.tuple(text(0, 20), forbidden, text(0, 20)).map((parts) => parts.join(''));
  const notText = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.array(text(1, 5), { maxLength: 3 }),
    fc.dictionary(text(1, 5), text(1, 5), { maxKeys: 3 }),
  );
  const refused = (evidence: 'R2' | 'R3' | 'R4', suffix?: string) =>
    badRequest(evidence, { codes: codesFor([name], suffix) });
  const definitions: Definition[] = [
    {
      id: 'valid',
      title: `accepts any ${words(name)} that the rules allow`,
      evidence: ['R2', 'R3', 'C8'],
      expect: accepted('R3'),
      changes: set(text(1, 50)),
    },
    {
      id: 'too-long',
      title: `refuses any ${words(name)} of more than 50 characters`,
      evidence: ['R2', 'R4'],
      expect: refused('R2', 'LENGTH_OUT_OF_RANGE'),
      changes: set(text(51, 300)),
    },
    {
      id: 'forbidden-character',
      title: `refuses any ${words(name)} with a character that is not allowed`,
      evidence: ['R3', 'R4'],
      expect: refused('R3'),
      changes: set(withForbidden),
    },
    {
      id: 'wrong-type',
      title: `refuses any ${words(name)} that is not a string`,
      evidence: ['R4'],
      expect: refused('R4'),
      changes: set(notText),
    },
  ];
  return definitions.map((definition) => ({ ...definition, id: `${slug(name)}.${definition.id}` }));
}

function ofRequest(fc: typeof FastCheck): Definition[] {
  const spaces = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 3 });
  const order = fc.shuffledSubarray([...referenceNames], { minLength: referenceNames.length });
  const written = fc
    .tuple(order, fc.array(spaces, { minLength: 13, maxLength: 13 }))
    .map(([names, gaps]): RequestChange => {
      const gap = (index: number) => gaps[index] ?? '';
      const properties = names.map(
        (name, index) =>
          `${gap(4 * index)}"${name}"${gap(4 * index + 1)}:${gap(4 * index + 2)}"{{${name}}}"${gap(4 * index + 3)}`,
      );
      return { body: { text: `${gap(12)}{${properties.join(',')}}` } };
    });
  const omitted = fc.subarray([...referenceNames], { minLength: 1 }).map((omit): RequestChange => ({ omit }));
  return [
    {
      id: 'request.written',
      title: 'accepts the same request however its JSON is written',
      evidence: ['C4', 'C8'],
      expect: accepted('C4'),
      changes: written,
    },
    {
      id: 'request.incomplete',
      title: 'refuses a request that lacks one or more references',
      evidence: ['R1', 'R4', 'C8'],
      expect: badRequest('R1', { tokenBreaks: 'C8' }),
      changes: omitted,
    },
  ];
}

/** Every property: requests that the schema allows, and requests that it forbids. */
export function contractProperties(fc: typeof FastCheck): ContractProperty[] {
  const definitions = [...referenceNames.flatMap((name) => ofReference(fc, name)), ...ofRequest(fc)];
  return definitions.map(({ id, title, evidence, expect, changes }) => ({
    contractCase: defineCases(payoutToken, 'Generated requests', [
      {
        id: `generated.${id}`,
        title: title.replace('a order', 'an order'),
        evidence,
        expect,
        tags: ['generated', 'input'],
        control: 'accept.documented',
      },
    ])[0]!,
    changes,
  }));
}
