/** The three references, in the order in which they are documented (C4). */
export const referenceNames = ['customerRef', 'orderRef', 'instructionRef'] as const;

export type ReferenceName = (typeof referenceNames)[number];

/** The references as received: strings, unless a fault accepts something else. */
export type ReceivedReferences = Readonly<Record<ReferenceName, unknown>>;

/** What can be wrong with a reference (R1, R2, R3). */
export type ReferenceProblem = 'IS_REQUIRED' | 'LENGTH_OUT_OF_RANGE' | 'CONTAINS_INVALID_CHARACTERS';

const maxLength = 50;

/** By characters of Unicode, of which each has two units at most: a very long text need not be taken apart. */
const isLongerThan = (text: string, most: number): boolean =>
  text.length > 2 * most || (text.length > most && [...text].length > most);

/** The first problem of a reference, if any. */
export function referenceProblem(value: unknown): ReferenceProblem | undefined {
  if (value === undefined || value === null || value === '') return 'IS_REQUIRED';
  if (typeof value !== 'string') return 'CONTAINS_INVALID_CHARACTERS';
  if (isLongerThan(value, maxLength)) return 'LENGTH_OUT_OF_RANGE';
  return /^[A-Za-z0-9._-]+$/.test(value) ? undefined : 'CONTAINS_INVALID_CHARACTERS';
}

/** `customerRef` as it appears in error codes: `CUSTOMER_REF`. */
export function codePrefix(name: ReferenceName): string {
  return name.replace('Ref', '_REF').toUpperCase();
}

/** The error code for an invalid reference (R4): `CUSTOMER_REF_IS_REQUIRED`. */
export function referenceCode(name: ReferenceName, problem: ReferenceProblem): string {
  return `${codePrefix(name)}_${problem}`;
}

/** Strict, and with a byte order mark as what it is: no JSON. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The JSON object in a body, if it is one: strict UTF-8 without a byte order mark, strict JSON. */
export function readObject(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(body));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a media type is JSON, with any parameters (C3, C15). */
export function isJsonMediaType(contentType: string | undefined): boolean {
  return /^\s*application\/(?:json|[\w!#$%&'*+.^`|~-]+\+json)\s*(?:;.*)?$/i.test(contentType ?? '');
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
