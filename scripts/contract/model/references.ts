import type { DuplicateName } from '../../lib/json';
import { type ReferenceName, referenceNames } from '../types';
import { type FaultKind, type Findings, fault, joined, openFor, opening, refusedFor } from './reasons';
import { encodeUtf8 } from './utf8';

/** The most characters that a reference may have (R2). */
export const maxLength = 50;

const allowed = /^[A-Za-z0-9._-]*$/;
/** UTF-8 cannot hold it. */
export const halfCharacter = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

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

function readReference(reference: ReferenceName, body: object, repeated: boolean): Findings {
  if (repeated) return openFor(opening('repeated-property', { reference }));
  const own = Object.entries(body);
  const exact = own.filter(([name]) => name === reference);
  const alike = own.filter(([name]) => name !== reference && name.toLowerCase() === reference.toLowerCase());
  const exactFaults = exact.length > 0 ? valueFaults(exact[0]?.[1]) : (['missing'] as const);
  // A reader that ignores the case of names may read any of these as the reference.
  const readings = [exactFaults, ...alike.map(([, value]) => valueFaults(value))];
  const refusal = refusedFor(...[...new Set(readings.flat())].map((kind) => fault(kind, { reference })));
  if (alike.length === 0) return refusal;
  const open = openFor(opening('property-in-other-case', { reference }));
  return readings.some((faults) => faults.length === 0) ? open : joined(refusal, open);
}

/** What the references and other properties of a request body mean (R1 to R4). */
export function readReferences(body: object, duplicates: readonly DuplicateName[]): Findings {
  const known = new Set(referenceNames.map((name) => name.toLowerCase()));
  const unknown = Object.keys(body).filter((name) => !known.has(name.toLowerCase()));
  return joined(
    ...referenceNames.map((name) => {
      const repeated = duplicates.some(
        (each) => each.under === each.name && each.name.toLowerCase() === name.toLowerCase(),
      );
      return readReference(name, body, repeated);
    }),
    openFor(...unknown.map((detail) => opening('unknown-property', { detail }))),
  );
}
