import type { CheckedCase } from '../rules/types';
import type { CaseVerdict, Finding } from '../verdict/types';

export type { CheckedCase };

/** What later cases need to know of a case that has been judged. */
export interface Remembered {
  readonly verdict: CaseVerdict;
  /** Whether the server did what the request asked for. */
  readonly accepted: boolean;
  /** Why it was not, in a few words. */
  readonly because?: string;
  /** The token that was issued, where it has the form of one. */
  readonly token?: string;
  /** The Authorization header that was sent. */
  readonly authorization?: string;
}

/** A rule that could not be asked: a mistake of this tool and not of the target. */
export interface InternalError {
  readonly rule: string;
  readonly message: string;
}

export interface Judgement {
  readonly verdict: CaseVerdict;
  readonly reason?: string;
  readonly findings: readonly Finding[];
  readonly remembered: Remembered;
  /** The target refused the user's own credentials. */
  readonly credentialsRefused?: boolean;
  /** The rules that could not be asked; without another finding that fails it, the case is errored. */
  readonly internalErrors?: readonly InternalError[];
}
