import type { Finding, WithEvidenceId } from '../judge/finding';
import type { Json } from '../lib/json-schema';
import type { caseOutcomeFields, plannedCaseFields, runEndFields, runHeaderFields } from './event-fields';
import type { exchangeSchema, tokenSchema } from './exchange-schema';
import type { runReportSchema } from './run-report-schema';

export type { CaseVerdict, Finding, Level, Quarantine } from '../judge/finding';

declare const recorded: unique symbol;
/**
 * Bounded, and without secrets. Only `record.ts` and `record-token.ts` make such values, so that nothing else can reach
 * an event or a report; those read from a file were made there before.
 */
type Recorded<T> = T & { readonly [recorded]: true };
/** The same without the mark that it was recorded. */
export type Unrecorded<T> = Omit<T, typeof recorded>;

export type RecordedFinding = Recorded<Finding>;
/** A token without its signature and its segments. */
export type RecordedToken = Recorded<Json<typeof tokenSchema>>;
/** A request, and its response or failure. */
export type RecordedExchange = Recorded<
  Json<typeof exchangeSchema, [{ pattern: typeof tokenSchema; output: RecordedToken }]>
>;
/** A header value or claim. */
export type RecordedClaim = RecordedToken['claims'][string];

/** `run.json`. Its fields are described in `run-report-schema.ts`. */
export type RunReport = Json<
  typeof runReportSchema,
  [
    WithEvidenceId,
    { pattern: { readonly title: 'Finding' }; output: RecordedFinding },
    { pattern: { readonly title: 'Exchange' }; output: RecordedExchange },
  ]
>;

export type CaseResult = RunReport['cases'][number];
/** The result of another attempt at a case, which no longer counts. */
export type EarlierResult = NonNullable<CaseResult['earlier']>[number];
export type CaseLoad = NonNullable<CaseResult['load']>;

export type RunVerdict = RunReport['verdict'];
export type RunSummary = RunReport['summary'];
/** Why a run ended before all cases were sent. */
export type StopReason = NonNullable<RunReport['stopped']>;
export type Unreached = NonNullable<RunReport['unreached']>;
export type Drift = NonNullable<RunReport['drift']>[number];
export type QuarantineResult = NonNullable<RunReport['quarantine']>;
export type QuarantineEntry = QuarantineResult['expired'][number];
/** A fault of the sandbox that would explain what a run found. */
export type LikelyCause = NonNullable<RunReport['likelyCause']>[number];
/** What became of exchanges that nobody planned. */
export type Traffic = NonNullable<RunReport['traffic']>;
export type CaseTraffic = NonNullable<CaseResult['traffic']>;
export type Load = NonNullable<RunReport['load']>;
export type ResponseTimes = CaseLoad['responseTimes'];
/** An assertion of a user's own collection. */
export type OwnAssertion = NonNullable<CaseResult['assertions']>[number];
/** Requests of one kind that were not judged. */
export type NotJudged = NonNullable<RunReport['notJudged']>[number];
/** What was explored in addition to the cases of the contract. */
export type Explored = NonNullable<RunReport['explored']>;
export type Shard = NonNullable<RunReport['shard']>;

/** What is known before the first request. */
export type RunHeader = Pick<RunReport, (typeof runHeaderFields)[number]>;

/** A case as the plan knows it, before it is sent. */
export type PlannedCase = Pick<CaseResult, (typeof plannedCaseFields)[number]>;

/** The outcome of a case. In a sustained run, a case that fails finishes again. */
export type CaseOutcome = Pick<CaseResult, (typeof caseOutcomeFields)[number]>;

/** How a run ended. */
export type RunEnd = Pick<RunReport, (typeof runEndFields)[number]>;

/** A run is a stream of these. `events.ndjson` holds one in each line; `fold` makes a `RunReport` of them. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly schemaVersion: 1;
      readonly run: RunHeader;
      readonly cases: readonly PlannedCase[];
    }
  /** A case that was found while the run went on. */
  | { readonly type: 'case-planned'; readonly case: PlannedCase }
  | { readonly type: 'case-started'; readonly id: string }
  | { readonly type: 'exchange'; readonly id: string; readonly exchange: RecordedExchange }
  | ({ readonly type: 'case-finished'; readonly id: string } & CaseOutcome)
  | {
      /** The sustained part of the run so far: replaces the previous event of this type. */
      readonly type: 'load';
      readonly load: Load;
      readonly cases: Readonly<Record<string, CaseLoad>>;
    }
  | {
      /** The recorded traffic so far: replaces the previous event of this type. */
      readonly type: 'traffic';
      readonly traffic: Traffic;
      readonly cases: Readonly<Record<string, CaseTraffic>>;
    }
  | { readonly type: 'explored'; readonly explored: Explored }
  /** Further requests that were not judged. */
  | { readonly type: 'not-judged'; readonly requests: readonly NotJudged[] }
  | ({ readonly type: 'run-finished' } & RunEnd);
