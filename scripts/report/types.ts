import type { EvidenceId } from '../contract/evidence';
import type { FailureKind } from '../contract/exchange';
import type { CaseVerdict, Finding, Level, Quarantine } from '../judge/finding';

export type { CaseVerdict, Finding, Level, Quarantine };

/** A line of the quarantine file: findings of this rule in this case are put up with. */
export interface QuarantineEntry extends Quarantine {
  readonly case: string;
  readonly rule: string;
}

/** What became of the quarantine file in a run; what it put up with stands at the findings themselves. */
export interface QuarantineResult {
  /** Past their date: they fail the run. */
  readonly expired: readonly QuarantineEntry[];
  /** Their case was checked and found nothing of the kind: to be removed. */
  readonly unused: readonly QuarantineEntry[];
}

/** Where a target does something else than the accepted record says, in what the contract leaves open. */
export interface Drift {
  /** What of the target it is, as the record names it: `success.status`, `token.claims`. */
  readonly aspect: string;
  readonly accepted: readonly string[];
  readonly observed: readonly string[];
  /** Cases in which it showed; the first few. */
  readonly cases: readonly string[];
}

/** The distribution of response times, in milliseconds. */
export interface ResponseTimes {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** What a case did in a sustained run. */
export interface CaseLoad {
  /** Requests that were judged or given up; retries not counted. */
  readonly sent: number;
  readonly failed: number;
  readonly errored: number;
  readonly responseTimes: ResponseTimes;
}

/** How a target stood a sustained run. */
export interface Load {
  /** From the end of the first pass over the cases. */
  readonly durationMs: number;
  readonly sent: number;
  readonly failed: number;
  readonly errored: number;
  /** Answers that asked for patience (429). */
  readonly throttled: number;
  /** Absent where the report is merged of several: percentiles do not add up. */
  readonly responseTimes?: ResponseTimes;
  /** Requests that broke an expectation, by the time at which they were answered; slices without any are left out. */
  readonly failures: readonly { readonly fromMs: number; readonly toMs: number; readonly count: number }[];
}

/** Which part of a plan a run is, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A request without secrets. Only `run/record.ts` makes one. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A response without secrets. Only `run/record.ts` makes one. */
export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timings: { readonly totalMs: number };
  /** What the tokens in the body say, where there are any. */
  readonly tokens?: readonly RecordedToken[];
}

/** A value of a header or a claim: what holds others stands as its JSON text. */
export type RecordedClaim = string | number | boolean | null;

/** A token without its signature and its segments. Only `run/record-token.ts` makes one. */
export interface RecordedToken {
  /** As it stands in place of the token: `sha256:1a2b3c4d`. */
  readonly fingerprint: string;
  /** What was asked for, as in `payout token`. */
  readonly kind?: string;
  readonly header: Readonly<Record<string, RecordedClaim>>;
  readonly claims: Readonly<Record<string, RecordedClaim>>;
}

/** An exchange without secrets: what events and reports hold. */
export interface RecordedExchange {
  readonly attempt: number;
  /** When it was sent, in milliseconds since the start of the run. */
  readonly startedMs?: number;
  readonly request: RecordedRequest;
  readonly response?: RecordedResponse;
  readonly failure?: { readonly kind: FailureKind; readonly message: string };
}

/** What another attempt at a case found, whose result does not count any more. */
export interface EarlierResult {
  /** When the run of that attempt started: ISO 8601, UTC. */
  readonly startedAt: string;
  readonly verdict: CaseVerdict;
  readonly reason?: string;
  readonly findings: readonly Finding[];
}

export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly tags: readonly string[];
  readonly evidence: readonly EvidenceId[];
  /** In a shard: its place in the whole plan, counted from 1. */
  readonly position?: number;
  /** In a shard: another shard's case, sent because cases of this one depend on it. */
  readonly dependencyOnly?: boolean;
  readonly verdict: CaseVerdict;
  /** Passed, but not at the first attempt. */
  readonly flaky?: boolean;
  /** Why the case has no verdict of its own: errored, inconclusive, skipped. */
  readonly reason?: string;
  /** The case that was not accepted, so that this one could not be sent: the first of a chain. */
  readonly blockedBy?: string;
  /** The target refused the user's credentials in this case. */
  readonly credentialsRefused?: boolean;
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  readonly exchanges: readonly RecordedExchange[];
  /** In a merged report: what other attempts found, oldest first. */
  readonly earlier?: readonly EarlierResult[];
  /** How many requests are generated for this case, where they are. */
  readonly generated?: number;
  /** In a sustained run: what came of all its requests. */
  readonly load?: CaseLoad;
  /** A shell command that repeats the request; secrets by environment variable. */
  readonly reproduce: string;
}

