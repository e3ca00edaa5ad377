import { callOf } from '../../../contract/calls';
import type { EvidenceId } from '../../../contract/evidence';
import type { FaultKind, OpeningKind, Reason } from '../../../contract/model/reasons';
import type { ClientReading } from '../reading';
import type { ClientRule } from '../rule';
import type { ClientMismatch } from '../types';

interface Mistake {
  readonly rule: 'media-type' | 'body' | 'references';
  readonly evidence: EvidenceId;
  /** The kind of the mismatch, if it is not that of the reason. */
  readonly kind?: (reason: Reason, reading: ClientReading) => string;
  readonly message: (reason: Reason, reading: ClientReading) => string;
  readonly expected?: string;
  /** Whether the detail of the reason is what the client sent. */
  readonly showsDetail?: true;
}

const media = { rule: 'media-type', evidence: 'C3', expected: 'Content-Type: application/json' } as const;
const json = {
  rule: 'body',
  evidence: 'C4',
  expected: 'a JSON object with customerRef, orderRef and instructionRef',
} as const;
const ofReference = (evidence: EvidenceId, says: string, expected: string): Mistake => ({
  rule: 'references',
  evidence,
  message: ({ reference }) => `The client sends ${reference} ${says}.`,
  expected,
});
const characters = 'letters, digits, "-", "_" and "."';
const notJson = {
  ...json,
  kind: () => 'not-json',
  message: () => 'The client says that its body is JSON, but it is not.',
} as const;

/** What the client did, for each reason for which the model refuses a request. Others have rules of their own. */
const ofFault: Readonly<Record<FaultKind, Mistake | undefined>> = {
  'no-such-path': undefined,
  method: undefined,
  'unknown-method': undefined,
  'body-large': undefined,
  'no-credential': undefined,
  'no-scheme': undefined,
  'other-scheme': undefined,
  'invented-credential': undefined,
  'forged-token': undefined,
  'expired-token': undefined,
  'payout-token': undefined,
  'role-missing': undefined,
  'unknown-key': undefined,
  'wrong-signature': undefined,
  'unreadable-time': undefined,
  'too-old': undefined,
  'used-nonce': undefined,
  'no-media-type': { ...media, message: () => 'The client sends no Content-Type.' },
  'other-media-type': {
    ...media,
    message: () => 'The client sends a Content-Type other than application/json.',
    showsDetail: true,
  },
  'empty-body': { ...json, message: () => 'The client sends no body.' },
  'not-utf8': { ...json, message: () => 'The client sends a body that is not UTF-8.' },
  'not-json': notJson,
  unreadable: notJson,
  'not-an-object': {
    ...json,
    kind: (_reason, { isEncodedTwice }) => (isEncodedTwice ? 'encoded-twice' : 'not-an-object'),
    message: (_reason, { isEncodedTwice }) =>
      isEncodedTwice ? 'The client encodes its JSON twice.' : 'The client sends JSON that is not an object.',
    showsDetail: true,
  },
  missing: {
    rule: 'references',
    evidence: 'R1',
    kind: ({ reference }, reading) => (reading.similarName(reference) === undefined ? 'missing' : 'named-differently'),
    message: ({ reference }, reading) =>
      reading.similarName(reference) === undefined
        ? `The client sends no ${reference}.`
        : `The client writes the name of ${reference} differently.`,
    expected: 'a string that is not empty',
  },
  null: ofReference('R1', 'as null', 'a string that is not empty'),
  empty: ofReference('R1', 'as an empty string', 'a string that is not empty'),
  'not-text': ofReference('C4', 'as another type than a string', 'a string'),
  'white-space': ofReference('R3', 'with white space only', characters),
  'too-long': ofReference('R2', 'with more than 50 characters', 'at most 50 characters'),
  'invalid-characters': ofReference('R3', 'with a character that is not allowed', characters),
  'half-character': ofReference('R3', 'with half a character', characters),
};

