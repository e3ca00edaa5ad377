import type { EvidenceId } from '../contract/evidence';
import type { FailureKind } from '../contract/exchange';

/** How much a finding matters; see `level.ts`. */
export type Level = 'violation' | 'deviation' | 'warning' | 'observation';

/** What a rule says of an exchange, with the weight that its evidence gives it. */
export interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly evidence: EvidenceId;
  readonly message: string;
  /** A JSON pointer into the body, a claim path, or a header name. */
  readonly where?: string;
  readonly expected?: string;
  readonly actual?: string;
}

export type CaseVerdict = 'passed' | 'failed' | 'errored' | 'inconclusive' | 'skipped';

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
}

/** An exchange without secrets: what events and reports hold. */
export interface RecordedExchange {
  readonly attempt: number;
  readonly request: RecordedRequest;
  readonly response?: RecordedResponse;
  readonly failure?: { readonly kind: FailureKind; readonly message: string };
}

export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly tags: readonly string[];
  readonly evidence: readonly EvidenceId[];
  readonly verdict: CaseVerdict;
  /** Passed, but not at the first attempt. */
  readonly flaky?: boolean;
  /** Why the case has no verdict of its own: errored, inconclusive, skipped. */
  readonly reason?: string;
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  readonly exchanges: readonly RecordedExchange[];
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
}

/** What is known before the first request. */
export interface RunHeader {
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: { readonly name: string; readonly baseUrl: string };
  readonly engine: string;
  readonly seed: number;
  readonly strict: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** `run.json`. */
export interface RunReport extends RunHeader {
  readonly schemaVersion: 1;
  readonly durationMs: number;
  /** False when the run was interrupted or its events end early. */
  readonly complete: boolean;
  /** Why it ended before all cases were sent, where it did. */
  readonly stopped?: StopReason;
  /** The internal error that ended it. */
  readonly error?: string;
  readonly exitCode: number;
  readonly verdict: RunVerdict;
  readonly summary: RunSummary;
  readonly cases: readonly CaseResult[];
}

/** A case as the plan knows it, before it is sent. */
export type PlannedCase = Pick<CaseResult, 'id' | 'title' | 'theme' | 'tags' | 'evidence' | 'reproduce'>;

/** Why a run ended before all cases were sent. */
export type StopReason = 'interrupted' | 'terminated' | 'deadline' | 'bail' | 'internal-error';

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
      readonly durationMs: number;
      readonly findings: readonly Finding[];
      /** The target refused the user's credentials in this case. */
      readonly credentialsRefused?: boolean;
    }
  | {
      readonly type: 'run-finished';
      readonly durationMs: number;
      readonly stopped?: StopReason;
      readonly error?: string;
    };
