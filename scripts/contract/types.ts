import type { EvidenceId, EvidenceIds } from './evidence';

/** What the user must configure before a case can be sent; each is one or two settings. */
export type Need =
  | 'credentials'
  | 'keyPair'
  | 'expiredToken'
  | 'noRoleToken'
  | 'expiredPayoutToken'
  | 'accountIds'
  | 'jwsManagementToken';

/** The three references of a payout request, in the order of the documented request. */
export const referenceNames = ['customerRef', 'orderRef', 'instructionRef'] as const;
export type ReferenceName = (typeof referenceNames)[number];

/** The error code for what is wrong with a reference (R4): `CUSTOMER_REF_IS_REQUIRED`. Without `suffix`, its beginning. */
export const referenceCode = (name: ReferenceName, suffix = ''): string =>
  `${name.replace('Ref', '').toUpperCase()}_REF_${suffix}`;

/** A request body: text (sent as UTF-8, `{{variables}}` resolved) or exact bytes, kept as a file in the folder of the collection. */
export type BodyTemplate = { readonly text: string } | { readonly file: string; readonly base64: string };

/** A request as data. `{{name}}` stands for a run variable (see `variables.ts`). Header names are sent as written. */
export interface RequestTemplate {
  readonly method: string;
  /** Path and query below the base URL. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: BodyTemplate;
}

/** The difference between a case's request and the valid request of its call. */
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

/** The codes with which a 400 may name the references at fault. */
export interface ExpectedCodes {
  /** A code that names any other reference is wrong. */
  readonly references: readonly ReferenceName[];
  /** At least one of these codes is given; absent where the code is open. */
  readonly accepted?: readonly string[];
}

/**
 * How a request must be answered: what a case expects, and what the model predicts. A 429 always conforms, and 502 to
 * 504 may be about the way to the server; neither is listed. It holds no functions, because it is copied into the
 * collection as it is.
 */
export interface Expectation {
  readonly outcome: 'accepted' | 'refused' | 'open';
  /**
   * The conforming statuses. Where open: those that conform besides a documented success and any 4xx; where open and
   * `unsafe`, besides any 2xx without a token and any 4xx.
   */
  readonly status: readonly number[];
  /** The row that any other response breaks. */
  readonly evidence: EvidenceId;
  /** The row that a token issued all the same breaks, if it is a different one. */
  readonly tokenBreaks?: EvidenceId;
  /** Issuing a token, or returning the payout options, all the same is unsafe. Also where the status is open. */
  readonly unsafe?: boolean;
  /** The server may close the connection before it has read the request. */
  readonly mayDisconnect?: boolean;
  readonly codes?: ExpectedCodes;
}

/** One contract case. Its id never changes: selections, shards, baselines and JUnit refer to it. */
export interface ContractCase {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly tags: readonly string[];
  readonly evidence: EvidenceIds;
  /** The id of its API call. */
  readonly call: string;
  readonly needs: readonly Need[];
  readonly request: RequestTemplate;
  readonly expect: Expectation;
  /** The same request without its fault. It must have been accepted, or this case does not count. */
  readonly control?: string;
  /** The case whose issued token (`{{capturedToken}}`) or sent header (`{{capturedAuthorization}}`) this request carries. */
  readonly uses?: string;
  /** A refusal of this case with 401 or 403 is about the user's credentials, not about the contract. */
  readonly provesCredentials?: boolean;
}

/** A JSON Schema object, open to the keywords of all its readers. */
export interface SchemaNode {
  readonly [keyword: string]: unknown;
}

/** A JSON object that a request or response carries, with what its parts rest on. */
export interface JsonBody {
  /** The file name in `schemas/`, without its extension; also part of the schema's `$id`. */
  readonly name: string;
  /** The name under `components/schemas` of the OpenAPI document, and of the compiled validator. */
  readonly component: string;
  readonly schema: SchemaNode & { readonly properties: Readonly<Record<string, unknown>> };
  readonly example: unknown;
  /** What a reader must know about the example. */
  readonly exampleNote?: string;
  /** Evidence by the path of a subschema, keywords joined by `/`. The first row of the root (`''`) is the body's own. */
  readonly evidence: Readonly<Record<string, EvidenceIds>> & { readonly '': EvidenceIds };
}

/** The response of a call to a request that it accepts. */
export interface Success {
  /** The name under `components/responses` of the OpenAPI document. */
  readonly component: string;
  readonly description: string;
  readonly evidence: EvidenceIds;
  readonly status: readonly number[];
  /** The status that examples show. */
  readonly exampleStatus: number;
  readonly body: JsonBody;
  /** Which token the body issues, in `accessToken`; absent if none. */
  readonly issues?: 'management' | 'payout';
  /** The token holds the references of its request (C8). */
  readonly tokenHoldsReferences?: boolean;
}

/** Refusals that a call describes more closely than the status table does. */
export type RefusalName =
  | 'RefusedInput'
  | 'NotOffered'
  | 'MethodNotAllowed'
  | 'ContentTooLarge'
  | 'UnsupportedMediaType';

/** A path at which a call is offered, as the OpenAPI document describes it. */
export interface Operation {
  readonly id: string;
  readonly path: string;
  readonly about: string;
}

export type Security = 'managementToken' | 'payoutToken' | 'hmac';

/** An API call: its valid request, its responses, and how the OpenAPI document describes it. */
export interface ApiCall<Id extends string = string> {
  readonly id: Id;
  readonly title: string;
  /** The first row gives its method and path. */
  readonly evidence: EvidenceIds;
  /** The rows that make a server accept a request, the one that a refusal breaks first. */
  readonly acceptance: EvidenceIds;
  readonly valid: RequestTemplate;
  readonly success: Success;
  /** If environments may have dropped the call: the row that a 404 for its documented request breaks. */
  readonly notOffered?: EvidenceId;
  readonly operations: readonly [Operation, ...Operation[]];
  readonly tag: { readonly name: string; readonly description: string };
  /** The credential that it takes. */
  readonly security: Security;
  readonly parameters: readonly ('CorrelationId' | 'AccountId' | 'TenantId')[];
  readonly requestBody?: JsonBody;
  readonly refusals: Readonly<Record<number, RefusalName>>;
}
