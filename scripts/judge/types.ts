import type { Captured } from '../contract/derive';
import type { CaseVerdict, Finding } from './finding';
import type { VerdictReason, VerdictReasonKind } from './reason-kinds';
import type { CheckedCase } from './rules/types';

export type { CheckedCase };

/** What later cases need to know of a case that has been judged. */
export interface Remembered extends Captured {
  readonly verdict: CaseVerdict;
  /** Whether the server did what the request asked for. */
  readonly accepted: boolean;
  /** Why it was not, in a few words. */
  readonly because?: string;
  readonly reasonKind?: VerdictReasonKind;
  /** The case that was not accepted, so that this one could not be sent: the first of a chain. */
  readonly blockedBy?: string;
}

/** A rule that failed: a mistake in this tool, not in the target. */
export interface InternalError {
  readonly rule: string;
  readonly message: string;
}

export interface Judgement extends VerdictReason {
  readonly verdict: CaseVerdict;
  readonly findings: readonly Finding[];
  readonly remembered: Remembered;
  /** The target refused the user's own credentials. */
  readonly credentialsRefused?: boolean;
  /** The rules that failed. Unless a finding fails the case, it is errored. */
  readonly internalErrors?: readonly InternalError[];
}
