/** Why a case has no verdict of its own, or was not sent: the kind of its `reason`, for programs. */
export const reasonKinds = [
  'unreached',
  'no-response',
  'unavailable',
  'credentials-refused',
  'internal-error',
  'blocked',
  'no-token',
  'needs-credentials',
  'needs-key-pair',
  'needs-expired-token',
  'needs-no-role-token',
  'needs-expired-payout-token',
  'needs-owner-ids',
  'needs-signed-management-token',
  'needs-time-of-target',
  'needs-correct-clock',
  'not-sent',
  'in-flight',
  'not-sent-by-collection',
  'not-sendable',
  'request-failed',
  'skipped-by-collection',
  'not-a-call',
  'value-missing',
  'file-missing',
  'not-explored',
  'causes-found',
  'nothing-new',
] as const;
export type VerdictReasonKind = (typeof reasonKinds)[number];

/** A reason as data: what a program needs to know of it, so that nothing reads its text. */
export interface VerdictReason {
  readonly reason?: string;
  readonly reasonKind?: VerdictReasonKind;
  /** What it names, where its kind does not say that: a rule, a variable, the code of an error. Never a sentence. */
  readonly reasonAbout?: string;
}

/** The fields of a reason that are known, their texts by a function, such as one that removes secrets. */
export function reasonFields(
  { reason, reasonKind, reasonAbout }: VerdictReason,
  textOf: (text: string) => string = (text) => text,
): VerdictReason {
  return {
    ...(reason !== undefined && { reason: textOf(reason) }),
    ...(reasonKind && { reasonKind }),
    ...(reasonAbout !== undefined && { reasonAbout: textOf(reasonAbout) }),
  };
}
