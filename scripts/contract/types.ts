import type { EvidenceId, EvidenceIds } from './evidence';

/** What the user must configure before a case can be sent; each is one or two settings. */
export type Need = 'credentials' | 'keyPair' | 'expiredToken' | 'accountIds' | 'jwsManagementToken';

/** The three references of a payout request, in the order of the documented request. */
export const referenceNames = ['customerRef', 'orderRef', 'instructionRef'] as const;
export type ReferenceName = (typeof referenceNames)[number];

/** A request body: text (sent as UTF-8, `{{variables}}` resolved) or exact bytes, kept as a file beside the collection. */
export type BodyTemplate = { readonly text: string } | { readonly file: string; readonly base64: string };

/** A request as data. `{{name}}` stands for a run variable (see `variables.ts`). Header names are sent as written. */
export interface RequestTemplate {
  readonly method: string;
  /** Path and query below the base URL. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: BodyTemplate;
}

/** What makes a case's request different from its call's valid one. */
export interface RequestChange {
  readonly method?: string;
  readonly path?: string;
  /** `null` leaves the header out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Properties of the JSON body to set; `omit` to leave out. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly omit?: readonly string[];
  /** Replaces the JSON body; `null` sends none. */
  readonly body?: BodyTemplate | null;
}

/** What a case expects of the answer. Nothing here is a function, so that it travels into the collection as it is. */
export interface Expectation {
  readonly outcome: 'accepted' | 'refused' | 'observed';
  /** The conforming statuses; empty when observed. */
  readonly status: readonly number[];
  /** The row that another answer breaks. */
  readonly evidence: EvidenceId;
  /** Refused only: the row that a token issued all the same breaks, if it is another one. */
  readonly tokenBreaks?: EvidenceId;
  /** Refused only: whether a token issued all the same is unsafe. */
  readonly unsafe?: boolean;
  /** Refused only: the server may close the connection before it has read the request. */
  readonly mayDisconnect?: boolean;
  /** Refused only: the references at fault, and the code for each where the evidence names one. */
  readonly codes?: { readonly references: readonly ReferenceName[]; readonly suffix?: string };
}

/** One contract case. Its id never changes: selections, shards, baselines and JUnit refer to it. */
export interface ContractCase {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly tags: readonly string[];
  readonly evidence: EvidenceIds;
  readonly call: CallId;
  readonly needs: readonly Need[];
  readonly request: RequestTemplate;
  readonly expect: Expectation;
  /** The case with the one thing put right, that must have been accepted for this one to count. */
  readonly control?: string;
  /** The case whose issued token (`{{capturedToken}}`) or sent header (`{{capturedAuthorization}}`) this request carries. */
  readonly uses?: string;
  /** A refusal of this case with 401 or 403 speaks about the user's credentials, not about the contract. */
  readonly provesCredentials?: boolean;
}

export type CallId = 'payout-token' | 'payout-options' | 'management-token';

/** An API call: what its valid request is, and what kind of success it answers with. */
export interface ApiCall {
  readonly id: CallId;
  readonly title: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly evidence: EvidenceIds;
  readonly success: 'token' | 'options';
  readonly valid: RequestTemplate;
}
