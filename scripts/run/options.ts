import type { EngineName } from '../http';
import type { Engine } from '../http/types';
import type { Rule } from '../judge/rules/types';
import type { ObservedRecord } from '../report/drift';
import type { Limits } from '../report/thresholds';
import type { QuarantineEntry } from '../report/types';
import type { Observations } from './observations';

/** How requests are sent. */
export interface SendingOptions {
  readonly engine: EngineName;
  /** Wraps the engine: to wait before each request, or to watch what it sends. */
  readonly through?: (engine: Engine) => Engine;
  readonly concurrency: number;
  /** Requests a second; no limit if absent. */
  readonly rate?: number | undefined;
  /** For each request. */
  readonly timeoutMs: number;
  readonly retries: number;
  /** For generated values. */
  readonly seed: number;
}

/** How responses are judged. */
export interface JudgingOptions {
  /** Deviations and warnings fail a case too. */
  readonly strict: boolean;
  /** A flaky case fails the run too. */
  readonly failOnFlaky?: boolean;
  /** All entries of the quarantine file, including expired ones. */
  readonly quarantine?: readonly QuarantineEntry[];
  /** The accepted record to compare with; needs `observations`. */
  readonly baseline?: ObservedRecord;
  /** Limits of response times and errors that fail the run. */
  readonly thresholds?: Limits;
  /** Collects what the target does where the contract allows several behaviours. */
  readonly observations?: Observations;
  /** All rules of the contract if absent. */
  readonly rules?: readonly Rule[];
}

/** What ends a run early. */
export interface LimitOptions {
  /** Stop at the first failed case. */
  readonly bail: boolean;
  /** No limit if absent. */
  readonly maxDurationMs?: number;
}

/** How long the cases are sent again and again. */
export interface SustainOptions {
  /** How often each case is sent, including the first pass; as often as time allows if absent. */
  readonly repeat?: number;
  /** When to stop sending, in milliseconds since the end of the first pass. */
  readonly untilMs?: number;
}

/** The options of a run by subject. The selected cases are in the plan. */
export interface RunOptions {
  readonly sending: SendingOptions;
  readonly judging: JudgingOptions;
  readonly limits: LimitOptions;
  readonly sustain?: SustainOptions;
  /** When the run starts. */
  readonly now: Date;
}
