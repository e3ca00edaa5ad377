import type { DuplicateName } from '../../lib/json';
import { type ReferenceName, referenceNames } from '../types';
import { type FaultKind, type Findings, fault, joined, openFor, opening, refusedFor } from './reasons';
import { encodeUtf8 } from './utf8';

/** The most characters that a reference may have (R2). */
export const maxLength = 50;

const allowed = /^[A-Za-z0-9._-]*$/;
/** UTF-8 cannot hold it. */
export const halfCharacter = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The reference that a property is named like, in any case. */
const referenceOf = (name: string): ReferenceName | undefined =>
  referenceNames.find((each) => each.length === name.length && each.toLowerCase() === name.toLowerCase());

/** What is wrong with the value of a reference, in the order R1, R2, R3. */
function valueFaults(value: unknown): FaultKind[] {
  if (value === null) return ['null'];
  if (typeof value !== 'string') return ['not-text'];
  if (value === '') return ['empty'];
  // Characters beyond ASCII may be counted in bytes.
  const tooLong = value.length > maxLength || (value.length * 3 > maxLength && encodeUtf8(value).length > maxLength);
  const faults: FaultKind[] = tooLong ? ['too-long'] : [];
  if (halfCharacter.test(value)) faults.push('half-character');
  else if (value.trim() === '') faults.push('white-space');
  else if (!allowed.test(value)) faults.push('invalid-characters');
  return faults;
}

type NamedValue = readonly [name: string, value: unknown];

const faultsOf = ([, value]: NamedValue): readonly FaultKind[] => valueFaults(value);

/** @param own the properties that are named like it, in any case */
function readReference(reference: ReferenceName, own: readonly NamedValue[], repeated: boolean): Findings {
  const exact = own.filter(([name]) => name === reference);
  const alike = own.filter(([name]) => name !== reference);
  // Some readers take the first of several, some the last, and one that ignores the case of names any of these.
  const readings = [...(exact.length > 0 ? exact.map(faultsOf) : [['missing'] as const]), ...alike.map(faultsOf)];
  const refusal = refusedFor(...[...new Set(readings.flat())].map((kind) => fault(kind, { reference })));
  if (!repeated && alike.length === 0) return refusal;
  const open = openFor(opening(repeated ? 'repeated-property' : 'property-in-other-case', { reference }));
  return readings.some((faults) => faults.length === 0) ? open : joined(refusal, open);
}

/** How many unknown properties are named; more of them would change nothing. */
const mostNamed = 5;

/**
 * What the references and other properties of a request body mean (R1 to R4).
 *
 * @param every the properties of the body, with those that others replace
 */
export function readReferences(
  body: object,
  duplicates: readonly DuplicateName[],
  every: () => readonly NamedValue[],
): Findings {
  const repeated = new Set(
    duplicates.filter(({ within }) => within === '').map(({ name }) => referenceOf(name) ?? name),
  );
  const entries = referenceNames.some((name) => repeated.has(name)) ? every() : Object.entries(body);
  const own: Record<ReferenceName, NamedValue[]> = { customerRef: [], orderRef: [], instructionRef: [] };
  const unknown: string[] = [];
  for (const entry of entries) {
    const reference = referenceOf(entry[0]);
    if (reference) own[reference].push(entry);
    else if (unknown.length < mostNamed) unknown.push(entry[0]);
  }
  return joined(
    ...referenceNames.map((name) => readReference(name, own[name], repeated.has(name))),
    openFor(...unknown.map((detail) => opening('unknown-property', { detail }))),
  );
}
