import type { FileReporter, NoVerdictKind } from './names';
import type { Finding, KnownCredentials, Verdict } from './types';

/** A finding in a report; its evidence is the id of a row of docs/evidence.md. */
export type ReportedFinding = Omit<Finding, 'fact' | 'source' | 'remedy'> & {
  /** Tells the finding from others of its rule, whatever its message says. Reports of older versions lack it. */
  readonly kind?: string;
  readonly quarantined?: { readonly owner: string; readonly reason: string; readonly expires: string };
};

/** A request, and its response or failure, without secrets. */
export interface ReportedExchange {
  /** Counts from 1. */
  readonly attempt: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly response?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly timings: { readonly totalMs: number };
  };
  readonly failure?: { readonly kind: string; readonly message: string };
}

/** The result of a case. */
export interface ReportedCase {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly tags: readonly string[];
  readonly evidence: readonly string[];
  readonly verdict: Verdict;
  readonly reason?: string;
  /** The kind of the reason, for programs. */
  readonly reasonKind?: NoVerdictKind;
  readonly flaky?: boolean;
  readonly durationMs: number;
  readonly findings: readonly ReportedFinding[];
  readonly exchanges: readonly ReportedExchange[];
  /** A command that sends the request again. */
  readonly reproduce: string;
}

/** The report of a run. It has more fields: those of `payout-contract/schemas/run-report.schema.json`. */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: {
    readonly name: string;
    readonly baseUrl: string;
    /** Absent from reports of earlier versions. */
    readonly kind?: 'embedded' | 'sandbox' | 'production' | 'custom';
  };
  readonly engine: string;
  readonly seed: number;
  readonly strict: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: 'held' | 'broken' | 'no-verdict' | 'credentials-refused';
  readonly exitCode: number;
  /** Whether everything was sent that was planned. */
  readonly complete: boolean;
  readonly stopped?: string;
  readonly error?: string;
  readonly cases: readonly ReportedCase[];
}

/** A case before it is sent. */
export type PlannedCase = Pick<ReportedCase, 'id' | 'title' | 'theme' | 'tags' | 'evidence' | 'reproduce'>;

/** What happens in a run, in order. A later version may have more types. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly schemaVersion: 1; readonly cases: readonly PlannedCase[] }
  | { readonly type: 'case-planned'; readonly case: PlannedCase }
  | { readonly type: 'case-started'; readonly id: string }
  | { readonly type: 'exchange'; readonly id: string; readonly exchange: ReportedExchange }
  | {
      readonly type: 'case-finished';
      readonly id: string;
      readonly verdict: Verdict;
      readonly reason?: string;
      readonly durationMs: number;
      readonly findings: readonly ReportedFinding[];
    }
  | { readonly type: 'load' | 'traffic' | 'explored' | 'not-judged' }
  | { readonly type: 'run-finished'; readonly durationMs: number; readonly stopped?: string; readonly error?: string };

/** Listens to a run. Every hook is optional; both may be asynchronous. If one throws, the reporter is not called again. */
export interface Reporter {
  onEvent?(event: RunEvent): void | Promise<void>;
  onReport?(report: RunReport): void | Promise<void>;
}

/** Which environment is meant, and on whose behalf. */
export interface TargetOptions {
  /** `embedded` starts a sandbox for the run, and is the default; or a base URL. */
  readonly target?: 'embedded' | 'sandbox' | 'production' | (string & {});
  readonly allowProduction?: boolean;
  /** A management token, or a key pair. The embedded sandbox issues its own. */
  readonly credentials?: KnownCredentials;
  /** Where the proxy is read from, by its usual names; nowhere if absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Stops sending. What was sent until then is reported. */
  readonly signal?: AbortSignal;
  /** For each request, in milliseconds; 10,000 if absent. */
  readonly timeoutMs?: number;
  /** For everything; ten minutes for a run and one for a check if absent. */
  readonly maxDurationMs?: number;
}

/** What is sent, how, and where the results go. */
export interface RunOptions extends TargetOptions {
  /** Text in the id or title of a case, ignoring case; `*` and `!` as in `--grep`. */
  readonly grep?: string;
  readonly tags?: readonly string[];
  readonly cases?: readonly string[];
  /** Explores combinations too; false if absent. A number limits how many are sent. */
  readonly explore?: boolean | number;
  readonly engine?: 'newman' | 'direct';
  readonly concurrency?: number;
  /** Requests a second. */
  readonly rate?: number;
  readonly retries?: number;
  readonly seed?: number;
  readonly strict?: boolean;
  readonly failOnFlaky?: boolean;
  /** Stops at the first failed case. */
  readonly bail?: boolean;
  readonly reporters?: readonly (Reporter | FileReporter)[];
  /** The folder for the files of reporters; it is made. */
  readonly outDir?: string;
}

/** A run that is going on: a promise of its report. It rejects only if nothing could be sent. */
export interface Running extends Promise<RunReport> {
  /** From the first to the last; ask for them before anything is awaited. */
  readonly events: AsyncIterable<RunEvent>;
  /** The messages of the reporters that failed; complete when the report is there. */
  readonly failures: readonly string[];
}

/** One step of a check of credentials. */
export interface CredentialStep {
  readonly id: string;
  readonly title: string;
  readonly state: 'ok' | 'failed' | 'inconclusive' | 'not-reached';
  readonly seen: readonly string[];
  readonly evidence: readonly string[];
  readonly diagnosis?: string;
}

/** Why credentials do not work, and what to do. */
export interface Diagnosis {
  readonly code: string;
  readonly title: string;
  readonly blame: 'credentials' | 'clock' | 'network' | 'target' | 'settings';
  readonly evidence: readonly string[];
  readonly remedy: string;
}

/** Whether credentials work. It has more fields: those of `payout-contract/schemas/credential-check.schema.json`. */
export interface CredentialCheck {
  readonly schemaVersion: 1;
  readonly verdict: 'working' | 'settings-wrong' | 'no-verdict' | 'refused' | 'interrupted';
  readonly exitCode: number;
  readonly cause?: Diagnosis;
  readonly warnings: readonly Diagnosis[];
  readonly steps: readonly CredentialStep[];
  readonly durationMs: number;
}

/** Whose credentials are checked, and where. */
export type CheckCredentialsOptions = TargetOptions;
