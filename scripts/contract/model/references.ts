import type { DuplicateName } from '../../lib/json';
import { type ReferenceName, referenceNames } from '../types';
import { type FaultKind, type Findings, fault, joined, openFor, opening, refusedFor } from './reasons';
import { encodeUtf8 } from './utf8';

/** The most characters that a reference may have (R2). */
export const maxLength = 50;

const allowed = /^[A-Za-z0-9._-]*$/;
const halfCharacter = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

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

function readReference(
  reference: ReferenceName,
  own: readonly (readonly [name: string, value: unknown])[],
  repeated: boolean,
): Findings {
  const exact = own.filter(([name]) => name === reference);
  const alike = own.filter(([name]) => name !== reference && name.toLowerCase() === reference.toLowerCase());
  const faultsOf = ([, value]: readonly [string, unknown]) => valueFaults(value);
  // Some readers take the first of several, some the last, and one that ignores the case of names any of these.
  const readings = [...(exact.length > 0 ? exact.map(faultsOf) : [['missing'] as const]), ...alike.map(faultsOf)];
  const refusal = refusedFor(...[...new Set(readings.flat())].map((kind) => fault(kind, { reference })));
  if (!repeated && alike.length === 0) return refusal;
  const open = openFor(opening(repeated ? 'repeated-property' : 'property-in-other-case', { reference }));
  return readings.some((faults) => faults.length === 0) ? open : joined(refusal, open);
}

/**
 * What the references and other properties of a request body mean (R1 to R4).
 *
 * @param every the properties of the body, with those that others replace
 */
export function readReferences(
  body: object,
  duplicates: readonly DuplicateName[],
  every: () => readonly (readonly [name: string, value: unknown])[],
): Findings {
  const known = new Set(referenceNames.map((name) => name.toLowerCase()));
  const unknown = Object.keys(body).filter((name) => !known.has(name.toLowerCase()));
  const isRepeated = (reference: ReferenceName): boolean =>
    duplicates.some(({ name, under }) => under === name && name.toLowerCase() === reference.toLowerCase());
  const own = Object.entries(body);
  return joined(
    ...referenceNames.map((name) => {
      const repeated = isRepeated(name);
      return readReference(name, repeated ? every() : own, repeated);
    }),
    openFor(...unknown.map((detail) => opening('unknown-property', { detail }))),
  );
}
