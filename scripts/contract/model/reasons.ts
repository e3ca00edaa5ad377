import type { EvidenceId } from '../evidence';
import type { ReferenceName } from '../types';
import { rows } from './rows';

/** One reason for a prediction, as data. `reasonText` puts it into words. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly reference?: ReferenceName;
  /** Its subject: a method, a header name, a way to forge. */
  readonly detail?: string;
  /** Statuses of a refusal besides those of its kind. */
  readonly alsoStatus?: readonly number[];
}

interface ReasonInfo {
  readonly row: EvidenceId;
  /** The statuses with which a refusal for this reason conforms. */
  readonly status: readonly number[];
  /** Refusals only: the row that an issued token breaks, if it is a different one. */
  readonly tokenRow?: EvidenceId;
  /** Issuing a token is unsafe. */
  readonly unsafe?: true;
  /**
   * The codes of a 400 for this reason: of one suffix for the reference, any that names no other reference, or any.
   * Absent: it is not answered with a 400 of its own.
   */
  readonly code?: string | 'not-another' | 'any';
  readonly mayDisconnect?: true;
  readonly text: (subject: string) => string;
}

const keyRefused = { row: rows.keyRefused, status: [401], unsafe: true } as const;
const badBody = { status: [400], code: 'any' } as const;
const mediaType = { row: 'C15', status: [400, 413, 415], code: 'any' } as const;
const openBody = { row: 'C15a', status: [400], code: 'any' } as const;
const unknown = { row: rows.unknownChangesNothing } as const;

/** Why a request must be refused. */
export const faultReasons = {
  'no-such-path': {
    row: rows.notFound,
    status: [400, 401, 403, 404, 405],
    text: () => 'no call has this path',
  },
  method: { row: 'C14', status: [404, 405], unsafe: true, text: (method) => `the method is ${method}` },
  'unknown-method': {
    row: 'C14',
    status: [400, 404, 405, 501],
    unsafe: true,
    mayDisconnect: true,
    text: (method) => `the method is ${method}`,
  },
  'body-large': {
    ...mediaType,
    mayDisconnect: true,
    text: (size) => `the body is large (${size})`,
  },
  'no-credential': { ...keyRefused, text: () => 'no credential' },
  'no-scheme': { ...keyRefused, row: 'C2', text: () => 'the credential has no scheme' },
  'other-scheme': { ...keyRefused, text: (scheme) => `the credential has the scheme ${scheme}` },
  'invented-credential': { ...keyRefused, text: () => 'the credential is invented' },
  'forged-token': { ...keyRefused, text: (how) => `the token is forged (${how})` },
  'expired-token': { ...keyRefused, text: () => 'the token has expired' },
  'payout-token': { ...keyRefused, status: [401, 403], text: () => 'the token is a payout token' },
  'role-missing': { row: 'H7', status: [403], unsafe: true, text: () => 'the key of the token lacks the role' },
  'unknown-key': { ...keyRefused, text: () => 'the public key is unknown' },
  'wrong-signature': { ...keyRefused, row: 'H2', text: () => 'the signature is wrong' },
  'unreadable-time': { ...keyRefused, row: 'H4', text: () => 'the signed time is not a number' },
  'too-old': { ...keyRefused, row: 'H4', text: (age) => `it was signed ${age} seconds ago` },
  'used-nonce': { ...keyRefused, row: 'H3', text: () => 'the nonce was used before' },
  'no-media-type': { ...mediaType, text: () => 'no Content-Type' },
  'other-media-type': { ...mediaType, text: (type) => `the Content-Type is ${type || 'empty'}` },
  'empty-body': { ...badBody, row: 'R4', tokenRow: 'C8', text: () => 'the body is empty' },
  'not-utf8': { ...badBody, row: 'R3', text: () => 'the body is not UTF-8' },
  'not-json': { ...badBody, row: 'R4', text: () => 'the body is not JSON' },
  /** It does not contain the references either. */
  unreadable: { ...badBody, row: 'R4', tokenRow: 'C8', text: () => 'the body is not JSON' },
  'not-an-object': { ...badBody, row: 'R4', tokenRow: 'C8', text: (type) => `the body is a JSON ${type}` },
  missing: { row: 'R1', status: [400], tokenRow: 'C8', code: 'IS_REQUIRED', text: (name) => `${name} is missing` },
  null: { row: 'R1', status: [400], tokenRow: 'C8', code: 'not-another', text: (name) => `${name} is null` },
  empty: { row: 'R1', status: [400], tokenRow: 'C8', code: 'IS_REQUIRED', text: (name) => `${name} is empty` },
  'not-text': { row: 'R4', status: [400], code: 'not-another', text: (name) => `${name} is not a string` },
  'white-space': { row: 'R3', status: [400], code: 'not-another', text: (name) => `${name} is only white space` },
  'too-long': {
    row: 'R2',
    status: [400],
    code: 'LENGTH_OUT_OF_RANGE',
    text: (name) => `${name} is longer than 50`,
  },
  'invalid-characters': {
    row: 'R3',
    status: [400],
    code: 'CONTAINS_INVALID_CHARACTERS',
    text: (name) => `${name} holds a character that is not allowed`,
  },
  'half-character': { ...badBody, row: 'R3', text: (name) => `${name} holds half a character` },
} as const satisfies Record<string, ReasonInfo>;

