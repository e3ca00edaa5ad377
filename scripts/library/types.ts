import type { CallName } from './names';

// Written out, in this file and in the other types of the library: a declaration that is derived from a schema shows its
// reader the schema and its packages. `public-types.test.ts` compares them with the derived ones.

/** How much a finding matters. `client`: a mistake of the client, which says nothing about the server. */
export type Level = 'violation' | 'deviation' | 'warning' | 'client' | 'observation';

/** A difference from the contract, with its evidence. Holds no secret. */
export interface Finding {
  /** The id of the rule that is broken. */
  readonly rule: string;
  readonly level: Level;
  /** The id of the evidence row, what it says, and where that comes from. */
  readonly evidence: string;
  readonly fact: string;
  readonly source: string;
  readonly message: string;
  /** A JSON pointer into the body, a claim path, or a header name. */
  readonly where?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** What to change in the client, for a mistake of the client. */
  readonly remedy?: string;
}

/** Names and values of headers: `Headers`, pairs, or an object. */
export type HeadersLike = object;

/**
 * A response of fetch, undici, axios, got or supertest, or an object with status, headers and body. The body of a `Response` is
 * read from a clone.
 */
export interface ResponseLike {
  readonly status?: number;
  readonly statusCode?: number;
  readonly headers?: HeadersLike;
  /** Text, bytes, or what JSON was parsed to. */
  readonly body?: unknown;
  readonly data?: unknown;
  readonly text?: unknown;
  readonly url?: string;
}

/** A `Request`, or an object with what was sent. What is left out is not judged. */
export interface RequestLike {
  readonly method?: string;
  readonly url?: string | URL;
  readonly headers?: HeadersLike;
  /** Text, bytes, or an object that was sent as JSON. */
  readonly body?: unknown;
}

/** A response, and the request that it answers. */
export interface ExchangeInput {
  readonly response: ResponseLike;
  /** Not needed for axios, got and supertest: their responses know it. */
  readonly request?: RequestLike;
  /** The call that was made, if the URL does not say so: behind a proxy, or in a test of a server of your own. */
  readonly call?: CallName;
  /** When the last byte of the response came, in milliseconds since the Unix epoch; now if absent. */
  readonly receivedAt?: number;
  /** From sending to the last byte, in milliseconds; 0 if absent. */
  readonly durationMs?: number;
}

/** Credentials whose kind is known. With the key pair, signatures are computed again. */
export interface KnownCredentials {
  readonly publicKey?: string;
  readonly privateKey?: string;
  readonly managementToken?: string;
  readonly expiredToken?: string;
  readonly noRoleToken?: string;
  readonly expiredPayoutToken?: string;
  readonly accountId?: string;
  readonly tenantId?: string;
}

/** How exchanges are judged. */
export interface CheckOptions {
  /** Only exchanges with this base URL are judged; any host if absent. */
  readonly baseUrl?: string;
  /** Deviations and warnings fail an exchange too. */
  readonly strict?: boolean;
  /** Whose mistakes fail an exchange; `server` if absent. Those of both sides are found. */
  readonly side?: 'server' | 'client' | 'both';
  readonly credentials?: KnownCredentials;
}

/** How the request had to be answered. */
export interface Prediction {
  /** `open`: the contract leaves open whether it is accepted. */
  readonly outcome: 'accepted' | 'refused' | 'open';
  /** The statuses that conform; for `open`, those of a refusal that need a reason. */
  readonly status: readonly number[];
  /** Why it is refused or open, in words. */
  readonly reasons: readonly string[];
  /** The evidence rows that the prediction rests on. */
  readonly evidence: readonly string[];
}

/** `skipped`: the exchange says nothing about the contract; `reason` says why. `errored`: a rule of this package failed. */
export type Verdict = 'passed' | 'failed' | 'errored' | 'inconclusive' | 'skipped';

/** What an exchange means for the contract. Holds no secret. */
export interface CheckResult {
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly call?: CallName;
  readonly prediction?: Prediction;
  /** On both sides, worst first. */
  readonly findings: readonly Finding[];
  readonly request: { readonly method: string; readonly url: string };
  readonly response: { readonly status: number; readonly contentType?: string };
}

/** Judges exchanges in turn: it remembers tokens, nonces and the form of error bodies. */
export interface Checker {
  check(exchange: ExchangeInput): Promise<CheckResult>;
  /** What is certain only now that all exchanges have been checked. */
  settle(): readonly Finding[];
}

/** The references of a payout. */
export interface References {
  readonly customerRef: string;
  readonly orderRef: string;
  readonly instructionRef: string;
}