/** The same for what the model leaves open on the server's side, but is not what the client was told to send. */
const ofOpening: Readonly<Partial<Record<OpeningKind, Mistake>>> = {
  'similar-media-type': {
    ...media,
    kind: () => 'other-media-type',
    message: () => 'The client sends a Content-Type other than application/json.',
    showsDetail: true,
  },
  'byte-order-mark': { ...json, message: () => 'The client sends a byte order mark before the JSON.' },
  'invalid-utf8': { ...json, kind: () => 'not-utf8', message: () => 'The client sends a body that is not UTF-8.' },
  'json-extension': notJson,
  'property-in-other-case': {
    ...json,
    kind: ({ kind, reference }) => `${kind}.${reference}`,
    message: ({ reference }) => `The client writes ${reference} in another case.`,
  },
};

/** Whether the Content-Type says honestly that the body is something else: that is one mistake, not two. */
const saysOtherwise = (reasons: readonly Reason[]): boolean => reasons.some(({ kind }) => kind === 'other-media-type');
const aboutText = new Set(['not-json', 'unreadable', 'not-utf8', 'not-an-object']);

function mistakesOf(reading: ClientReading, rule: Mistake['rule']): ClientMismatch[] {
  const call = reading.call && callOf(reading.call);
  if (!call?.requestBody || reading.method.toUpperCase() !== call.valid.method) return [];
  if (reading.lacks(rule === 'media-type' ? 'request-headers' : 'request-body')) return [];
  const { reasons, openings } = reading;
  const differentCase = new Set(
    openings.flatMap(({ kind, reference }) => (kind === 'property-in-other-case' ? [reference] : [])),
  );
  const pairs: (readonly [Reason, Mistake | undefined])[] = [
    ...reasons.map((reason) => [reason, ofFault[reason.kind as FaultKind]] as const),
    ...openings.map((reason) => [reason, ofOpening[reason.kind as OpeningKind]] as const),
  ];
  return pairs.flatMap(([reason, mistake]) => {
    if (mistake?.rule !== rule) return [];
    if (aboutText.has(reason.kind) && saysOtherwise(reasons)) return [];
    // A name in another case leaves the right one missing: said once.
    if (reason.kind === 'missing' && differentCase.has(reason.reference)) return [];
    const similar = reason.kind === 'missing' ? reading.similarName(reason.reference) : undefined;
    return [
      {
        evidence: mistake.evidence,
        kind: mistake.kind?.(reason, reading) ?? reason.kind,
        message: mistake.message(reason, reading),
        ...(rule === 'references' && { where: `/${reason.reference}` }),
        ...(rule === 'media-type' && { where: 'Content-Type' }),
        ...(mistake.expected !== undefined && { expected: mistake.expected }),
        ...(mistake.showsDetail && { actual: reason.detail ?? '' }),
        ...(similar !== undefined && { actual: similar }),
      },
    ];
  });
}

export const clientMediaType = {
  id: 'client-media-type',
  title: 'The client says that its body is JSON: Content-Type: application/json.',
  why: 'Without the media type, or with that of a form, a server may refuse the request (400 or 415) or read no body at all.',
  remedy: 'Set `Content-Type: application/json`. Many HTTP libraries send a form or text/plain if it is not set.',
  evidence: ['C3'],
  check: ({ reading }) => mistakesOf(reading, 'media-type'),
} as const satisfies ClientRule;

export const clientBody = {
  id: 'client-body',
  title: 'The client sends a JSON object in UTF-8.',
  why: 'If a body is declared as JSON but is not JSON, the server cannot read the references in it.',
  remedy: 'Build the body with a JSON writer, not by joining text. Send it without a byte order mark.',
  evidence: ['C4'],
  check: ({ reading }) => mistakesOf(reading, 'body'),
} as const satisfies ClientRule;

export const clientReferences = {
  id: 'client-references',
  title: 'The client sends three references that follow the input rules.',
  why: 'The API refuses other references with 400. References that are not checked before sending fail in front of the customer.',
  remedy: 'Check the references before sending: each is a string of 1 to 50 letters, digits, "-", "_" and ".".',
  evidence: ['R1', 'R2', 'R3', 'C4'],
  check: ({ reading }) => mistakesOf(reading, 'references'),
} as const satisfies ClientRule;