export type RunVerdict = 'held' | 'broken' | 'no-verdict' | 'credentials-refused';

export interface RunSummary {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  readonly inconclusive: number;
  readonly skipped: number;
  readonly flaky: number;
  readonly violations: number;
  readonly deviations: number;
  readonly warnings: number;
  readonly observations: number;
  /** Findings of any level that a quarantine puts up with; they are in no other count. */
  readonly quarantined: number;
}

/** Why a target took no connection. */
export interface Unreached {
  readonly kind: FailureKind;
  /** What the system said, as in `ECONNREFUSED`. */
  readonly detail: string;
  /** `host:port` of the proxy that took no connection, where one is on the way. */
  readonly proxy?: string;
}

/** What is known before the first request. */
export interface RunHeader {
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: { readonly name: string; readonly baseUrl: string };
  readonly engine: string;
  readonly seed: number;
  readonly strict: boolean;
  /** A flaky case fails the run. */
  readonly failOnFlaky?: boolean;
  /** How often every case is sent, where more than once. */
  readonly repeat?: number;
  /** For how many seconds the cases are sent again and again, where they are. */
  readonly durationS?: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The same for runs of the same cases, so that shards of one plan know each other: `sha256:` and 16 hex digits. */
  readonly plan?: string;
  readonly shard?: Shard;
  /** The file of the user's own collection that is run in place of the contract's cases. */
  readonly collection?: string;
}

/** `run.json`. */
export interface RunReport extends RunHeader {
  readonly schemaVersion: 1;
  readonly durationMs: number;
  /** False when the run was interrupted or its events end early. */
  readonly complete: boolean;
  /** Why it ended before all cases were sent, where it did. */
  readonly stopped?: StopReason;
  /** Why it was stopped, where there is more to say. */
  readonly because?: string;
  /** The internal error that ended it, or that kept a rule from its judgement. */
  readonly error?: string;
  /** Present where the target took no connection, so that nothing was sent. */
  readonly unreached?: Unreached;
  readonly exitCode: number;
  readonly verdict: RunVerdict;
  readonly summary: RunSummary;
  /** What differs from the accepted record; present where a run was compared with one. */
  readonly drift?: readonly Drift[];
  /** Present where a run had a quarantine file. */
  readonly quarantine?: QuarantineResult;
  /** Present where cases were sent again and again. */
  readonly load?: Load;
  readonly cases: readonly CaseResult[];
}

/** A case as the plan knows it, before it is sent. */
export type PlannedCase = Pick<
  CaseResult,
  'id' | 'title' | 'theme' | 'tags' | 'evidence' | 'position' | 'dependencyOnly' | 'generated' | 'reproduce'
>;

/** Why a run ended before all cases were sent. */
export type StopReason = 'interrupted' | 'terminated' | 'deadline' | 'bail' | 'outage' | 'internal-error';

/** A run is this stream; `events.ndjson` holds it line by line and `RunReport` is a fold over it. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly schemaVersion: 1;
      readonly run: RunHeader;
      readonly cases: readonly PlannedCase[];
    }
  | { readonly type: 'case-started'; readonly id: string }
  | { readonly type: 'exchange'; readonly id: string; readonly exchange: RecordedExchange }
  | {
      readonly type: 'case-finished';
      readonly id: string;
      readonly verdict: CaseVerdict;
      readonly flaky?: boolean;
      readonly reason?: string;
      readonly blockedBy?: string;
      readonly durationMs: number;
      readonly findings: readonly Finding[];
      /** The target refused the user's credentials in this case. */
      readonly credentialsRefused?: boolean;
    }
  | {
      /** How a sustained run stands: replaces what the last one said. A case that broke there finishes once more. */
      readonly type: 'load';
      readonly load: Load;
      readonly cases: Readonly<Record<string, CaseLoad>>;
    }
  | {
      readonly type: 'run-finished';
      readonly durationMs: number;
      readonly stopped?: StopReason;
      /** Why it stopped, where there is more to say than the reason: what the target did before an outage. */
      readonly because?: string;
      readonly error?: string;
      readonly unreached?: Unreached;
      readonly drift?: readonly Drift[];
      readonly quarantine?: QuarantineResult;
    };
