import type { EvidenceIds } from '../../contract/evidence';
import type { Context, HmacCredentials, HmacSigned, Refusal, TokenBody, TokenKind } from '../behaviour';
import { hmacPolicy } from '../changes';
import { hmacSignature, signedText } from '../hmac';
import type { Reply } from '../http';
import { type ReceivedReferences, type ReferenceName, referenceNames } from '../references';
import type { Change, Fault, FaultLevel } from '../types';

/** Faults that break the same evidence at the same level: for each id, a title and the change. */
export function group(
  level: FaultLevel,
  evidence: EvidenceIds,
  rows: Readonly<Record<string, readonly [title: string, change: Change]>>,
): readonly Fault[] {
  return Object.entries(rows).map(([id, [title, change]]) => ({ id, title, evidence, level, change }));
}

/** Accepts a signature of another text or under another key as well. */
export const alsoSigned = (
  key: (signed: HmacSigned) => string | Uint8Array,
  text: (credentials: HmacCredentials, body: Uint8Array) => string = signedText,
): Change =>
  hmacPolicy((right) => ({
    signaturesMatch: (given, expected, signed) =>
      right.signaturesMatch(given, expected, signed) ||
      given === hmacSignature(Buffer.from(key(signed)), text(signed.credentials, signed.body)),
  }));

/** Lets callers with one kind of token in without further checks, or refuses them. */
export const decideOn =
  (wanted: TokenKind, decision: Refusal | undefined, trigger: (context: Context) => boolean = () => true): Change =>
  (baseline) => ({
    authenticate: async (kind, context) =>
      kind === wanted && trigger(context) ? decision : baseline.authenticate(kind, context),
  });

/** Changes the response that carries a payout token. */
export function onSuccess(edit: (reply: Reply, context: Context) => Reply | Promise<Reply>): Change {
  return (baseline) => ({
    reply: async (reply, context) => {
      const before = await baseline.reply(reply, context);
      return context.call === 'payout' && before.status < 300 ? edit(before, context) : before;
    },
  });
}

/** Changes every response with one of these statuses. */
export function onStatus(
  statuses: readonly number[],
  edit: (reply: Reply, context: Context) => Reply | Promise<Reply>,
): Change {
  return (baseline) => ({
    reply: async (reply, context) => {
      const before = await baseline.reply(reply, context);
      return statuses.includes(before.status) ? edit(before, context) : before;
    },
  });
}

/** Changes the success body before it is written. */
export function body(edit: (body: TokenBody, context: Context) => unknown): Change {
  return () => ({ successBody: edit });
}

/** Replaces one error status by another, for some refusals. */
export const instead =
  (from: number, to: number, trigger: (context: Context) => boolean = () => true): Change =>
  (baseline) => ({
    refusal: (refusal, context) => {
      const before = baseline.refusal(refusal, context);
      return before.status === from && trigger(context) ? { ...before, status: to } : before;
    },
  });

/** Puts other references into the token than those that were received. */
export const otherReferences =
  (choose: (references: ReceivedReferences) => ReceivedReferences): Change =>
  (baseline) => ({ referenceClaims: (references) => baseline.referenceClaims(choose(references)) });

/** Changes each reference on its way into the token. */
export const referencesInToken = (edit: (value: string, name: ReferenceName) => unknown): Change =>
  otherReferences((references) => mapReferences(references, (value, name) => edit(String(value), name)));

/** The references with each value replaced. */
export function mapReferences(
  references: ReceivedReferences,
  edit: (value: unknown, name: ReferenceName) => unknown,
): ReceivedReferences {
  return {
    customerRef: edit(references.customerRef, 'customerRef'),
    orderRef: edit(references.orderRef, 'orderRef'),
    instructionRef: edit(references.instructionRef, 'instructionRef'),
  };
}

/** `customerRef` as it appears in the ids of faults: `customer-ref`. */
export function kebab(name: ReferenceName): string {
  return name.replace('Ref', '-ref');
}

/** The next reference; the first follows the last. */
export function nextReference(name: ReferenceName): ReferenceName {
  return referenceNames[(referenceNames.indexOf(name) + 1) % referenceNames.length]!;
}