/** Why it is open whether a request without other faults is accepted. */
export const openings = {
  'unknown-credential': { ...unknown, status: [401, 403], text: () => 'nothing is known about the credential' },
  'not-recorded': { ...unknown, status: [], text: (part) => `${part} was not recorded` },
  'other-path-spelling': {
    ...unknown,
    // Many gateways redirect to the usual spelling.
    status: [301, 302, 307, 308, 400, 401, 403, 404, 405],
    text: () => 'the path is written differently',
  },
  'other-hmac-path': { row: 'H5', status: [404], text: () => 'the environment may not offer this path' },
  'answerable-method': {
    row: 'C14',
    status: [400, 403, 404, 405, 501],
    unsafe: true,
    text: (method) => `any server may answer ${method}`,
  },
  'head-of-get': { row: 'C14', status: [404, 405], text: () => 'HEAD may be answered where GET is' },
  'method-case': {
    row: 'C14',
    status: [400, 404, 405, 501],
    mayDisconnect: true,
    text: (method) => `the method is written ${method}`,
  },
  'repeated-authorization': { ...unknown, status: [400, 401], text: () => 'there are several Authorization headers' },
  'odd-separator': {
    ...unknown,
    status: [400, 401],
    text: () => 'scheme and credential are not set apart by one space',
  },
  'management-token': { ...unknown, status: [401, 403], text: () => 'the token is a management token' },
  'ahead-of-time': { row: 'H4a', status: [401], text: (seconds) => `it was signed for ${seconds} seconds from now` },
  'edge-of-window': { row: 'H4', status: [401], text: () => 'it was signed about five minutes ago' },
  'uncertain-clock': { row: 'H4', status: [401], text: () => "the server's clock is not known" },
  'odd-time': { row: 'H4', status: [401], text: () => 'the signed time is written in an unusual form' },
  'odd-signature': { row: 'H2', status: [401], text: () => 'the signature is written in another form' },
  'odd-nonce': { row: 'H3', status: [400, 401], text: () => 'the nonce has an unusual form' },
  'respelt-key': { row: 'H1', status: [401], text: () => 'the public key is written differently' },
  'large-headers': {
    ...unknown,
    status: [400, 413, 431],
    mayDisconnect: true,
    code: 'not-another',
    text: (size) => `the headers are large (${size})`,
  },
  'long-url': { ...unknown, status: [400, 404, 414], code: 'not-another', text: () => 'the URL is long' },
  'odd-header': { ...unknown, status: [400], code: 'not-another', text: (name) => `${name} is not plain ASCII text` },
  'unknown-header': { ...unknown, status: [], text: (name) => `a header ${name}` },
  'other-owner': {
    row: 'C12',
    status: [400, 401, 403, 404],
    code: 'not-another',
    text: (name) => `${name} is not the configured one`,
  },
  'odd-correlation-id': { row: 'E5', status: [400], code: 'not-another', text: () => 'an unusual correlation id' },
  query: { ...unknown, status: [400, 404], code: 'not-another', text: () => 'a query string' },
  'unexpected-body': { ...unknown, status: [400, 401, 413, 415], text: () => 'a body where none is expected' },
  'long-body': { row: 'C15', status: [413], text: (size) => `the body is long (${size})` },
  'large-body': { ...mediaType, mayDisconnect: true, text: (size) => `the body is large (${size})` },
  'media-type-parameters': {
    ...openBody,
    status: [400, 415],
    text: (type) => `the Content-Type ${type}`,
  },
  'similar-media-type': { ...openBody, row: 'C15', status: [400, 415], text: (type) => `the Content-Type ${type}` },
  'coded-body': { ...openBody, status: [400, 415], text: (coding) => `the body is coded (${coding})` },
  'byte-order-mark': { ...openBody, text: () => 'the body begins with a byte order mark' },
  'invalid-utf8': { ...openBody, text: () => 'the body is not UTF-8, but its references are' },
  'json-extension': { ...openBody, text: () => 'the body is JSON with an extension' },
  'deep-nesting': { ...openBody, row: 'C15', status: [400, 413], text: () => 'the body is deeply nested' },
  'unknown-property': { ...openBody, code: 'not-another', text: (name) => `a property ${name}` },
  'property-in-other-case': { ...openBody, text: (name) => `${name} is written in another case` },
  'repeated-property': { ...openBody, text: (name) => `${name} is given twice` },
} as const satisfies Record<string, ReasonInfo>;

export type FaultKind = keyof typeof faultReasons;
export type OpeningKind = keyof typeof openings;
export type ReasonKind = FaultKind | OpeningKind;

const all: Readonly<Record<ReasonKind, ReasonInfo>> = { ...faultReasons, ...openings };

/** What a reason of each kind implies. */
export const infoOf = ({ kind }: Reason): ReasonInfo => all[kind];

/** A reason in words: "customerRef is longer than 50". */
export const reasonText = (reason: Reason): string => infoOf(reason).text(reason.reference ?? reason.detail ?? '');

/** A reason for a refusal. */
export const fault = (kind: FaultKind, more: Omit<Reason, 'kind'> = {}): Reason => ({ kind, ...more });

/** A reason why acceptance is open. */
export const opening = (kind: OpeningKind, more: Omit<Reason, 'kind'> = {}): Reason => ({ kind, ...more });

/** What a part of a request contributes to the prediction. */
export interface Findings {
  readonly reasons: readonly Reason[];
  readonly openings: readonly Reason[];
}

export const nothing: Findings = { reasons: [], openings: [] };

/** Findings of several parts, in their order. */
export function joined(...parts: readonly Findings[]): Findings {
  // Of most requests, nearly every part has nothing to say.
  const telling = parts.filter(({ reasons, openings }) => reasons.length > 0 || openings.length > 0);
  if (telling.length < 2) return telling[0] ?? nothing;
  return {
    reasons: telling.flatMap((part) => part.reasons),
    openings: telling.flatMap((part) => part.openings),
  };
}

export const refusedFor = (...reasons: readonly Reason[]): Findings => ({ reasons, openings: [] });
export const openFor = (...reasons: readonly Reason[]): Findings => ({ reasons: [], openings: reasons });
