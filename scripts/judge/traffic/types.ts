import type { Exchange } from '../../contract/exchange';
import type { CallId, Circumstances, Prediction } from '../../contract/model';
import type { CaseVerdict, Finding } from '../finding';
import type { VerdictReason } from '../reason-kinds';
import type { CheckedCase, InternalError } from '../types';

/** What a recording may leave out. What depends on it is not judged. Header case and timings are never needed. */
export const notRecordedParts = [
  /** The Authorization header was removed, as Chromium does in a sanitized HAR. */
  'authorization',
  'request-headers',
  'request-body',
  'response-headers',
  'response-body',
  /** When the request was sent. */
  'time',
] as const;
export type NotRecorded = (typeof notRecordedParts)[number];

/** What is known of an exchange besides what went over the wire. */
export interface TrafficContext {
  /** When the request was sent, in milliseconds since the Unix epoch. */
  readonly at: number;
  readonly notRecorded?: ReadonlySet<NotRecorded> | undefined;
  /** The request's body as it was sent: its text does not say whether it was UTF-8. */
  readonly requestBytes?: Uint8Array | undefined;
}

/** Why an exchange was not judged. */
export const notJudgedReasons = [
  /** Its URL belongs to no call of the contract. */
  'other-call',
  /** It went to another host than the chosen one. */
  'other-target',
  'no-response',
  /** Its response is not HTTP, not complete, or too long to be read. */
  'protocol',
  /** A gateway's or a throttled response, which says nothing about the contract. */
  'transient',
  /** A proxy did not forward the request. */
  'not-forwarded',
  /** More came at once than could be judged. */
  'overload',
  /** A proxy was stopped before it was judged. */
  'stopped',
] as const;
export type NotJudgedReason = (typeof notJudgedReasons)[number];

/** What an exchange means for the contract. */
export interface CheckedExchange extends VerdictReason {
  /** Scheme, host and port as they were sent, in lower case. */
  readonly origin: string;
  /** The path as it was sent, without query. */
  readonly path: string;
  readonly call?: CallId;
  /** What was predicted before its response was looked at, and why. */
  readonly prediction?: Prediction;
  readonly circumstances?: Circumstances;
  readonly verdict: CaseVerdict;
  readonly findings: readonly Finding[];
  /**
   * Findings that count only if the host's 400s turn out to have the newer form (E4), which is not known yet: see
   * `errorForm` of the checker when all exchanges were judged.
   */
  readonly pending: readonly Finding[];
  readonly notJudged?: NotJudgedReason;
  readonly internalErrors?: readonly InternalError[];
  /** What the client did wrong, if the checker was given a judge of clients. */
  readonly client: readonly Finding[];
}

/** Judges the client's side of exchanges, in the order in which they are checked; it keeps a memory of its own. */
export interface ClientJudge {
  judge(exchange: Exchange, context: TrafficContext): readonly Finding[];
  /** What is certain only when all exchanges have been checked. */
  settle(): readonly Finding[];
}

/** The case that stands for exchanges of one kind. */
export type TrafficCase = Pick<CheckedCase, 'id' | 'call'> & { readonly title: string };
